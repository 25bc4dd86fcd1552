"""Checks on compiled reports beyond their grammar, one report at a time and over a whole corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gkbg_nlp.corpus.annotated import LABELS, ROLES, SECTIONS, CorpusError, GoldReport, corpus_files, load
from gkbg_nlp.corpus.problems import Problem, Problems
from gkbg_nlp.corpus.rules_blocks import check_blocks
from gkbg_nlp.corpus.rules_entities import check_entities
from gkbg_nlp.corpus.rules_header import check_header, check_indicators
from gkbg_nlp.corpus.split import Split, SplitError, find_split


@dataclass(slots=True)
class Validation:
    """What a run found: broken files' messages, problems, and how much was read."""

    files: int = 0
    blocks: int = 0
    broken: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Messages that make the run fail."""
        return len(self.broken) + sum(p.severity == "error" for p in self.problems)

    @property
    def warnings(self) -> int:
        """Doubts that do not."""
        return sum(p.severity == "warning" for p in self.problems)

    def summary(self) -> str:
        """The closing line."""
        return f"{self.files} reports, {self.blocks} blocks, {self.errors} errors, {self.warnings} warnings"


def check(report: GoldReport) -> list[Problem]:
    """All problems of one report, in the order of their places."""
    problems = [*check_header(report), *check_indicators(report), *check_blocks(report), *check_entities(report)]
    return sorted(problems, key=lambda p: (p.place, p.line))


def validate(paths: Iterable[Path], *, partial: bool = False) -> Validation:
    """Check files and folders of reports; of a folder, unless ``partial``, also that it makes a corpus.

    Raises:
        FileNotFoundError: a path is not there, or a folder has no report.
    """
    result = Validation()
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path} is not there")
        files = corpus_files(path) if path.is_dir() else [path]
        if not files:
            raise FileNotFoundError(f"{path} has no *.gkbg file")
        reports = []
        for file in files:
            try:
                reports.append(load(file))
            except CorpusError as error:
                result.broken += error.messages
        result.files += len(files)
        for report in reports:
            result.blocks += len(report.blocks)
            result.problems += check(report)
        if path.is_dir() and not partial:
            result.problems += check_corpus(reports, path, whole=len(reports) == len(files))
    return result


def check_corpus(reports: Sequence[GoldReport], folder: Path, *, whole: bool = True) -> list[Problem]:
    """What makes a folder no corpus to train on. With ``whole`` false some reports did not compile: nothing is said of what is missing."""
    problems = [*_twice(reports)]
    if whole:
        problems += [*_missing(reports, folder)]
        try:
            split = find_split(folder)
        except SplitError as error:
            problems.append(Problem("", "error", "split", 0, error.message, error.mend, str(error.file), error.line))
        else:
            if split is not None:
                problems += [*_split(reports, split)]
    return problems


def _missing(reports: Sequence[GoldReport], folder: Path) -> Problems:
    where = str(folder)
    if len(reports) < 2:
        message = f"the corpus is {len(reports)} document: nothing can be held out"
        yield Problem("", "error", "documents", 0, message, "add reports; --partial checks a part of a corpus", where, 1)
    sections = {b.section for r in reports for b in r.blocks}
    for section in SECTIONS:
        if section not in sections:
            mend = "annotate blocks of it; --partial checks a part of a corpus"
            yield Problem("", "error", "empty-class", 0, f"no block has the section {section}: the class is empty", mend, where, 1)
    for what, known, found in (
        ("role", ROLES, {b.role for r in reports for b in r.blocks}),
        ("label", sorted(LABELS), {e.label for r in reports for e in r.entities}),
    ):
        for name in known:
            if name not in found:
                yield Problem("", "warning", "empty-class", 0, f"no {what} {name} in the corpus", "is it meant?", where, 1)


def _twice(reports: Sequence[GoldReport]) -> Problems:
    texts: dict[str, GoldReport] = {}
    ids: dict[str, GoldReport] = {}
    for report in reports:
        path = report.source.path
        if (other := ids.setdefault(report.id, report)) is not report:
            line = report.source.keys.get("id", 1)
            message = f"the id {report.id!r} is also that of {other.source.path or other.id}"
            yield Problem(report.id, "error", "twice", 0, message, "give each report its own", path, line)
        if (other := texts.setdefault(report.text, report)) is not report:
            message = f"the text is also that of {other.source.path or other.id}"
            yield Problem(report.id, "error", "twice", 0, message, "take one of the two away", path, 1)


def _split(reports: Sequence[GoldReport], split: Split) -> Problems:
    known = {r.id for r in reports}
    file = str(split.file)
    for part, ids in split.parts.items():
        for name, count in Counter(ids).items():
            line = split.line_of(name)
            if name not in known:
                yield Problem("", "error", "split", 0, f"{part} names {name!r}, which is no report", "take it out", file, line)
            if count > 1:
                yield Problem("", "error", "split", 0, f"{part} names {name!r} {count} times", "name it once", file, line)
    both = set(split.parts.get("dev", ())) & set(split.parts.get("test", ()))
    for name in sorted(both):
        yield Problem("", "error", "split", 0, f"{name!r} is in dev and in test", "leave it in one", file, split.line_of(name))
    if reports and not any(split.part_of(r.id) == "train" for r in reports):
        yield Problem("", "error", "split", 0, "no report is left for training", "take some out of test", file, 1)
