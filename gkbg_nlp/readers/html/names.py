"""The elements of HTML by what they mean for reading: facts of the standard, shared by the steps of the HTML reader."""

from __future__ import annotations

# Never closed, so never deep.
VOID = frozenset("area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr".split())
# Browsers close them by themselves; how deep they nest is bounded by what stands around them.
IMPLIED = frozenset("p li dt dd tr td th tbody thead tfoot colgroup caption option html head body".split())
# Browsers open these again in every following block until they are closed.
FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# What stands open in them is out of reach of an end tag behind them.
BARRIER = frozenset("applet marquee object table template".split())
# End tags of other elements do not reach over these (the "special" elements of the standard, and the barriers).
SPECIAL = BARRIER | frozenset(
    """address article aside blockquote button center details dir div dl fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6
    header hgroup iframe listing main menu nav ol pre search section select summary ul""".split()
)
# Each begins and ends a line.
BLOCK = SPECIAL | frozenset("p li dt dd tr td th tbody thead tfoot caption html body hr optgroup option legend dialog".split())
# Their content is no text of the page; it ends at the first end tag of that name, or with the page.
RAW = frozenset("script style textarea xmp iframe noembed noframes".split())
# The same, but a browser shows what follows a start tag that is never closed.
SKIPPED = frozenset("noscript svg math select template datalist audio video canvas button".split())

# Tags that would hide the text behind them or take its markup for text; left out, what they hold is shown.
IGNORED = frozenset("frameset plaintext".split())

HEADINGS = {f"h{level}": level for level in range(1, 7)}
