"""Write the figures and the sample of README.md: `python examples/rule_of_law/figures.py` (half a minute).

Runs the commands that README.md shows in a temporary folder and puts what they say between the marks of README.md.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from gkbg_nlp.cli.main import main
from gkbg_nlp.evaluation.pages import fill

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
SHOWN = ("（四）", "公路征地", "（五）", "办复人大", "三、", "对照上级")
"""Beginnings of the sample's blocks that README.md shows."""
_LONGEST = 26  # characters of a block that are shown


def run(*arguments: str | Path) -> None:
    """One command; a failure ends everything."""
    if code := main([str(a) for a in arguments]):
        raise SystemExit(code)


def evaluated(folder: Path, *options: str) -> dict[str, Any]:
    """The headline figures of the held-out reports."""
    out = folder / "evaluated.json"
    run("evaluate", folder / "gold", "--model", folder / "model", "--part", "test", "--json", out, *options)
    figures: dict[str, Any] = json.loads(out.read_text("utf-8"))["headline"]
    return figures


def shown(figure: dict[str, Any]) -> str:
    """A value with its interval."""
    return f"{figure['value']:.4f} [{figure['low']:.3f}, {figure['high']:.3f}]"


def lines(card: str, headed: dict[str, Any], bare: dict[str, Any]) -> list[str]:
    """The table and what it was made from, out of the model card and the two evaluations."""
    rows = [line for line in card.splitlines() if re.match(r"\| (cross-validated|\d+ held-out)", line)]
    data = re.search(r"Training data: (.*?)\.?$", card, re.M)
    if len(rows) != 2 or data is None:
        raise SystemExit("the model card has another form than figures.py knows: mend lines()")
    return [
        "| blocks with the right section | with headings | every heading removed |",
        "|---|---|---|",
        *(re.sub(r"^(\|[^|]*?reports)[^|]*", r"\1, blocks given ", row) for row in rows),
        f"| the held-out ones, text in (`gkbg evaluate`) | {shown(headed['section_acc'])} | {shown(bare['section_acc'])} |",
        f"| the same, macro F1 over the sections | {shown(headed['section_macro_f1'])} | {shown(bare['section_macro_f1'])} |",
        "",
        f"Made from {data[1].rstrip('.')}.",
    ]


def sample(report: dict[str, Any]) -> list[str]:
    """Some blocks of the tagged report, a line each."""
    rows = []
    for block in report["blocks"]:
        words = report["text"][block["start"] : block["end"]]
        if words.startswith(SHOWN) and block["section"]:
            doubt = "uncertain" if block.get("uncertain") else ""
            ending = "…" if len(words) > _LONGEST else ""
            head = f"{block['role']:<10}{block['section']:<12}{block['confidence']:.2f}  {doubt:<10}{block['reason']:<28}"
            rows.append(head + words[:_LONGEST] + ending)
    return ["```text", *rows, "```"]


def make() -> None:
    """Train, tag, convert, evaluate twice, write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run("train", "--config", HERE / "train.toml", "--output", folder / "model")
        run("tag", HERE / "report.txt", "--model", folder / "model", "--output", folder / "tagged.jsonl")
        run("corpus", "convert", HERE / "paragraphs.csv", folder / "gold", "--to", "json")
        (folder / "split.toml").write_bytes((HERE / "split.toml").read_bytes())
        headed, bare = evaluated(folder), evaluated(folder, "--without-headings")
        figures = lines((folder / "model" / "card.md").read_text("utf-8"), headed, bare)
        tagged = sample(json.loads((folder / "tagged.jsonl").read_text("utf-8")))
    fill(README, {"FIGURES": "\n".join(figures), "TAGGED": "\n".join(tagged)})


if __name__ == "__main__":
    make()
