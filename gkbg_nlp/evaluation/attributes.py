"""How right the attributes of counts are (``counted``, ``channel``, ``period``), against annotations of their own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.evaluation.bootstrap import RESAMPLES, Estimate, Sums, ratio
from gkbg_nlp.report.records import Report
from gkbg_nlp.taxonomy.count_attributes import load_count_attributes

ATTRIBUTES = ("counted", "channel", "period")


class GoldCount(msgspec.Struct, forbid_unknown_fields=True):
    """The attributes of one COUNT; ``None`` where the text does not decide, or no id fits."""

    start: int
    end: int
    text: str
    counted: str | None
    channel: str | None
    period: Literal["year", "total"] | None


class GoldCounts(msgspec.Struct, forbid_unknown_fields=True):
    """The attributes of all counts of one report of the corpus."""

    report: str
    counts: list[GoldCount]


class AttributeFigures(msgspec.Struct, frozen=True):
    """One attribute over all reports: numbers of counts, and the shares with their intervals."""

    attribute: str
    gold: int
    found: int
    right: int
    precision: Estimate
    recall: Estimate


def read_counts(folder: Path, corpus: Mapping[str, GoldReport]) -> list[GoldCounts]:
    """The annotations of a folder, sorted by name.

    Raises:
        ValueError: a file that does not fit its form, an unknown report or id, or a span that is no COUNT of the report; the message names
            the file.
    """
    known = load_count_attributes()
    channels = {*known.channel.ids, *known.incoming.ids, "mixed", None}
    out = []
    for path in sorted(folder.glob("*.json")):
        try:
            one = msgspec.json.decode(path.read_bytes(), type=GoldCounts)
        except msgspec.MsgspecError as error:
            raise ValueError(f"{path}: {error}") from error
        if one.report not in corpus:
            raise ValueError(f"{path}: the corpus has no report {one.report}")
        report = corpus[one.report]
        spans = sorted((e.start, e.end) for e in report.entities if e.label == "COUNT")
        if [(c.start, c.end) for c in one.counts] != spans or any(report.text[c.start : c.end] != c.text for c in one.counts):
            raise ValueError(f"{path}: its spans are not the COUNT spans of {one.report}")
        if odd := [c for c in one.counts if c.counted not in {*known.names, None} or c.channel not in channels]:
            raise ValueError(f"{path}: an id that the taxonomy does not hold: {odd[0]}")
        out.append(one)
    return out


def score_counts(
    gold: Sequence[GoldCounts], corpus: Mapping[str, GoldReport], tag: Callable[[str], Report], resamples: int = RESAMPLES
) -> list[AttributeFigures]:
    """Precision and recall of each attribute: an attribute that is set is right where the annotation has the same id."""
    counts = []
    for one in gold:
        report = tag(corpus[one.report].text)
        found = {(e.start, e.end): e for e in report.entities if e.label == "COUNT"}
        row: dict[Hashable, float] = {}
        for count in one.counts:
            entity = found.get((count.start, count.end))
            for name in ATTRIBUTES:
                wanted = getattr(count, name)
                given = getattr(entity, name) if entity is not None else msgspec.UNSET
                for key, hit in (("gold", wanted is not None), ("found", given is not msgspec.UNSET), ("right", given == wanted)):
                    row[name, key] = row.get((name, key), 0) + hit
        counts.append(row)
    sums = Sums(counts, resamples=resamples)
    return [
        AttributeFigures(
            name,
            gold=int(sums.total((name, "gold"))),
            found=int(sums.total((name, "found"))),
            right=int(sums.total((name, "right"))),
            precision=sums.estimate(ratio(sums[name, "right"], sums[name, "found"])),
            recall=sums.estimate(ratio(sums[name, "right"], sums[name, "gold"])),
        )
        for name in ATTRIBUTES
    ]
