"""Write the learning curve: `python training/curve.py` (see training/README.md for how long it takes).

Models of ever more training reports are scored on the held-out reports and, where ../shared is, on its seeds, with headings and
with every heading removed. The tables go into docs/accuracy.md, the plot is docs/learning-curve.svg.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gkbg_nlp.corpus.annotated import load_all
from gkbg_nlp.evaluation.curve import both_forms, learning_curve
from gkbg_nlp.evaluation.curve_figures import lines
from gkbg_nlp.evaluation.curve_plot import plot, table, trend_table
from gkbg_nlp.evaluation.gold import GoldDocument, read_gold
from gkbg_nlp.evaluation.pages import PageError, fill, require_places, write
from gkbg_nlp.training.config import read_config
from gkbg_nlp.training.dataset import forms, split
from gkbg_nlp.training.run import trained_with

ROOT = Path(__file__).resolve().parents[1]
PAGE, PICTURE = ROOT / "docs/accuracy.md", ROOT / "docs/learning-curve.svg"


def progress(done: int, models: int) -> None:
    """One line that counts, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{done} of {models} models", end="\n" if done == models else "", file=sys.stderr, flush=True)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, help="processes; those of training/default.toml if not given")
    args = parser.parse_args()
    try:
        require_places(PAGE, ["CURVE"])
    except PageError as error:
        sys.exit(str(error))
    settings = read_config(ROOT / "training/default.toml")
    assert settings.split is not None  # the shipped configuration names one
    training, held_out = split(load_all(settings.corpus), settings.split)
    options, decoder = trained_with(settings.output)
    documents = {"held-out": [GoldDocument(r.id, r.text, r.to_gold(f"{r.id}.txt"), r.meta) for r in held_out]}
    seeds = ROOT.parent / "shared/seeds"
    if seeds.is_dir():
        documents["../shared/seeds"] = read_gold(seeds)
    else:
        print(f"{seeds} is not here: the curve has no seeds", file=sys.stderr)
    scored = [one for name, some in documents.items() for one in both_forms(name, some)]
    jobs = args.jobs or settings.jobs
    measured = learning_curve(
        forms(training, **settings.form_options), scored, decoder=decoder, options=options, jobs=jobs, progress=progress
    )
    found = lines(measured, scored)
    parts = [f"{name}, mean over draws (lowest–highest):\n\n{table(found, name)}" for name in documents]
    parts.append(f"What the last reports brought, and the trend, with 95 % intervals over documents:\n\n{trend_table(found)}")
    content = "\n\n".join(parts)
    write(PICTURE, plot(found))
    fill(PAGE, {"CURVE": content})
    print(content)


if __name__ == "__main__":
    main()
