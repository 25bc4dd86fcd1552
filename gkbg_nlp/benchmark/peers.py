"""One part of the work beside other people's: labels by n-grams and argmax beside fastText, contacts beside JioNLP."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gkbg_nlp.benchmark.designs import Design
from gkbg_nlp.benchmark.inputs import Batch
from gkbg_nlp.benchmark.records import Peer, Spread
from gkbg_nlp.benchmark.whole import OURS, US, Once, timed
from gkbg_nlp.entities.contacts import find
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.sections.features import normalise
from gkbg_nlp.sections.model import SectionModel

Run = Callable[[Sequence[str]], object]
_ABOUT = {
    "labels": "the model's n-gram scores of all lines of a report and argmax",
    "labels+": "the same behind the features' normalising of blanks, case and digits",
    "contacts": "the matcher of telephone numbers, addresses, e-mail and web addresses on the folded text",
}


def ours(model: SectionModel) -> dict[str, Run]:
    """Our way through each part: the report's text in, as the peers get it."""
    ngrams, intercept, sections = model.ngrams["text"], model.intercept, model.sections

    def labels(texts: Sequence[str]) -> list[list[str]]:
        return [[sections[i] for i in (ngrams.scores(_lines(text)) + intercept).argmax(axis=1).tolist()] for text in texts]

    def normalised(texts: Sequence[str]) -> list[list[str]]:
        found = ((ngrams.scores([normalise(line) for line in _lines(text)]) + intercept).argmax(axis=1).tolist() for text in texts)
        return [[sections[i] for i in best] for best in found]

    def contacts(texts: Sequence[str]) -> int:
        return sum(len(find(fold(text))) for text in texts)

    return {"labels": labels, "labels+": normalised, "contacts": contacts}


def measure(designs: Sequence[Design], model: SectionModel, batches: Sequence[Batch], tell: Callable[[str], None]) -> list[Peer]:
    """Ours and each design of ``labels`` and ``contacts`` in turn, a round a batch; the first batch warms up."""
    rows: list[tuple[str, str, str, Run]] = []
    for part, run in ours(model).items():
        kind = part.rstrip("+")
        rows.append((kind, OURS if part == kind else f"{OURS}, normalised", _ABOUT[part], run))
    rows += [(design.kind, design.name, design.about, design.run) for design in designs if design.kind != "whole"]
    rows.sort(key=lambda row: row[0])
    runs: dict[str, list[Once]] = {f"{part} {name}": [] for part, name, _, _ in rows}
    for number, batch in enumerate(batches):
        tell(f"peers, round {number + 1} of {len(batches)}")
        texts = batch.texts()
        for part, name, _, run in rows:
            runs[f"{part} {name}"].append(timed(lambda run=run, texts=texts: run(texts), len(texts)))  # type: ignore[misc]
    return [_peer(part, name, about, runs[f"{part} {name}"][1:], runs[f"{part} {OURS}"][1:]) for part, name, about, _ in rows]


def _peer(part: str, name: str, about: str, runs: Sequence[Once], base: Sequence[Once]) -> Peer:
    ratio = None if name == OURS else Spread.of([run.cpu / other.cpu for run, other in zip(runs, base, strict=True)])
    return Peer(part, name, about, Spread.of([US * run.cpu / run.reports for run in runs]), ratio)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
