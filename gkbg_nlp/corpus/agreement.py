"""How far two annotations of the same reports agree: block boundaries, roles, sections, entities, indicators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from gkbg_nlp.corpus.annotated import BLANK, INDICATORS, LABELS, GoldEntity, GoldReport

_DIGITS_ONLY = frozenset({"phone", "fax", "postcode"})
_PRINTED = frozenset({"agency", "address", "email"})


@dataclass(slots=True)
class Pairing:
    """The reports to compare: ``pairs`` have one text; ``notes`` say which were left out and why."""

    pairs: list[tuple[GoldReport, GoldReport]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement: what it is about and where each annotation has it (``path:line``, empty where it has nothing)."""

    report: str
    kind: str
    place: int
    text: str
    first: str
    second: str

    def to_json(self) -> dict[str, Any]:
        """The record as JSON's types."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.report} at {self.place}: {self.kind}: {self.text!r}: {self.first} | {self.second}"


def pair_up(first: Iterable[GoldReport], second: Iterable[GoldReport]) -> Pairing:
    """Pair the reports of two folders by their ids, and by their texts where the ids differ."""
    result = Pairing()
    others = {r.id: r for r in second}
    by_text = {r.text: r for r in others.values()}
    used = set()
    alone = []
    for report in first:
        other = others.get(report.id) or by_text.get(report.text)
        if other is None:
            alone.append(report.id)
            continue
        used.add(other.id)
        if other.text == report.text:
            result.pairs.append((report, other))
        else:
            at = next(
                (i for i, (a, b) in enumerate(zip(report.text, other.text, strict=False)) if a != b), min(len(report.text), len(other.text))
            )
            lines = f"line {report.source.line(at)} | {other.source.line(at)}"
            result.notes.append(
                f"{report.id}: left out, the texts differ from offset {at} on ({lines}): {_around(report, at)} | {_around(other, at)}"
            )
    if alone:
        result.notes.append(f"{len(alone)} reports only in the first")
    if missing := sorted(set(others) - used):
        result.notes.append(f"{len(missing)} reports only in the second: {', '.join(missing)}")
    return result


def _around(report: GoldReport, at: int) -> str:
    return repr(report.text[max(0, at - 5) : at + 10])


def kappa(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    """Cohen's kappa of two judges' labels; ``None`` where it is not defined: nothing judged, or one label for everything by both."""
    total = len(pairs)
    if not total:
        return None
    observed = sum(a == b for a, b in pairs) / total
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(left[label] * right[label] for label in left) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def agreement(pairs: Sequence[tuple[GoldReport, GoldReport]]) -> dict[str, Any]:
    """The figures over all pairs, as JSON's types.

    ``blocks``: F1 of exact spans. ``role``, ``section``: agreement and kappa over blocks with the same span (section: where both carry
    one), and ``characters``: the same over every character that is not blank, so that blocks cut in two ways count too.
    ``entities``: F1 of exact span and label. ``count_values``: value and unit of the COUNTs that both marked. ``indicators``: share
    of the guide's names with the same value, null included; ``stated``: of those that either states.
    """
    shared = total_a = total_b = 0
    roles: list[tuple[Any, Any]] = []
    sections: list[tuple[Any, Any]] = []
    by_character: Counter[tuple[Any, Any, Any, Any]] = Counter()
    entities: Counter[tuple[str, str]] = Counter()
    values: list[tuple[Any, Any]] = []
    indicators: Counter[tuple[str, str]] = Counter()
    for a, b in pairs:
        spans_a, spans_b = ({(x.start, x.end): x for x in r.blocks} for r in (a, b))
        total_a, total_b = total_a + len(spans_a), total_b + len(spans_b)
        for span in spans_a.keys() & spans_b.keys():
            shared += 1
            one, two = spans_a[span], spans_b[span]
            roles.append((one.role, two.role))
            if one.section is not None and two.section is not None:
                sections.append((one.section, two.section))
        for char, left, right in zip(a.text, _by_character(a), _by_character(b), strict=True):
            if char not in BLANK:
                by_character[(*left, *right)] += 1
        marks_a, marks_b = ({(e.start, e.end, e.label): e for e in r.entities} for r in (a, b))
        for what, keys in (("both", marks_a.keys() & marks_b.keys()), ("first", marks_a.keys()), ("second", marks_b.keys())):
            entities.update((key[2], what) for key in keys)
        both = sorted(key for key in marks_a.keys() & marks_b.keys() if key[2] == "COUNT")
        values += [((marks_a[key].value, marks_a[key].unit), (marks_b[key].value, marks_b[key].unit)) for key in both]
        for name in INDICATORS:
            one_said, two_said = a.indicators.get(name), b.indicators.get(name)
            stated, same = one_said is not None or two_said is not None, same_indicator(name, one_said, two_said)
            indicators.update([(name, "all"), *([(name, "same")] if same else []), *([(name, "stated")] if stated else [])])
            indicators.update([(name, "stated_same")] if stated and same else [])
    characters = list(by_character.elements())
    return {
        "reports": len(pairs),
        "blocks": _f1(shared, total_a, total_b),
        "role": {**_judged(roles), "characters": _judged([(x[0], x[2]) for x in characters])},
        "section": {
            **_judged(sections),
            "characters": _judged([(x[1], x[3]) for x in characters if x[1] is not None and x[3] is not None]),
        },
        "entities": {
            "all": _f1(*(sum(n for (_, what), n in entities.items() if what == kind) for kind in ("both", "first", "second"))),
            **{
                label: _f1(entities[label, "both"], entities[label, "first"], entities[label, "second"])
                for label in sorted(LABELS)
                if entities[label, "first"] or entities[label, "second"]
            },
        },
        "count_values": _share(sum(x == y for x, y in values), len(values)),
        "indicators": {
            **_share(sum(indicators[n, "same"] for n in INDICATORS), sum(indicators[n, "all"] for n in INDICATORS)),
            "stated": _share(sum(indicators[n, "stated_same"] for n in INDICATORS), sum(indicators[n, "stated"] for n in INDICATORS)),
            "by_name": {n: _share(indicators[n, "stated_same"], indicators[n, "stated"]) for n in INDICATORS if indicators[n, "stated"]},
        },
    }


def _by_character(report: GoldReport) -> list[tuple[str | None, str | None]]:
    out: list[tuple[str | None, str | None]] = [(None, None)] * len(report.text)
    for block in report.blocks:
        out[block.start : block.end] = [(block.role, block.section)] * (block.end - block.start)
    return out


def _judged(pairs: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    return {**_share(sum(a == b for a, b in pairs), len(pairs)), "kappa": kappa(pairs)}


def _share(same: int, of: int) -> dict[str, Any]:
    return {"same": same, "of": of, "agreement": same / of if of else None}


def _f1(both: int, first: int, second: int) -> dict[str, Any]:
    return {"both": both, "first": first, "second": second, "f1": 2 * both / (first + second) if first + second else None}


def same_indicator(name: str, first: Any, second: Any) -> bool:
    """Whether two values of an indicator are the same, in the sense of ``score.py``: digits of numbers, names without blanks."""
    if first is None or second is None:
        return first is second
    if name in _DIGITS_ONLY:
        return re.sub(r"\D", "", str(first)) == re.sub(r"\D", "", str(second))
    if name in _PRINTED:
        return re.sub(r"\s", "", str(first)) == re.sub(r"\s", "", str(second))
    return bool(first == second)


def differences(pairs: Iterable[tuple[GoldReport, GoldReport]]) -> list[Difference]:
    """Every disagreement, for the two to be settled: in the order of the reports and of the places in them."""
    return [d for a, b in pairs for d in sorted(_differences(a, b), key=lambda d: (d.place, d.kind))]


def _differences(a: GoldReport, b: GoldReport) -> Iterable[Difference]:
    blocks = [{(x.start, x.end, ""): (" ".join(filter(None, (x.role, x.section))), x.line) for x in r.blocks} for r in (a, b)]
    marks = [{(e.start, e.end, e.label): (_said(e), e.line) for e in r.entities} for r in (a, b)]
    for kind, (left, right) in (("block", blocks), ("mark", marks)):
        for key in left.keys() | right.keys():
            one, two = left.get(key), right.get(key)
            if one is None or two is None or one[0] != two[0]:
                yield Difference(a.id, kind, key[0], a.text[key[0] : key[1]][:40], _side(a, one), _side(b, two))
    for name in INDICATORS:
        first, second = a.indicators.get(name), b.indicators.get(name)
        if not same_indicator(name, first, second):
            sides = [_side(r, (str(r.indicators.get(name)), r.source.keys.get(name, 1))) for r in (a, b)]
            yield Difference(a.id, "indicator", 0, name, sides[0], sides[1])


def _said(entity: GoldEntity) -> str:
    return f"{entity.label} {entity.value} {entity.unit}" if entity.label == "COUNT" else entity.label


def _side(report: GoldReport, found: tuple[str, int] | None) -> str:
    return "nothing" if found is None else f"{found[0]} ({report.source.path or report.id}:{found[1]})"


def lines(found: dict[str, Any]) -> list[str]:
    """The figures for a reader."""

    def shown(value: float | None) -> str:
        return "   -  " if value is None else f"{value:.4f}"

    out = [f"reports annotated twice   {found['reports']}", "", f"{'':26}{'agree':>8}{'kappa':>8}{'same':>8}{'of':>8}"]
    for name in ("role", "section"):
        for title, row in ((f"{name}, shared blocks", found[name]), (f"{name}, characters", found[name]["characters"])):
            out.append(f"{title:26}{shown(row['agreement']):>8}{shown(row['kappa']):>8}{row['same']:8}{row['of']:8}")
    plain = (
        ("COUNT value and unit", found["count_values"]),
        ("indicators", found["indicators"]),
        ("indicators stated", found["indicators"]["stated"]),
    )
    out += [f"{title:26}{shown(row['agreement']):>8}{'':8}{row['same']:8}{row['of']:8}" for title, row in plain]
    out += ["", f"{'':26}{'F1':>8}{'both':>8}{'first':>8}{'second':>8}"]
    for title, row in (("block boundaries", found["blocks"]), *((f"entities {k}", v) for k, v in found["entities"].items())):
        out.append(f"{title:26}{shown(row['f1']):>8}{row['both']:8}{row['first']:8}{row['second']:8}")
    wrong = [(name, row) for name, row in found["indicators"]["by_name"].items() if row["same"] < row["of"]]
    return out + (
        [
            "",
            "indicators that differ",
            *(f"  {name:24}{shown(row['agreement']):>8}{'':8}{row['same']:8}{row['of']:8}" for name, row in wrong),
        ]
        if wrong
        else []
    )
