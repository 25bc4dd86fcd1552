"""Contact data of a view: what stands in brackets of the preamble, in signature lines and in a site's footer.

E-mail and URL come first (their digits are nobody's telephone number), then addresses with their postcodes, then telephone and fax.
"""

from __future__ import annotations

from collections.abc import Sequence

from gkbg_nlp.entities.numerals import outside
from gkbg_nlp.entities.phones import find_phones
from gkbg_nlp.entities.postal import find_postal
from gkbg_nlp.entities.web import find_web
from gkbg_nlp.report.records import Entity


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The PHONE, FAX, EMAIL, URL, POSTCODE and ADDRESS spans of a view, sorted by start.

    ``value`` of PHONE, FAX and POSTCODE is ASCII digits and '-', of EMAIL and URL the mended form, of ADDRESS None.
    """
    web = find_web(text)
    postal = find_postal(text, web)
    found = sorted([*web, *postal], key=lambda e: (e.start, -e.end))
    found.extend(find_phones(text, found))
    found.sort(key=lambda e: (e.start, -e.end))
    return outside(found, sorted((e.start, e.end) for e in taken)) if taken else found
