"""A configuration is read whole or refused with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from gkbg_nlp.training.config import read_config
from gkbg_nlp.training.run import candidates

WHOLE = """name = "m"
corpus = "reports"
output = "model"
split = "../split.toml"
taxonomy = "sections.toml"
without = ["fees"]
folds = 3
jobs = 1
seed = 7
[classifier]
longest = 2
class_weight = "balanced"
[search]
c = [1, 5.0]
max_features = [10, 20]
[forms]
dropped = [0, 0.5]
[confidence]
target = 0.9
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "sub" / "train.toml"
    found.parent.mkdir()
    return found


def test_a_whole_configuration(file: Path) -> None:
    file.write_text(WHOLE, "utf-8")
    config = read_config(file)
    here = file.resolve().parent
    assert (config.corpus, config.output, config.taxonomy) == (here / "reports", here / "model", here / "sections.toml")
    assert config.split is not None and config.split.resolve() == here.parent / "split.toml"
    assert (config.without, config.folds, config.jobs, config.seed, config.dropped, config.target) == (("fees",), 3, 1, 7, (0.0, 0.5), 0.9)
    assert candidates(config) == [{"longest": 2, "class_weight": "balanced", "c": c, "max_features": n} for c in (1, 5.0) for n in (10, 20)]


def test_what_may_be_left_out(file: Path) -> None:
    file.write_text('name = "m"\ncorpus = "c"\noutput = "o"\n', "utf-8")
    config = read_config(file)
    assert (config.split, config.taxonomy, config.without, config.dropped) == (None, None, (), (0.0, 1.0))
    assert candidates(config) == [{}]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "m"\n', "", "name: missing"),
        ('name = "m"', "name = 3", "name: expected str, found 3"),
        ("seed = 7", "sede = 7", "sede: unknown key"),
        ("folds = 3", "folds = 1", "folds: expected 2 or more"),
        ("jobs = 1", "jobs = true", "jobs: expected int, found True"),
        ("longest = 2", "long = 2", "classifier.long: unknown key"),
        ("c = [1, 5.0]", "c = 5.0", "search.c: expected a list of values"),
        ("c = [1, 5.0]", "c = []", "search.c: expected a list of values"),
        ("c = [1, 5.0]", 'c = ["x"]', "search.c: expected float, found 'x'"),
        ("dropped = [0, 0.5]", "dropped = [2]", "forms.dropped: expected shares"),
        ("dropped = [0, 0.5]", "dropped = []", "forms.dropped: expected shares"),
        ("target = 0.9", "target = 1", "confidence.target: expected a share"),
        ("[forms]", "[forms", "not TOML"),
    ],
)
def test_a_broken_configuration_is_refused(file: Path, old: str, new: str, said: str) -> None:
    assert old in WHOLE
    file.write_text(WHOLE.replace(old, new), "utf-8")
    with pytest.raises(ValueError, match=r"train\.toml") as caught:
        read_config(file)
    assert said in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"nowhere.toml.*name a configuration"):
        read_config(tmp_path / "nowhere.toml")
