"""What a benchmark reads: generated reports, new ones for every run of a round, or files that were named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path

from gkbg_nlp.batch.gather import gather
from gkbg_nlp.batch.remote import is_url
from gkbg_nlp.benchmark.generate import generate
from gkbg_nlp.benchmark.records import InputFacts
from gkbg_nlp.readers import DEFAULT_MAX_BYTES, is_known, read_path

_PLAIN = (".txt", ".md", ".markdown")  # what the reference designs read
_PARAGRAPH = 20  # characters from which on a line with a full stop counts as a paragraph


class InputError(ValueError):
    """Nothing to measure: the message says why."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The reports of one run: ``inputs`` as they are named to ``gkbg tag``, ``paths`` one a report."""

    inputs: list[str]
    paths: list[Path]

    def few(self, most: int) -> Batch:
        """At most so many of its reports, evenly spaced."""
        step = max(1, len(self.paths) // most)
        paths = self.paths[::step][:most]
        return self if len(paths) == len(self.paths) else Batch([str(path) for path in paths], paths)

    def texts(self) -> list[str]:
        """The decoded texts."""
        return [read_path(str(path), DEFAULT_MAX_BYTES).text for path in self.paths]


class Generated:
    """Generated reports under a folder; no batch has a paragraph of another one."""

    fresh = True

    def __init__(self, folder: Path, reports: int, characters: int) -> None:
        self.source = f"generated, about {characters:,} characters each"
        self._folder, self._reports = folder, reports
        self._texts: Iterator[str] = generate(1_000_000, characters)
        self._made = 0

    def batch(self, most: int | None = None) -> Batch:
        """The next reports; at most so many."""
        folder = self._folder / f"in{self._made:04d}"
        folder.mkdir()
        self._made += 1
        paths = []
        for number in range(min(self._reports, most or self._reports)):
            path = folder / f"{number:06d}.txt"
            path.write_bytes(next(self._texts).encode("utf-8"))
            paths.append(path)
        return Batch([str(folder)], paths)


class Named:
    """Files and folders that were named: the same in every run.

    Raises:
        InputError: there is no report among them.
    """

    fresh = False

    def __init__(self, names: Sequence[str], reports: int | None, source: str = "") -> None:
        items = gather(list(names), is_known, max_bytes=DEFAULT_MAX_BYTES).items
        on_disk = (item for item in items if item.problem is None and item.member is None and item.data is None and not is_url(item.path))
        paths = [path for path in (Path(item.file or item.path) for item in on_disk) if path.is_file()][:reports]
        if not paths:
            raise InputError("nothing to measure: no report on disk in what was named (archives and URLs are left out)")
        self.source = source or f"{len(paths)} named files"
        self._batch = Batch([str(path) for path in paths], paths)

    def batch(self, most: int | None = None) -> Batch:
        """All of them, or so many."""
        return self._batch if most is None else self._batch.few(most)

    @property
    def plain(self) -> bool:
        """Whether the reference designs can read all of them."""
        return all(path.suffix.lower() in _PLAIN for path in self._batch.paths)


def samples() -> list[str]:
    """The shipped sample reports.

    Raises:
        InputError: this installation has none on disk.
    """
    folder = Path(str(resources("gkbg_nlp"))) / "samples"
    if not folder.is_dir():
        raise InputError("this installation has no sample reports on disk")
    return [str(folder)]


def facts(source: str, batches: Sequence[Batch]) -> InputFacts:
    """What batches of the same size hold; characters and bytes are means a report."""
    seen: set[str] = set()
    paragraphs = repeated = characters = size = reports = 0
    for batch in batches:
        for path, text in zip(batch.paths, batch.texts(), strict=True):
            reports += 1
            characters += len(text)
            size += path.stat().st_size
            for line in text.split("\n"):
                line = line.strip()
                if len(line) >= _PARAGRAPH and "。" in line:
                    paragraphs += 1
                    repeated += line in seen
                    seen.add(line)
    return InputFacts(source, reports // len(batches), characters // reports, size // reports, repeated / max(1, paragraphs))
