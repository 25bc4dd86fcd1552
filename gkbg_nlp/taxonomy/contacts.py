"""The word lists round contact data, ``data/contacts.toml``: exactly the groups that the code asks for, no word in two that exclude each other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.wordgroups import load_groups

_FILE = "contacts.toml"
GROUPS = frozenset(
    {
        "phone.label", "phone.label.strong", "fax.label", "number.word", "number.extension", "list.join", "refused.label", "refused.behind",
        "hotline.behind", "hotline.given", "office", "context", "email.label", "url.domain", "url.page", "postcode.label",
        "address.label", "address.not_label", "address.bare_label", "address.separator", "address.road", "address.sent", "address.part", "address.body",
        "address.verb", "address.stop", "role.complaints", "role.complaints.body", "role.office.body", "role.office.line", "role.service",
        "role.operator", "office.place", "office.call", "office.call.strict",
    }
)  # fmt: skip
"""The ids of the file."""
# A label cannot both announce a telephone number and refuse it, nor be of a complaint line and of the reporting office.
_APART = (
    ("phone.label", "refused.label"),
    ("fax.label", "refused.label"),
    ("phone.label", "fax.label"),
    ("role.complaints", "role.service"),
)


@cache
def contact_words() -> Mapping[str, tuple[str, ...]]:
    """The groups of the shipped file, by id.

    Raises:
        TaxonomyError: the file does not fit its form, or ``check`` says so.
    """
    return check(load_groups(_FILE))


def check(groups: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The same groups.

    Raises:
        TaxonomyError: a group is missing or unknown, or two groups that exclude each other share a word.
    """
    if missing := GROUPS - groups.keys():
        raise TaxonomyError(_FILE, "group", f"missing: {', '.join(sorted(missing))}")
    if unknown := groups.keys() - GROUPS:
        raise TaxonomyError(_FILE, "group", f"unknown: {', '.join(sorted(unknown))}")
    for one, other in _APART:
        if shared := set(groups[one]) & set(groups[other]):
            raise TaxonomyError(_FILE, f"group {one}", f"{', '.join(sorted(shared))} stands in {other} too")
    return groups
