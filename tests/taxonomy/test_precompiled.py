"""Shipped code of patterns and shipped tables: what the standard library would make, or nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gkbg_nlp
from gkbg_nlp.taxonomy import precompiled
from gkbg_nlp.taxonomy.document import parse_document, read_document
from gkbg_nlp.taxonomy.needles import needles, read_needles
from gkbg_nlp.taxonomy.precompiled import FOLDER, Patterns, compiled, digest, shipped

ROOT = Path(gkbg_nlp.__file__).resolve().parents[1]
ASK = """
import json, sys
sys.path.insert(0, "training")
import precompile
asked = precompile.used()
json.dump([sorted(asked.patterns), sorted(asked.screened)], sys.stdout)
"""
HINT = "run python training/precompile.py"


@cache
def asked(seed: int = 1) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """What tagging asks for in a fresh process, in which sets have the order of a seed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed)}
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, check=True)
    patterns, screened = json.loads(done.stdout)
    return [(p, f) for p, f in patterns], [(p, f) for p, f in screened]


needs_file = pytest.mark.skipif(not shipped().codes, reason="no file of patterns for this Python")


def test_patterns_are_the_same_in_every_process() -> None:
    for one, other in zip(asked(1), asked(2), strict=True):
        assert set(one) == set(other), "a pattern is made of a set: sort its words"


@needs_file
def test_the_shipped_files_are_of_the_rules_as_they_are() -> None:
    patterns, screened = asked()
    assert {digest(*key) for key in patterns} == shipped().codes.keys(), HINT
    assert {digest(*key) for key in screened} == shipped().words.keys(), HINT
    for file in sorted(Path(FOLDER).parent.glob("*.toml")):
        assert precompiled.shipped_document(file.read_text("utf-8")) is not None, HINT


@needs_file
def test_shipped_code_is_what_this_python_makes() -> None:
    for pattern, flags in asked()[0]:
        made, plain = compiled(pattern, flags), re.compile(pattern, flags)
        assert made == plain, HINT  # text, flags and code
        assert (made.groups, dict(made.groupindex)) == (plain.groups, dict(plain.groupindex))


@needs_file
def test_shipped_words_are_those_of_the_patterns() -> None:
    for pattern, flags in asked()[1]:
        assert needles(re.compile(pattern, flags)) == read_needles(pattern, flags), HINT


def test_shipped_tables_are_those_of_the_files() -> None:
    for file in sorted(Path(FOLDER).parent.glob("*.toml")):
        source = file.read_text("utf-8")
        assert read_document(source, file.name) == parse_document(source, file.name)
        changed = source + "\n# a remark\n"
        assert precompiled.shipped_document(changed) is None
        assert read_document(changed, file.name) == parse_document(source, file.name)


@given(
    st.from_regex(r"[甲乙a]{1,3}(\(\?P<n>[丙丁]\)|\([丙丁]\)|\[丁-甲\]\+)?", fullmatch=True), st.sampled_from([0, re.IGNORECASE, re.DOTALL])
)
def test_a_pattern_that_is_not_shipped_is_compiled(pattern: str, flags: int) -> None:
    assert compiled(pattern, flags) == re.compile(pattern, flags)


def test_a_broken_pattern_raises_as_ever() -> None:
    with pytest.raises(re.error):
        compiled("(")


GOOD = msgspec.msgpack.encode(Patterns(0, {}, {}))


@pytest.mark.parametrize("content", [None, b"", b"\x00nothing", zlib.compress(b"nothing"), zlib.compress(GOOD)])
def test_without_a_fitting_file_all_is_compiled(content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precompiled, "FOLDER", str(tmp_path))
    if content is not None:
        (tmp_path / precompiled.PYTHON).write_bytes(content)
        (tmp_path / precompiled.DOCUMENTS).write_bytes(content)
    caches: list[Any] = [precompiled.shipped, precompiled._documents, compiled]
    for one in caches:
        one.cache_clear()
    try:
        assert not shipped().codes
        assert precompiled.shipped_document("version = 1") is None
        assert compiled("甲|乙").search("乙")
    finally:
        for one in caches:
            one.cache_clear()
