"""Explanations as one HTML page that needs nothing from outside: each block's text with a coloured background by character.

The page is well-formed XML too, so that any tool can read it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from gkbg_nlp.layout.segment import Layout
from gkbg_nlp.sections.explain import Explanation
from gkbg_nlp.sections.why import why

_STYLE = """
body { font: 15px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1b1f24; background: #fff; }
h1 { font-size: 1.4rem; } section { border-top: 1px solid #d8dee4; padding: .6rem 0; }
.head { font-weight: 600; } .head .more, .why, .odds { color: #57606a; font-weight: 400; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; } .bare { color: #8c959f; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .4rem 0; }
th, td { padding: .1rem .6rem; border-bottom: 1px solid #d8dee4; text-align: right; }
th:first-child, td:first-child, td:nth-child(2) { text-align: left; }
"""
# What XML 1.0 does not allow in a document; a report's text may hold it.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHADES = 10


def page(name: str, model: str, source: str, layout: Layout, found: Sequence[Explanation | None], shown: Sequence[int], top: int) -> str:
    """The whole page of the blocks ``shown``; ``top`` limits n-grams and signs, 0 shows all."""
    parts = []
    for at in shown:
        one = found[at]
        parts.append(_bare(source, layout, at) if one is None else _block(source, one, top))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>Sections of {_text(name)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>Sections of {_text(name)}</h1>\n"
        f"<p>Model {_text(model)}. Green speaks for a block's section, red for its runner-up; point at the text for its weight.</p>\n"
        f"{''.join(parts)}</body>\n</html>\n"
    )


def _text(value: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", value))


def _bare(source: str, layout: Layout, at: int) -> str:
    block = layout.blocks[at]
    said = f'<div class="head">{at} · {block.role} <span class="more">layout rule {_text(block.rule)}</span></div>'
    return f'<section id="b{at}">{said}<div class="text bare">{_text(source[block.start : block.end])}</div></section>\n'


def _block(source: str, one: Explanation, top: int) -> str:
    odds = one.odds
    said = f"{one.confidence:.2f}{' (uncertain)' if one.uncertain else ''} · {one.reason} · characters {one.start}–{one.end}"
    sums = (
        f"log odds against {one.runner_up}: model {odds.model:+.2f}, headings {odds.headings:+.2f}, order {odds.order:+.2f} "
        f"= {odds.total:+.2f}"
    )
    return (
        f'<section id="b{one.block}"><div class="head">{one.block} · {one.role} · {_text(one.section)} <span class="more">{_text(said)}</span>'
        f'</div>\n<div class="why">{_text(why(one, source))}</div>\n'
        f'<div class="text">{highlighted(source[one.start : one.end], one.weights)}</div>\n'
        f'<details><summary class="odds">{_text(sums)}</summary>\n{_table(one, top)}</details></section>\n'
    )


def highlighted(text: str, weights: Sequence[float]) -> str:
    """The text as coloured spans, one for each run of characters of a like weight."""
    loudest = max((abs(w) for w in weights), default=0.0) or 1.0
    out = []
    at = 0
    for shade, run in groupby(weights, key=lambda w: round(_SHADES * w / loudest)):
        values = list(run)
        piece = _text(text[at : at + len(values)])
        at += len(values)
        if not shade:
            out.append(piece)
            continue
        colour = "26, 127, 55" if shade > 0 else "207, 34, 46"
        mean = sum(values) / len(values)
        out.append(f'<span style="background: rgba({colour}, {0.7 * abs(shade) / _SHADES:.2f})" title="{mean:+.3f}">{piece}</span>')
    return "".join(out)


def _table(one: Explanation, top: int) -> str:
    rows = []
    cut = top or len(one.addends)
    for a in one.addends[:cut]:
        rows.append((a.kind, a.name, f"{a.chosen:+.3f}", f"{a.other:+.3f}", f"{a.gain:+.3f}"))
    rest = one.addends[cut:]
    if rest:
        chosen, other = sum(a.chosen for a in rest), sum(a.other for a in rest)
        rows.append((f"{len(rest)} more", "", f"{chosen:+.3f}", f"{other:+.3f}", f"{chosen - other:+.3f}"))
    chosen, other = one.decision()
    rows.append(("decision", "", f"{chosen:+.3f}", f"{other:+.3f}", f"{chosen - other:+.3f}"))
    head = "".join(f"<th>{_text(c)}</th>" for c in ("kind", "n-gram or sign", one.section, one.runner_up, "gain"))
    body = "".join(f"<tr>{''.join(f'<td>{_text(c)}</td>' for c in row)}</tr>\n" for row in rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
