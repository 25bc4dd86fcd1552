"""Shared by all tests: paths, the option that forbids skipping what needs ../shared, and what is costly to make."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import gkbg_nlp
from gkbg_nlp.corpus.annotated import CorpusError, GoldReport, load

ROOT = Path(__file__).resolve().parents[1]
# No test is about time, and a machine under load must not fail one; the same examples on every run.
settings.register_profile("gkbg", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gkbg")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-shared", action="store_true", help="a test marked 'shared' that is skipped fails (for CI, where ../shared is there)"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shared: needs ../shared beside the checkout, skips without it")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if report.skipped and item.get_closest_marker("shared") and item.config.getoption("--require-shared"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped and --require-shared forbids it: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def pipeline() -> gkbg_nlp.Pipeline:
    """The pipeline with the shipped model, made once."""
    return gkbg_nlp.load()


@pytest.fixture(scope="session")
def gold_reports() -> list[GoldReport]:
    """The shipped corpus, compiled once, without what does not compile: tests/corpus says that of each file."""
    reports = []
    for path in sorted((ROOT / "data" / "corpus" / "reports").rglob("*.gkbg")):
        with contextlib.suppress(CorpusError):
            reports.append(load(path))
    return reports
