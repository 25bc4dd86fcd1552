"""The model card, written by the run that made the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.report.whole import write_whole
from gkbg_nlp.sections.confidence import Confidence
from gkbg_nlp.taxonomy.sections import Sections
from gkbg_nlp.training.confidence import decisions
from gkbg_nlp.training.config import Config
from gkbg_nlp.training.dataset import LabelledReport, sequence
from gkbg_nlp.training.fit import Fitted, Fold, predict

_RESAMPLES = 2_000
_SEED = 20_080_501
_WEAK = 4  # sections named as weak
_FEW = 40  # fewer blocks than this, and a section's figure says little

Said = tuple[str, list[str], list[str]]  # a report, its gold sections and what the model said


def interval(hits: Sequence[int], totals: Sequence[int]) -> str:
    """The share ``hits / totals`` over documents, with its 95 % percentile bootstrap interval (documents drawn with replacement)."""
    whole = sum(totals)
    if not whole:
        return "–"
    share = sum(hits) / whole
    if len(totals) < 2:
        return f"{share:.4f}"
    drawn = np.random.default_rng(_SEED).integers(len(totals), size=(_RESAMPLES, len(totals)))
    sums = np.array(totals)[drawn].sum(axis=1)
    low, high = np.quantile(np.array(hits)[drawn].sum(axis=1)[sums > 0] / sums[sums > 0], [0.025, 0.975])
    return f"{share:.4f} [{low:.3f}, {high:.3f}]"


def _share(said: Iterable[Said]) -> str:
    pairs = [(sum(a == b for a, b in zip(gold, out, strict=True)), len(gold)) for _, gold, out in said]
    return interval([hit for hit, _ in pairs], [total for _, total in pairs])


def _folds_said(folds: Sequence[Fold], decoder: dict[str, float], dropped: float) -> list[Said]:
    out = []
    for fold in folds:
        model = replace(fold.model, decoder=decoder)
        chosen: list[tuple[LabelledReport, Any]] = [(r, p) for r, p in fold.held_out if r.dropped == dropped]
        out += [(r.report, r.gold, predict(model, r, p)) for r, p in chosen]
    return out


def _part_said(model: Fitted, reports: Sequence[GoldReport], taxonomy: Sections, *, headings: bool) -> list[Said]:
    found = [sequence(r, headings=headings, taxonomy=taxonomy) for r in reports]
    return [(one.report, one.gold, predict(model, one)) for one in found]


def _by_section(said: Iterable[Said]) -> dict[str, tuple[int, float]]:
    """Section -> gold blocks and F1."""
    gold: Counter[str] = Counter()
    out: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for _, wanted, found in said:
        gold.update(wanted)
        out.update(found)
        hit.update(a for a, b in zip(wanted, found, strict=True) if a == b)
    return {s: (gold[s], 2 * hit[s] / (gold[s] + out[s])) for s in gold}


def write_card(
    folder: Path,
    config: Config,
    facts: dict[str, Any],
    model: Fitted,
    confidence: Confidence | None,
    folds: Sequence[Fold],
    parts: Mapping[str, tuple[Fitted, Sequence[GoldReport]]],
    taxonomy: Sections,
) -> None:
    """Write ``card.md`` beside the model: what it is, its figures with intervals, what it was made of, where it is weak.

    ``parts`` are reports that the folds did not hold out, each with the model that has not seen them.
    """
    across, bare = _folds_said(folds, model.decoder, 0.0), _folds_said(folds, model.decoder, 1.0)
    weak = sorted(((f1, s, n) for s, (n, f1) in _by_section(bare).items()), key=lambda row: row[:2])[:_WEAK]
    confused = Counter((g, s) for _, gold, said in across for g, s in zip(gold, said, strict=True) if g != s)
    few = [s for s, (n, _) in _by_section(across).items() if n < _FEW]
    lines = [
        f"# {config.name}",
        "",
        f"Labels the headings, paragraphs and table rows of a report with one of {len(model.sections)} sections ({', '.join(model.sections)}).",
        "Logistic regression over TF-IDF of character n-grams (block and heading) and signs of heading chain, place and subject,",
        f"decoded over the block sequence. Written by `gkbg train --config {config.file.name}`; do not edit.",
        "",
        f"Share of blocks right, {'gold' if not facts['weak'] else 'labelled'} blocks given, 95 % bootstrap interval over documents:",
        "",
        "| | with headings | every heading removed |",
        "|---|---|---|",
        f"| cross-validated over {facts['reports']} training reports | {_share(across)} | {_share(bare)} |",
    ]
    for name, (used, reports) in parts.items():
        if reports:
            rows = [_share(_part_said(used, reports, taxonomy, headings=headings)) for headings in (True, False)]
            lines.append(f"| {name} | {rows[0]} | {rows[1]} |")
    lines += ["", *_confidence_lines(config, folds, model.decoder, confidence), ""]
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    lines += [
        f"- Training data: {facts['reports']} reports, {facts['blocks']} labelled blocks, SHA-256 {facts['data_sha256'][:16]}….",
        f"- Options: {facts['options']}; decoder: {model.decoder}; headings left out in the shares {list(config.dropped)}; made with {versions}.",
        *(f"- Tried: {row}." for row in facts["search"] if config.search),
        f"- Weakest without headings: {', '.join(f'{s} (F1 {f1:.2f}, {n} blocks)' for f1, s, n in weak)}.",
        f"- Most frequent confusions with headings: {', '.join(f'{g} as {s} ({n})' for (g, s), n in confused.most_common(5)) or 'none'}.",
        *(
            [f"- {facts['weak']} reports carry weak labels: figures on them say how far the model agrees with their headings."]
            if facts["weak"]
            else []
        ),
        *([f"- Few examples, figures uncertain: {', '.join(few)}."] if few else []),
        "- These are figures on reports of the corpus's own kind. Real reports vary otherwise: docs/accuracy.md has what is known of them.",
        "",
    ]
    write_whole(folder / "card.md", "\n".join(lines).encode())


def _confidence_lines(config: Config, folds: Sequence[Fold], decoder: dict[str, float], confidence: Confidence | None) -> list[str]:
    if confidence is None:
        return ["Confidence is the chain's marginal probability: cross-validation gave nothing to calibrate it on."]
    rows, right = decisions(folds, decoder)
    sure = confidence.probability(rows)
    kept = sure >= confidence.threshold
    brier = float(np.mean((sure - right) ** 2))
    if not kept.any():
        return [
            f"Confidence is fitted on the folds' own mistakes (Brier {brier:.4f}); no threshold gives {config.target:.0%}: every label is `uncertain`."
        ]
    return [
        f"Confidence is a logistic model fitted on the folds' own mistakes (Brier {brier:.4f} in the folds, headings in all shares). Labels below",
        f"{confidence.threshold:.4f} are `uncertain`: {1 - kept.mean():.1%} of blocks; the others are right in {right[kept].mean():.2%} (target {config.target:.0%}).",
    ]
