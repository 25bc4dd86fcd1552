"""Every Python snippet of the documents runs, one namespace a document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
WITH_CODE = [d for d in DOCUMENTS if "```python" in d.read_text("utf-8")]


def snippets(document: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", document.read_text("utf-8"), re.S)


@pytest.mark.parametrize("document", WITH_CODE, ids=lambda d: d.name)
def test_snippets_run(document: Path) -> None:
    space: dict[str, object] = {}
    for snippet in snippets(document):
        exec(compile(snippet, str(document), "exec"), space)


def test_both_readmes_say_the_same() -> None:
    english, chinese = (ROOT / name for name in ("README.md", "README.zh-CN.md"))
    assert snippets(english) == snippets(chinese)

    def commands(document: Path) -> list[str]:
        shell = "".join(re.findall(r"```sh\n(.*?)```", document.read_text("utf-8"), re.S))
        return [line.split("#")[0].strip() for line in shell.splitlines()]

    assert commands(english) == commands(chinese)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target
