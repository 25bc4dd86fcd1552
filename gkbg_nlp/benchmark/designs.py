"""Reference designs: files of a folder (``benchmarks/designs`` of a checkout), each loaded by its path and trained for the run.

A design is a module with ``ABOUT``, ``KIND`` (``whole``, ``labels`` or ``contacts``), ``NEEDS`` (modules), ``train(examples, folder)`` and
``make(folder)``; the folder's README says more.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gkbg_nlp.benchmark.child import module_of
from gkbg_nlp.corpus.annotated import CorpusError, load_all
from gkbg_nlp.corpus.split import SplitError, find_split

KINDS = ("whole", "labels", "contacts")
NONE = "none"  # the label of lines that carry no section (titles, signatures)
_CHECKOUT = Path(__file__).resolve().parents[2]
DESIGNS = _CHECKOUT / "benchmarks" / "designs"
CORPUS = _CHECKOUT / "data" / "corpus" / "reports"


class DesignError(ValueError):
    """A design or its training corpus cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Design:
    """A design that is ready to run: its file's name, what it is, its kind, where its model lies."""

    name: str
    about: str
    kind: str
    file: Path
    folder: Path
    run: Callable[..., Any]


def names(folder: Path) -> list[str]:
    """The designs of a folder."""
    return sorted(file.stem for file in folder.glob("*.py") if not file.stem.startswith("_"))


def examples(corpus: Path) -> list[tuple[str, str]]:
    """Lines of the corpus's training part and their sections, ``none`` where a line carries none.

    Raises:
        DesignError: there is no corpus, or it is broken.
    """
    try:
        reports = load_all(corpus) if corpus.is_dir() else []
        split = find_split(corpus) if reports else None
    except (CorpusError, SplitError, OSError) as error:
        raise DesignError(str(error)) from error
    found = []
    for report in reports:
        if split is not None and split.part_of(report.id) != "train":
            continue
        blocks, at, place = report.blocks, 0, 0
        for line in report.text.split("\n"):
            start = at + len(line) - len(line.lstrip())
            while place + 1 < len(blocks) and blocks[place + 1].start <= start:
                place += 1
            if line.strip():
                inside = blocks and blocks[place].start <= start < blocks[place].end
                found.append((line.strip(), (blocks[place].section if inside else None) or NONE))
            at += len(line) + 1
    if len({section for _, section in found}) < 2:
        raise DesignError(f"{corpus}: no corpus to train the reference designs on (--train names one; --only rooms does without)")
    return found


def load(folder: Path, wanted: Sequence[str], corpus: Path, work: Path, tell: Callable[[str], None]) -> tuple[list[Design], list[str]]:
    """The designs of a folder, trained into ``work``, and a note for each that was left out. ``wanted`` names some, empty for all.

    Raises:
        DesignError: one is broken, or there is nothing to train on.
    """
    ready: list[Design] = []
    notes: list[str] = []
    lines: list[tuple[str, str]] | None = None
    for name in names(folder):
        if wanted and name not in wanted:
            continue
        file = folder / f"{name}.py"
        needed = _needs(file)
        if missing := [one for one in needed if find_spec(one) is None]:
            notes.append(f"{name} is left out: {', '.join(missing)} is not installed")
            continue
        tell(f"training {name}")
        try:
            module = module_of(file)
        except Exception as error:
            raise DesignError(f"{file}: {type(error).__name__}: {error}") from error
        if module.KIND not in KINDS:
            raise DesignError(f"{file}: KIND is one of {', '.join(KINDS)}")
        place = work / name
        place.mkdir()
        lines = lines or examples(corpus)
        try:
            module.train(lines, place)
            run = module.make(place)
        except ImportError as error:
            notes.append(f"{name} is left out: {error}")
            continue
        except Exception as error:
            raise DesignError(f"{file}: {type(error).__name__}: {error}") from error
        ready.append(Design(name, module.ABOUT, module.KIND, file, place, run))
    return ready, notes


def _needs(file: Path) -> tuple[str, ...]:
    """The modules that a design names in ``NEEDS``, read without running it."""
    try:
        tree = ast.parse(file.read_text("utf-8"), str(file))
        for node in tree.body:
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "NEEDS" for t in node.targets):
                return tuple(ast.literal_eval(node.value))
    except (SyntaxError, ValueError, OSError) as error:
        raise DesignError(f"{file}: {error}") from error
    raise DesignError(f"{file}: no NEEDS: a design names the modules that must be installed, () for none")
