"""The model that is loaded: arrays and JSON, refused where it does not fit."""

from __future__ import annotations

import hashlib
import json
import pickle
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gkbg_nlp.corpus.annotated import SECTIONS
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.sections.features import BlockInput, normalise
from gkbg_nlp.sections.label import label_blocks
from gkbg_nlp.sections.model import ModelError, SectionModel, load_model


@pytest.fixture(scope="module")
def model() -> SectionModel:
    return load_model(default_model())


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(default_model(), folder)
    return folder


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    change(meta)
    (folder / "model.json").write_text(json.dumps(meta), "utf-8")


def swap_arrays(folder: Path, **arrays: Any) -> None:
    """Replace arrays and set the checksum right, as someone who makes a model by hand would."""
    with np.load(folder / "arrays.npz") as stored:
        kept = {name: stored[name] for name in stored.files}
    np.savez(folder / "arrays.npz", **{k: v for k, v in (kept | arrays).items() if v is not None})
    edit(folder, lambda meta: meta.update(arrays_sha256=hashlib.sha256((folder / "arrays.npz").read_bytes()).hexdigest()))


def test_the_shipped_model_loads(model: SectionModel) -> None:
    assert set(model.sections) == set(SECTIONS)
    assert re.fullmatch(r"sections-\d+\.\d+", model.name)
    assert set(model.decoder) == {"model", "strong", "weak", "second", "order"}


def test_the_shipped_models_facts_name_data_and_versions() -> None:
    facts = json.loads((default_model() / "model.json").read_text("utf-8"))["facts"]
    assert re.fullmatch(r"[0-9a-f]{64}", facts["data_sha256"])
    assert facts["reports"] >= 28 and facts["blocks"] > 500
    assert {"python", "scikit-learn", "numpy"} <= facts["versions"].keys()
    assert facts["held_out"] and 0.5 < facts["cross_validated"]["with"] <= 1


def test_a_copy_scores_alike(copied: Path, model: SectionModel) -> None:
    inputs = [BlockInput(normalise("全年公开信息120条。"), "主动公开情况", ("role=paragraph",))]
    assert (load_model(copied).log_probabilities(inputs) == model.log_probabilities(inputs)).all()


@pytest.mark.parametrize("name", ["model.json", "arrays.npz"])
def test_a_missing_file(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ModelError) as raised:
        load_model(copied)
    assert str(copied) in str(raised.value) and name in str(raised.value)


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model that can be read"):
        load_model(tmp_path / "nowhere")


def test_json_that_is_none(copied: Path) -> None:
    (copied / "model.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match="no model that can be read"):
        load_model(copied)


@pytest.mark.parametrize("change", [{"format": "gkbg-sections-0"}, {"features": 999}, {"format": None}])
def test_another_version(copied: Path, change: dict[str, Any]) -> None:
    edit(copied, lambda meta: meta.update(change))
    with pytest.raises(ModelError, match=r"model\.json: made for .* train it again"):
        load_model(copied)


def test_a_changed_byte(copied: Path) -> None:
    raw = bytearray((copied / "arrays.npz").read_bytes())
    raw[len(raw) // 2] ^= 1
    (copied / "arrays.npz").write_bytes(raw)
    with pytest.raises(ModelError, match=r"arrays\.npz: the checksum"):
        load_model(copied)


class Bomb:
    """Would make a file where a loader ran it."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (open, (self.path, "w"))


def test_pickled_objects_are_refused_and_not_run(copied: Path, tmp_path: Path) -> None:
    struck = tmp_path / "struck"
    swap_arrays(copied, intercept=np.array([Bomb(str(struck))], dtype=object))
    with pytest.raises(ModelError, match="missing or has the wrong form"):
        load_model(copied)
    assert not struck.exists()


def test_a_pickle_in_the_place_of_the_arrays_is_refused(copied: Path, tmp_path: Path) -> None:
    struck = tmp_path / "struck"
    raw = pickle.dumps(Bomb(str(struck)))
    (copied / "arrays.npz").write_bytes(raw)
    edit(copied, lambda meta: meta.update(arrays_sha256=hashlib.sha256(raw).hexdigest()))
    with pytest.raises(ModelError):
        load_model(copied)
    assert not struck.exists()


@pytest.mark.parametrize("name", ["intercept", "text_keys", "sign_weights", "transitions_across"])
def test_a_missing_array(copied: Path, name: str) -> None:
    swap_arrays(copied, **{name: None})
    with pytest.raises(ModelError, match=name):
        load_model(copied)


@pytest.mark.parametrize("key", ["name", "sections", "decoder", "text", "signs"])
def test_a_missing_key(copied: Path, key: str) -> None:
    edit(copied, lambda meta: meta.pop(key))
    with pytest.raises(ModelError, match=key):
        load_model(copied)


@pytest.mark.parametrize("change", ["[]", "3", "null"])
def test_json_of_another_shape(copied: Path, change: str) -> None:
    (copied / "model.json").write_text(change, "utf-8")
    with pytest.raises(ModelError):
        load_model(copied)


def test_a_truncated_archive_with_the_right_checksum(copied: Path) -> None:
    raw = (copied / "arrays.npz").read_bytes()[:5000]
    (copied / "arrays.npz").write_bytes(raw)
    edit(copied, lambda meta: meta.update(arrays_sha256=hashlib.sha256(raw).hexdigest()))
    with pytest.raises(ModelError):
        load_model(copied)


# -- labels --

REPORT = (
    "临江市水务局2016年政府信息公开工作年度报告\n依照有关规定，水务局编制并公布本报告。\n一、概述\n这一年水务局做了不少事。\n二、主动公开政府信息情况\n"
    "门户网站全年发布水情信息120条。\n三、依申请公开政府信息情况\n全年收到申请4件，都在限期之内答复。\n四、收费及减免情况\n没有收取费用。\n"
    "五、行政复议和行政诉讼情况\n没有发生。\n六、存在的主要问题及改进措施\n人手不够，下一年补上。\n临江市水务局\n2017年3月2日\n"
)  # fmt: skip


def test_labels_confidence_and_reason(model: SectionModel) -> None:
    blocks = segment(REPORT).blocks
    labels = label_blocks(blocks, model)
    assert len(labels) == len(blocks)
    assert [label is None for label in labels] == [b.role in ("title", "signature", "boilerplate") for b in blocks]
    said = [label for label in labels if label]
    assert [s.section for s in said] == [
        "preamble", "overview", "overview", "proactive", "proactive", "requests", "requests", "fees", "fees", "disputes", "disputes", "problems", "problems",
    ]  # fmt: skip
    for one in said:
        assert 0.0 <= one.confidence <= 1.0
        assert re.fullmatch(r"both|model|order|heading:section\.[a-z_]+\.\d+", one.reason)
    assert said[3].reason in ("both", "heading:section.proactive.1")


def test_a_report_of_nothing_to_label(model: SectionModel) -> None:
    assert label_blocks([], model) == []
    assert label_blocks(segment("临江市水务局2016年政府信息公开工作年度报告\n").blocks, model) in ([None], [])


def test_confidence_of_the_corpus_lies_in_range(model: SectionModel, gold_reports: list[Any]) -> None:
    for report in gold_reports[::8]:
        for label in label_blocks(segment(report.text).blocks, model):
            assert label is None or (0.0 <= label.confidence <= 1.0 and label.section in SECTIONS)
