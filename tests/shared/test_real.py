"""The real report of 2024 in ../shared/real, its text as pdfplumber gives it, against what its truth file lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gkbg_nlp import Pipeline
from gkbg_nlp.report.records import Report

pytestmark = pytest.mark.shared
# Names of the truth file's numbers and of our indicators.
FACTS = {
    "requests_received": "requests_received", "proactive_website": "website_items", "reviews": "review_total", "litigations": "litigation_total",
    "fees_charged_yuan": "info_processing_fee_yuan",
}  # fmt: skip


@pytest.fixture(scope="module")
def truth(root: Path) -> dict[str, Any]:
    file = root.parent / "shared/real/szfgs2024.truth.json"
    if not file.is_file():
        pytest.skip("no ../shared/real")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def report(truth: dict[str, Any], pipeline: Pipeline) -> Report:
    return pipeline.tag("\n".join(truth["page_text_pdfplumber"]))


def test_identity(truth: dict[str, Any], report: Report) -> None:
    assert (report.meta.title, report.meta.agency, report.meta.year) == tuple(truth["meta"][k] for k in ("title", "agency", "report_year"))


def test_contacts(truth: dict[str, Any], report: Report) -> None:
    said = {name: str(report.indicators[name].value).replace(" ", "") for name in ("address", "postcode", "phone", "email")}
    contacts = truth["contacts"]
    assert said == {
        "address": contacts["address"],
        "postcode": contacts["postcode"],
        "phone": contacts["phone"][0],
        "email": contacts["email"][0],
    }
    assert "fax" not in report.indicators


@pytest.mark.parametrize("indicator", FACTS)
def test_numbers_of_the_prose(truth: dict[str, Any], report: Report, indicator: str) -> None:
    fact = truth["text_facts"][FACTS[indicator]]
    wanted, approx = (fact["value"], fact["approx"]) if isinstance(fact, dict) else (fact, False)
    assert report.indicators[indicator].value == wanted
    assert (report.indicators[indicator].approx is True) == approx


def test_counts_of_the_prose(truth: dict[str, Any], report: Report) -> None:
    """Every number that the truth takes from the prose is a COUNT with that value."""
    found = {e.value for e in report.entities if e.label == "COUNT"}
    yuan = {"info_processing_fee_yuan", "new_media_pass_rate_pct", "website_items"}
    missing = {name: value for name, value in truth["text_facts"].items() if name not in yuan and value not in found}
    assert not missing
