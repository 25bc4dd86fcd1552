"""The example of another report family: its folder, its rows and its taxonomy."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.corpus.exchange import read_labelled
from gkbg_nlp.taxonomy.sections import Sections, parse_sections


@dataclass(frozen=True, slots=True)
class Row:
    """One row of ``paragraphs.csv``."""

    document: str
    text: str
    role: str
    section: str
    level: str


@pytest.fixture(scope="session")
def folder(root: Path) -> Path:
    return root / "examples" / "rule_of_law"


@pytest.fixture(scope="session")
def rows(folder: Path) -> list[Row]:
    with (folder / "paragraphs.csv").open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file)]


@pytest.fixture(scope="session")
def sections(folder: Path) -> Sections:
    return parse_sections((folder / "sections.toml").read_text("utf-8"), "sections.toml")


@pytest.fixture(scope="session")
def reports(folder: Path) -> list[GoldReport]:
    return read_labelled(folder / "paragraphs.csv")
