"""Explanations as a readable page: every block in one line, or one block in full with its text in colours."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gkbg_nlp.cli.messages import visible
from gkbg_nlp.layout.segment import Layout
from gkbg_nlp.sections.explain import Explanation, HeadingAbove
from gkbg_nlp.sections.why import why
from gkbg_nlp.taxonomy.sections import Sections

# Backgrounds from faint to loud, dark enough for a light text: for the section, and against it.
_FOR = ("on #12361f", "on #175228", "on #1c7a37", "bold on #23a34a")
_AGAINST = ("on #3d1a1c", "on #5e2226", "on #8a2b31", "bold on #b8323a")
_STEPS = (0.08, 0.25, 0.5, 0.8)  # shares of the loudest weight from which each background is used
_BRACKETED = 0.3  # the share from which a pipe, which has no colours, shows brackets
_PROBABLE = 4
_FIRST_WORDS = 30  # characters of a block in the short form


def render_list(source: str, layout: Layout, found: Sequence[Explanation | None]) -> RenderableType:
    """Two lines a block: number, role, section with confidence and the first words; then the sentence that says why."""
    parts: list[RenderableType] = []
    width = len(str(len(found) - 1))
    for at, (block, one) in enumerate(zip(layout.blocks, found, strict=True)):
        line = Text(f"{at:>{width}} ", style="bold" if one else "dim")
        words = _short(source[block.start : block.end], _FIRST_WORDS)
        if one is None:
            line.append(f"{block.role} (layout rule {block.rule})  {words}")
            parts.append(line)
            continue
        line.append(f"{one.role} ")
        line.append(f"{one.section} {one.confidence:.2f}{' uncertain' if one.uncertain else ''}", style="green")
        line.append(f"  {words}", style="not bold")
        parts += [line, Padding(Text(visible(why(one, source)), style="dim"), (0, 0, 0, width + 1))]
    return Group(*parts)


def render_block(
    source: str, layout: Layout, one: Explanation | None, at: int, top: int, colour: bool, taxonomy: Sections
) -> RenderableType:
    """One block in full; ``top`` limits n-grams and signs, 0 shows all."""
    if one is None:
        block = layout.blocks[at]
        said = f"block {at} is a {block.role} (layout rule {block.rule}): it carries no section"
        return Group(Text(said), Padding(Text(visible(source[block.start : block.end], keep="\n\t")), (0, 0, 0, 2)))
    known = taxonomy.by_id.get(one.section)
    head = Text(f"block {one.block} · {one.role} · ", style="bold")
    head.append(f"{one.section}{' ' + known.zh if known else ''}", style="bold green")
    head.append(
        f" · confidence {one.confidence:.2f}{' (uncertain)' if one.uncertain else ''} · {one.reason} · characters {one.start}–{one.end}",
        style="dim",
    )
    return Group(
        head,
        Text(visible(why(one, source))),
        Text(),
        Padding(highlighted(source[one.start : one.end], one.weights, colour), (0, 0, 0, 2)),
        Text(),
        _odds(one),
        _headings(one.headings) if one.headings else Text("no heading stands above", style="dim"),
        _addends(one, top),
    )


def highlighted(text: str, weights: Sequence[float], colour: bool) -> Text:
    """The text with each character coloured by its weight; without colours ``⟦ ⟧`` round what speaks for the section."""
    body = visible(text, keep="\n\t")
    loudest = max((abs(w) for w in weights), default=0.0)
    if not loudest:
        return Text(body)
    if not colour:
        loud = [w >= _BRACKETED * loudest for w in weights]
        out = []
        for i, char in enumerate(body):
            out += ["⟦"] * (loud[i] and not (i and loud[i - 1])) + [char] + ["⟧"] * (loud[i] and not (i + 1 < len(loud) and loud[i + 1]))
        return Text("".join(out))
    marked = Text(body)
    for i, weight in enumerate(weights):
        step = sum(abs(weight) >= share * loudest for share in _STEPS)
        if step:
            marked.stylize((_FOR if weight > 0 else _AGAINST)[step - 1], i, i + 1)
    return marked


def _odds(one: Explanation) -> Text:
    odds = one.odds
    line = Text(f"log odds against {one.runner_up}: ")
    line.append(f"model {odds.model:+.2f}, headings {odds.headings:+.2f}, order {odds.order:+.2f} = {odds.total:+.2f}", style="bold")
    gains = one.gains()
    decision = sum(gains.values())
    weighed = f", which the decoder takes {odds.model / decision:.2f} times" if abs(decision) > 1e-6 else ""
    line.append(
        f"\nthe model's decision value: words {gains['text']:+.2f}, heading's words {gains['heading']:+.2f}, "
        f"signs {gains['sign']:+.2f}, intercept {gains['intercept']:+.2f} = {decision:+.2f}{weighed}"
    )
    section, alone = one.alone
    line.append(
        f"\nwith its neighbours ({one.before or 'none'} before, {one.after or 'none'} behind) "
        f"{one.section} {one.probabilities[one.section]:.1%}, without them {section} {alone:.1%}"
    )
    ranked = list(one.probabilities.items())[:_PROBABLE]
    line.append("\nprobabilities: " + ", ".join(f"{name} {share:.1%}" for name, share in ranked))
    return line


def _headings(headings: Sequence[HeadingAbove]) -> RenderableType:
    table = Table(title="headings, outermost first", title_justify="left", box=box.SIMPLE, pad_edge=False)
    for name in ("block", "heading", "names", "by the words", "rule", ""):
        table.add_column(Text(name), justify="right" if name == "block" else "left", overflow="fold")
    for one in headings:
        cells = (
            "run-in" if one.block is None else str(one.block), _short(one.line, 40), ", ".join(one.sections) or "nothing",
            ", ".join(one.matched), ", ".join(one.rules) + (" (weak)" if one.weak else ""), "decides" if one.decides else "",
        )  # fmt: skip
        table.add_row(*(Text(visible(cell)) for cell in cells))
    return table


def _addends(one: Explanation, top: int) -> RenderableType:
    table = Table(title="n-grams and signs by what they add to the decision value", title_justify="left", box=box.SIMPLE, pad_edge=False)
    for name in ("kind", "n-gram or sign", "times", "tf-idf", one.section, one.runner_up, "gain"):
        table.add_column(Text(name), justify="left" if name in ("kind", "n-gram or sign") else "right")
    cut = top or len(one.addends)
    for a in one.addends[:cut]:
        value = f"{a.value:.3f}" if a.kind in ("text", "heading") else ""
        cells = (a.kind, a.name, str(a.count) if value else "", value, f"{a.chosen:+.3f}", f"{a.other:+.3f}", f"{a.gain:+.3f}")
        table.add_row(*(Text(visible(cell)) for cell in cells))
    rest = one.addends[cut:]
    if rest:
        chosen, other = sum(a.chosen for a in rest), sum(a.other for a in rest)
        table.add_row(
            *map(Text, (f"{len(rest)} more", "", "", "", f"{chosen:+.3f}", f"{other:+.3f}", f"{chosen - other:+.3f}")), style="dim"
        )
    chosen, other = one.decision()
    table.add_row(*map(Text, ("decision", "", "", "", f"{chosen:+.3f}", f"{other:+.3f}", f"{chosen - other:+.3f}")), style="bold")
    return table


def _short(text: str, most: int) -> str:
    line = " ".join(visible(text, keep="\n\t").split())
    return line if len(line) <= most else line[: most - 1] + "…"
