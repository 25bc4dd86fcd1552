"""The model card, written by the run that made the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.training.dataset import sequence
from gkbg_nlp.training.fit import Fitted, predict


def held_out_figures(model: Fitted, reports: Sequence[GoldReport]) -> tuple[dict[str, float], Counter[tuple[str, str]]]:
    """Accuracy with and without headings on gold blocks of reports never trained on, and the confusions with headings."""
    figures: dict[str, float] = {}
    confusion: Counter[tuple[str, str]] = Counter()
    for kind, headings in (("with", True), ("without", False)):
        right = total = 0
        for report in reports:
            one = sequence(report, headings=headings)
            for said, gold in zip(predict(model, one), one.gold, strict=True):
                right += said == gold
                total += 1
                if headings and said != gold:
                    confusion[gold, said] += 1
        figures[kind] = right / max(1, total)
    return figures, confusion


def write_card(folder: Path, name: str, facts: dict[str, Any], model: Fitted, held_out: Sequence[GoldReport]) -> None:
    """Write ``card.md`` beside the model."""
    figures, confusion = held_out_figures(model, held_out)
    cross = facts["cross_validated"]
    lines = [
        f"# {name}",
        "",
        "Labels the headings, paragraphs and table rows of a Chinese government-information-disclosure annual report with one of",
        "15 canonical sections. Logistic regression over TF-IDF of character n-grams (block and heading) and signs of heading",
        "chain and place, decoded over the block sequence. Written by `python training/train.py`; do not edit.",
        "",
        "| | with headings | every heading removed |",
        "|---|---|---|",
        f"| cross-validated over {facts['reports']} training reports, gold blocks | {cross['with']:.4f} | {cross['without']:.4f} |",
        f"| {len(held_out)} held-out reports, gold blocks | {figures['with']:.4f} | {figures['without']:.4f} |",
        "",
        f"- Training data: {facts['reports']} reports, {facts['blocks']} labelled blocks, SHA-256 {facts['data_sha256'][:16]}…, all written",
        "  for this project (data/README.md). No published report was trained on.",
        f"- Options: {facts['options']}; decoder: {model.decoder}.",
        f"- Made with {', '.join(f'{k} {v}' for k, v in facts['versions'].items())}.",
        f"- Most frequent confusions held out: {', '.join(f'{g} as {s} ({n})' for (g, s), n in confusion.most_common(5)) or 'none'}.",
        "- Weak where a heading is a slogan and its text is on something particular to the body's own field of work (key_areas,",
        "  proactive), and on overview against organization where no inner heading decides.",
        "",
    ]
    (folder / "card.md").write_text("\n".join(lines), "utf-8")
