"""A joblib file is loaded on the user's word alone, and then says what the model's folder says."""

from __future__ import annotations

import os
from pathlib import Path

import joblib
import numpy as np
import pytest

from gkbg_nlp.cli.main import main
from gkbg_nlp.sections.model import ModelError, SectionModel
from gkbg_nlp.training.dataset import Forms
from gkbg_nlp.training.fit import Fitted
from gkbg_nlp.training.trusted import load_joblib


class Bomb:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.mark,)


@pytest.fixture
def kept(small: Fitted, tmp_path: Path) -> Path:
    file = tmp_path / "small.joblib"
    joblib.dump({"name": "small-0.1", "model": small, "confidence": None, "taxonomy": None}, file)
    return file


def test_the_model_of_a_joblib_file_is_the_folders(kept: Path, loaded: SectionModel, pairs: list[Forms]) -> None:
    again = load_joblib(kept, trust=True)
    assert again.name == "small-0.1" and again.decoder == loaded.decoder
    np.testing.assert_array_equal(again.log_probabilities(pairs[12][0].inputs), loaded.log_probabilities(pairs[12][0].inputs))


def test_without_trust_nothing_is_unpickled(tmp_path: Path) -> None:
    file = tmp_path / "bomb.joblib"
    joblib.dump(Bomb(str(tmp_path / "exploded")), file)
    with pytest.raises(ModelError, match=r"bomb.joblib.*add --trust"):
        load_joblib(file, trust=False)
    assert not (tmp_path / "exploded").exists()
    with pytest.raises(ModelError, match="no model of gkbg train"):
        load_joblib(file, trust=True)
    assert (tmp_path / "exploded").exists()  # the bomb is a real one


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "noise.joblib").write_bytes(b"\x00\x01nothing")
    with pytest.raises(ModelError, match=r"noise.joblib: cannot be loaded"):
        load_joblib(tmp_path / "noise.joblib", trust=True)


def test_tag_takes_it_with_trust_only(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "a.txt"
    text.write_text("临江市水务局2016年政府信息公开工作年度报告\n一、概述\n　　全年公开信息3条。\n", "utf-8")
    arguments = ["tag", str(text), "-o", str(tmp_path / "out.jsonl"), "--model", str(kept)]
    assert main(arguments) == 2
    assert "add --trust" in capsys.readouterr().err and not (tmp_path / "out.jsonl").exists()
    assert main([*arguments, "--trust"]) == 0
    assert "small-0.1" in (tmp_path / "out.jsonl").read_text("utf-8")
