"""The house of docs/architecture.md: a room imports only rooms above it, and outside libraries only where they belong."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gkbg_nlp"
# The order of the table; a room may import itself and what stands before it.
ROOMS = (
    "report", "taxonomy", "readers", "layout", "sections", "entities", "indicators", "pipeline", "batch", "exports",
    "corpus", "training", "evaluation", "benchmark", "cli",
)  # fmt: skip
# What a room must not know beside that: formats of report files, and the libraries that are costly to load or another room's.
FORBIDDEN = {
    "report": ("numpy", "spacy", "sklearn", "jieba", "typer", "rich"),
    "taxonomy": ("numpy", "spacy", "sklearn", "jieba", "typer", "rich"),
    "readers": ("spacy", "sklearn", "jieba", "typer", "rich"),
    "layout": ("spacy", "sklearn", "jieba", "typer", "rich"),
    "sections": ("spacy", "sklearn", "jieba", "joblib", "typer", "rich", "gkbg_nlp.readers"),
    "entities": ("sklearn", "joblib", "typer", "rich", "gkbg_nlp.sections"),
    "indicators": ("spacy", "sklearn", "jieba", "joblib", "typer", "rich", "gkbg_nlp.readers"),
    "pipeline": ("sklearn", "jieba", "joblib", "typer", "rich"),
    "batch": ("sklearn", "jieba", "joblib", "typer", "rich"),
    "exports": ("sklearn", "jieba", "joblib", "typer", "rich"),
    "corpus": ("spacy", "sklearn", "jieba", "typer", "rich"),
    "training": ("spacy", "typer", "rich"),
    "benchmark": ("spacy", "sklearn", "jieba", "typer", "rich"),
}
# One file each may know what its room must not.
EXEMPT = {
    "corpus/exchange/docbin.py": ("spacy",),  # spaCy's own format is read and written with spaCy
    "batch/cluster.py": ("joblib",),  # the interface to other engines
}


def modules_named(tree: ast.AST, module: str) -> Iterator[tuple[int, str]]:
    """(line, absolute name) of everything a module imports, wherever the import stands, deferred imports by name included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")[: -node.level]
                base = ".".join([*parts, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call):
            callee = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if callee in ("import_module", "__import__") and node.args and isinstance(node.args[0], ast.Constant):
                yield node.lineno, str(node.args[0].value)


def breaches(package: Path) -> list[str]:
    """Every import that the house forbids, as ``file:line: what``."""
    found = []
    for file in sorted(package.rglob("*.py")):
        inside = file.relative_to(package)
        if len(inside.parts) == 1:
            continue  # gkbg_nlp/__init__.py, held by test_import.py
        room = inside.parts[0]
        module = ".".join(["gkbg_nlp", *inside.with_suffix("").parts])
        if room not in ROOMS:
            found.append(f"{inside}:1: {room} is no room of the table")
            continue
        for line, name in modules_named(ast.parse(file.read_text("utf-8")), module):
            parts = name.split(".")
            other = parts[1] if parts[0] == "gkbg_nlp" and len(parts) > 1 else ""
            if other in ROOMS and ROOMS.index(other) > ROOMS.index(room):
                found.append(f"{inside}:{line}: {room} imports {other}, which stands below it")
            if any(
                name == bad or name.startswith(bad + ".") for bad in FORBIDDEN.get(room, ()) if bad not in EXEMPT.get(inside.as_posix(), ())
            ):
                found.append(f"{inside}:{line}: {room} must not know {name}")
    return found


def test_every_room_imports_only_rooms_above_it() -> None:
    assert breaches(PACKAGE) == []


def test_every_room_of_the_package_is_in_the_table() -> None:
    folders = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    assert folders <= set(ROOMS)
    assert {"report", "layout", "sections", "entities", "pipeline", "cli"} <= folders


@pytest.mark.parametrize(
    ("room", "source", "said"),
    [
        ("layout", "from gkbg_nlp.sections.model import load_model", "layout imports sections"),
        ("layout", "import gkbg_nlp.pipeline", "layout imports pipeline"),
        ("report", "from gkbg_nlp import taxonomy", "report imports taxonomy"),
        ("report", "from ..cli import main", "report imports cli"),
        ("sections", "def f():\n    import spacy.util", "sections must not know spacy.util"),
        (
            "sections",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from gkbg_nlp.readers import read_path",
            "must not know gkbg_nlp.readers",
        ),
        ("taxonomy", "import importlib\nimportlib.import_module('gkbg_nlp.batch.run')", "taxonomy imports batch"),
        ("attic", "", "attic is no room"),
    ],
)
def test_a_forbidden_import_is_seen(tmp_path: Path, room: str, source: str, said: str) -> None:
    (tmp_path / room).mkdir()
    (tmp_path / room / "new.py").write_text(source, "utf-8")
    found = breaches(tmp_path)
    assert len(found) == 1 and said in found[0] and found[0].startswith(f"{room}/new.py:")


@pytest.mark.parametrize(
    "source", ["from gkbg_nlp.layout.fold import fold", "from . import model", "import numpy", "from gkbg_nlp import __version__"]
)
def test_an_allowed_import_is_let_through(tmp_path: Path, source: str) -> None:
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "new.py").write_text(source, "utf-8")
    assert breaches(tmp_path) == []


def test_no_module_prints() -> None:
    """The library never prints: only the command line, and modules that are run as a program, may."""
    printing = []
    for file in sorted(PACKAGE.rglob("*.py")):
        if "cli" in file.relative_to(PACKAGE).parts or file.name == "__main__.py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                printing.append(f"{file.relative_to(PACKAGE)}:{node.lineno}")
    assert printing == []
