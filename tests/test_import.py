"""``import gkbg_nlp`` is silent and light; no import has a side effect."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import gkbg_nlp

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {"spacy", "sklearn", "jieba", "numpy", "scipy", "joblib", "thinc", "msgspec", "typer", "rich"}


def run(code: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh interpreter on this checkout; no user site, no bytecode written."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONNOUSERSITE": "1"}
    return subprocess.run([sys.executable, *flags, "-c", code], env=env, capture_output=True, text=True, timeout=120)


def loaded(imports: str) -> set[str]:
    done = run(f"import json, sys\n{imports}\nprint(json.dumps(sorted({{m.partition('.')[0] for m in sys.modules}})))")
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_import_is_silent() -> None:
    done = run("import gkbg_nlp", "-W", "error", "-X", "dev")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_import_loads_no_library() -> None:
    assert loaded("import gkbg_nlp") & HEAVY == set()


def test_the_check_would_see_a_library() -> None:
    assert "numpy" in loaded("import gkbg_nlp.layout.fold") & HEAVY


@pytest.mark.parametrize(
    "module",
    [
        "gkbg_nlp.report",
        "gkbg_nlp.readers",
        "gkbg_nlp.layout.segment",
        "gkbg_nlp.sections.label",
        "gkbg_nlp.indicators.read",
        "gkbg_nlp.corpus.annotated",
    ],
)
def test_a_room_without_spacy_loads_none_of_the_three(module: str) -> None:
    assert loaded(f"import {module}") & {"spacy", "sklearn", "jieba"} == set()


def test_the_pipeline_needs_neither_scikit_learn_nor_jieba() -> None:
    assert loaded("import gkbg_nlp\ngkbg_nlp.load()('一、概述')") & {"sklearn", "joblib", "jieba"} == set()


def test_no_module_has_a_side_effect_on_import() -> None:
    """All modules in one interpreter: nothing written, no logging set up, no working directory or environment changed."""
    code = """
import importlib, json, logging, os, pkgutil, signal, locale, random, sys
import joblib, msgspec, numpy, rich.console, sklearn.linear_model, spacy, spacy.lang.zh, typer  # what they change is theirs
before = (os.getcwd(), dict(os.environ), logging.root.level, list(logging.root.handlers), locale.setlocale(locale.LC_ALL), random.getstate(),
          signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGPIPE), sys.getrecursionlimit(), list(sys.path))
import gkbg_nlp
seen = []
for module in pkgutil.walk_packages(gkbg_nlp.__path__, "gkbg_nlp."):
    if not module.name.endswith("__main__") and not module.name.startswith("gkbg_nlp._models"):
        importlib.import_module(module.name)
        seen.append(module.name)
after = (os.getcwd(), dict(os.environ), logging.root.level, list(logging.root.handlers), locale.setlocale(locale.LC_ALL), random.getstate(),
         signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGPIPE), sys.getrecursionlimit(), list(sys.path))
names = "cwd environ level handlers locale random sigint sigpipe recursion path".split()
with open(int(sys.argv[1]), "w") as out:
    json.dump([len(seen), [n for n, a, b in zip(names, before, after) if a != b]], out)
"""
    read, write = os.pipe()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code, str(write)], env=env, capture_output=True, text=True, pass_fds=[write], timeout=120)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", "")
    count, changed = json.loads(said)
    assert count > 50 and changed == []


def test_nothing_goes_to_the_network() -> None:
    code = """
import sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        raise SystemExit(f"network: {event} {args}")
import gkbg_nlp
sys.addaudithook(refuse)
gkbg_nlp.load()('一、概述\\n全年公开信息12条，详见www.example.gov.cn。')
"""
    done = run(code)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_names_of_the_package() -> None:
    assert {"load", "Pipeline", "Report", "__version__"} <= set(gkbg_nlp.__all__)
    for name in gkbg_nlp.__all__:
        assert getattr(gkbg_nlp, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        gkbg_nlp.lode  # noqa: B018


def test_an_unknown_submodule_is_an_ordinary_error() -> None:
    assert importlib.util.find_spec("gkbg_nlp.nowhere") is None
