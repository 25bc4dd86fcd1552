"""Every figure of an evaluation, from tagged documents and their gold to one :class:`~gkbg_nlp.evaluation.records.Evaluation`.

The definitions are those of ../shared/tools/score.py where it has the figure (``section_acc``, ``section_macro_f1``, ``role_acc``,
``boundary_f1``, ``entity_micro_f1``, entities by label, ``count_value_acc``, ``indicator_acc``, ``indicator_wrong``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gkbg_nlp.corpus.annotated import ROLES, SECTIONS
from gkbg_nlp.evaluation.bootstrap import LEVEL, RESAMPLES, SEED, Estimate, Floats, Sums, f1_scores, mean_defined, ratio
from gkbg_nlp.evaluation.calibration import Pair, calibrate
from gkbg_nlp.evaluation.details import OUTCOMES, count_details
from gkbg_nlp.evaluation.differences import differences
from gkbg_nlp.evaluation.figures import LABELS, Counts
from gkbg_nlp.evaluation.gold import GoldDocument
from gkbg_nlp.evaluation.records import (
    FORMAT,
    NONE,
    Average,
    Confusion,
    Difference,
    Evaluation,
    Group,
    IndicatorScore,
    ReportFigures,
    RuleScore,
    Score,
)
from gkbg_nlp.pipeline.meta import era_of
from gkbg_nlp.report.records import Report

# The figures of a group of reports; the first ones of the headline.
GROUP_FIGURES = (
    "section_acc", "section_macro_f1", "role_acc", "boundary_f1", "entity_micro_f1", "count_value_acc", "indicator_acc",
)  # fmt: skip


class _Tagged(NamedTuple):
    document: GoldDocument
    counts: Counts
    pairs: list[Pair]


def evaluate(
    documents: Sequence[GoldDocument],
    tag: Callable[[str], Report],
    *,
    gold: str = "",
    model: str = "",
    without_headings: bool = False,
    errors: int = 0,
    resamples: int = RESAMPLES,
) -> Evaluation:
    """Tag every document's text and hold it against its gold.

    ``gold`` and ``model`` are names for the report; ``without_headings`` says that the documents were changed so, it changes nothing.
    ``errors`` is how many differences to keep.
    """
    tagged: list[_Tagged] = []
    shown: list[Difference] = []
    for document in documents:
        report = tag(document.text)
        tagged.append(_Tagged(document, *count_details(document.gold, report)))
        shown += (Difference(document.name, kind, what) for kind, what in differences(document.text, document.gold, report))
    sums = Sums([t.counts for t in tagged], resamples=resamples)
    calibration = calibrate(sums, [pair for t in tagged for pair in t.pairs])
    wrong = sums.estimate(sums["indicator_wrong"])
    boundary = _score(sums, "all", sums["boundary_hit"], sums["boundary_pred"], sums["boundary_gold"])
    return Evaluation(
        format=FORMAT,
        gold=gold,
        model=model,
        without_headings=without_headings,
        reports=len(documents),
        level=LEVEL,
        resamples=resamples,
        seed=SEED,
        headline=headline(sums) | {"indicator_wrong": wrong, "section_brier": calibration.brier, "section_ece": calibration.ece},
        sections=[_section(sums, s) for s in _sections(sums)],
        section_averages=_section_averages(sums),
        confusion=_section_confusion(sums),
        roles=[_role(sums, r) for r in ROLES if _role_sum(sums, gold=r)[0] or _role_sum(sums, said=r)[0]],
        role_confusion=_role_confusion(sums),
        boundaries=[boundary, *_boundaries_by_role(sums)],
        entities=_entities(sums, "entity"),
        entities_overlap=_entities(sums, "overlap"),
        rules=_rules(sums),
        values=_values(sums),
        indicators=_indicators(sums),
        calibration=calibration,
        groups=_groups(tagged, resamples),
        by_report=[
            ReportFigures(t.document.name, {k: e.value for k, e in headline(Sums([t.counts], resamples=0)).items()}) for t in tagged
        ],
        differences=shown[:errors],
        differences_total=len(shown),
    )


def headline(sums: Sums) -> dict[str, Estimate]:
    """The figures of score.py over some reports, with those of the same kind that it has not."""
    sections = _sections(sums)
    macro = mean_defined([_section_f1(sums, s) for s in sections], [sums["section", s, "gold"] for s in sections])
    values: dict[str, Floats] = {
        "section_acc": ratio(sums["section_hit"], sums["section_gold"]),
        "section_macro_f1": macro,
        "role_acc": ratio(sums["role_hit"], sums["role_gold"]),
        "boundary_f1": f1_scores(sums["boundary_hit"], sums["boundary_pred"], sums["boundary_gold"]),
        "entity_micro_f1": _micro(sums, "entity"),
        "entity_overlap_f1": _micro(sums, "overlap"),
        "count_value_acc": ratio(sums["value_hit"], sums["value_gold"]),
        "indicator_acc": ratio(sums["indicator_hit"], sums["indicator_gold"]),
    }
    return {name: sums.estimate(value) for name, value in values.items()}


def _score(sums: Sums, name: str, hit: Floats, predicted: Floats, gold: Floats) -> Score:
    return Score(
        name,
        precision=sums.estimate(ratio(hit, predicted)),
        recall=sums.estimate(ratio(hit, gold)),
        f1=sums.estimate(f1_scores(hit, predicted, gold)),
        support=int(gold[0]),
        predicted=int(predicted[0]),
        hit=int(hit[0]),
    )


def _sections(sums: Sums) -> list[str]:
    """The sections that gold or the tagger names, in the usual order of a report."""
    return [s for s in SECTIONS if ("section", s, "gold") in sums or ("section", s, "pred") in sums] + sorted(
        {k[1] for k in sums if isinstance(k, tuple) and k[0] == "section" and k[1] not in (None, *SECTIONS)}
    )


def _section_f1(sums: Sums, section: str) -> Floats:
    return f1_scores(sums["section", section, "hit"], sums["section", section, "pred"], sums["section", section, "gold"])


def _section(sums: Sums, name: str) -> Score:
    return _score(sums, name, sums["section", name, "hit"], sums["section", name, "pred"], sums["section", name, "gold"])


def _section_averages(sums: Sums) -> list[Average]:
    names = _sections(sums)
    hits, predicted, gold = ([sums["section", s, kind] for s in names] for kind in ("hit", "pred", "gold"))
    means = [
        # a section that was never said has precision 0 in the mean, as scikit-learn counts it
        mean_defined([np.nan_to_num(ratio(h, p)) for h, p in zip(hits, predicted, strict=True)], gold),
        mean_defined([ratio(h, g) for h, g in zip(hits, gold, strict=True)], gold),
        mean_defined([_section_f1(sums, s) for s in names], gold),
    ]
    given = sums["section_gold"] - sums["section", None, "pred"]
    hit = sums["section_hit"]
    micro = [ratio(hit, given), ratio(hit, sums["section_gold"]), f1_scores(hit, given, sums["section_gold"])]
    return [Average("macro", *map(sums.estimate, means)), Average("micro", *map(sums.estimate, micro))]


def _section_confusion(sums: Sums) -> Confusion:
    names = _sections(sums)
    said: list[str | None] = [*names, None]
    counts = [[int(sums.total(("section", g, "hit") if g == s else ("confused", g, s))) for s in said] for g in names]
    return Confusion(names, [*names, NONE], counts)


def _role_sum(sums: Sums, *, gold: str | None = None, said: str | None = None) -> Floats:
    """Blocks of a gold role, or to which a role was given; shape (1 + resamples,)."""
    others: Iterable[Any] = (*ROLES, None)
    keys = [("role", gold, other) for other in others] if gold else [("role", other, said) for other in others]
    total: Floats = np.sum([sums[key] for key in keys], axis=0)
    return total


def _role(sums: Sums, role: str) -> Score:
    return _score(sums, role, sums["role", role, role], _role_sum(sums, said=role), _role_sum(sums, gold=role))


def _role_confusion(sums: Sums) -> Confusion:
    counts = [[int(sums.total(("role", g, s))) for s in (*ROLES, None)] for g in ROLES]
    return Confusion(list(ROLES), [*ROLES, NONE], counts)


def _boundaries_by_role(sums: Sums) -> list[Score]:
    """Recall of exact spans by gold role; a span has no role of its own, so there is no precision by role."""
    out = []
    for role in ROLES:
        hit, gold = sums["bounds", role, "hit"], sums["bounds", role, "gold"]
        if gold[0]:
            out.append(Score(role, Estimate(None), sums.estimate(ratio(hit, gold)), Estimate(None), int(gold[0]), 0, int(hit[0])))
    return out


def _micro(sums: Sums, what: str) -> Floats:
    return f1_scores(*(_all_labels(sums, what, kind) for kind in ("hit", "pred", "gold")))


def _all_labels(sums: Sums, what: str, kind: str) -> Floats:
    total: Floats = np.sum([sums[what, label, kind] for label in LABELS], axis=0)
    return total


def _entities(sums: Sums, what: str) -> list[Score]:
    """One score a label that occurs, then all labels together."""
    scores = [_score(sums, x, sums[what, x, "hit"], sums[what, x, "pred"], sums[what, x, "gold"]) for x in LABELS]
    hit, predicted, gold = (_all_labels(sums, what, kind) for kind in ("hit", "pred", "gold"))
    return [*(s for s in scores if s.support or s.predicted), _score(sums, "all", hit, predicted, gold)]


def _rules(sums: Sums) -> list[RuleScore]:
    """Every rule that found something, by label and name."""
    keys = sorted((k[2], k[1]) for k in sums if isinstance(k, tuple) and k[0] == "rule" and k[3] == "pred")
    return [
        RuleScore(
            rule,
            label,
            int(sums.total(("rule", rule, label, "pred"))),
            int(sums.total(("rule", rule, label, "hit"))),
            sums.estimate(ratio(sums["rule", rule, label, "hit"], sums["rule", rule, label, "pred"])),
        )
        for label, rule in keys
    ]


def _values(sums: Sums) -> dict[str, Estimate]:
    """Of the COUNT entities found: the share with the right number, the right unit, both."""
    found = sums["value_gold"]
    parts = {"number": sums["value", "number"], "unit": sums["value", "unit"], "both": sums["value_hit"]}
    return {name: sums.estimate(ratio(hit, found)) for name, hit in parts.items()}


def _indicators(sums: Sums) -> list[IndicatorScore]:
    names = dict.fromkeys(k[1] for k in sums if isinstance(k, tuple) and k[0] == "indicator")
    out = []
    for name in names:
        by = {o: sums["indicator", name, o] for o in OUTCOMES}
        accuracy = sums.estimate(ratio(by["right"] + by["silent"], np.sum(list(by.values()), axis=0)))
        out.append(IndicatorScore(name=name, accuracy=accuracy, **{o: int(by[o][0]) for o in OUTCOMES}))
    return out


def kind_of_body(body: str) -> str:
    """The kind of body without its field of work: ``county bureau: health`` is a ``county bureau``."""
    return re.split(r"[:：(（]", body, maxsplit=1)[0].strip()


def groups_of(document: GoldDocument) -> Mapping[str, str]:
    """The era and kind of body that the gold names; the era also by the gold's year."""
    year = document.gold["indicators"].get("year")
    era = document.meta.get("era") or era_of(year if isinstance(year, int) else None)
    body = document.meta.get("body")
    named = {"era": era, "body": kind_of_body(body) if isinstance(body, str) else None}
    return {kind: str(name) for kind, name in named.items() if name}


def _groups(tagged: Sequence[_Tagged], resamples: int) -> list[Group]:
    """Eras in their order, then kinds of body, the most frequent first."""
    members: dict[tuple[str, str], list[Counts]] = {}
    for one in tagged:
        for item in groups_of(one.document).items():
            members.setdefault(item, []).append(one.counts)

    def rank(item: tuple[str, str]) -> tuple[bool, int, str]:
        return item[0] != "era", 0 if item[0] == "era" else -len(members[item]), item[1]

    out = []
    for kind, name in sorted(members, key=rank):
        counts = members[kind, name]
        figures = headline(Sums(counts, resamples=resamples))
        out.append(Group(kind, name, len(counts), {f: figures[f] for f in GROUP_FIGURES}))
    return out
