"""The model in arrays and JSON scores like scikit-learn's pipeline, and the same fit has the same bytes."""

from __future__ import annotations

import json
import pickle
import zipfile
from pathlib import Path

import joblib
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gkbg_nlp.sections.decoder import decode, emission
from gkbg_nlp.sections.features import VERSION, BlockInput
from gkbg_nlp.sections.model import FORMAT, SectionModel, load_model
from gkbg_nlp.training.dataset import LabelledReport
from gkbg_nlp.training.export import export
from gkbg_nlp.training.fit import Fitted, predict

ODD = [
    BlockInput("", "", ()),
    BlockInput("", "主动公开情况", ("role=heading",)),
    BlockInput("公" * 500, "公" * 3, ("role=paragraph",)),
    BlockInput("公开公开公开公开", "", ("role=paragraph", "role=paragraph")),
    BlockInput("😀𠮷𠮷😀公开", "𠮷", ("weather=fog",)),
    BlockInput("\uffff公开\uffff\ufffe", "\uffff", ()),
    BlockInput("\ud800公开", "\udfff", ()),
    BlockInput("zzzzqqqq", "~~~", ("named=nothing",)),
    BlockInput("公", "开", ("place=0", "place=9", "strength=2")),
    BlockInput("全年主动公开信息0条,其中网站公开0条。" * 400, "主动公开情况" * 50, ("role=paragraph", "named=proactive")),
]


def assert_equal(small: Fitted, loaded: SectionModel, inputs: list[BlockInput]) -> None:
    ours, theirs = loaded.log_probabilities(inputs), small.pipeline.predict_log_proba(inputs)
    assert ours.shape == (len(inputs), len(loaded.sections))
    assert np.abs(ours - theirs).max() < 1e-9
    labels = [loaded.sections[i] for i in ours.argmax(axis=1)]
    assert labels == list(small.pipeline.predict(inputs))


def test_sections_are_the_classifiers(small: Fitted, loaded: SectionModel) -> None:
    assert loaded.sections == small.sections == tuple(small.pipeline.named_steps["classifier"].classes_)
    assert loaded.name == "small-0.1" and loaded.decoder == small.decoder


def test_equal_on_reports_that_the_model_has_not_seen(
    small: Fitted, loaded: SectionModel, pairs: list[tuple[LabelledReport, LabelledReport]]
) -> None:
    for pair in pairs[10:]:
        for one in pair:
            assert_equal(small, loaded, one.inputs)


@pytest.mark.parametrize("number", [i for i in range(len(ODD)) if i != 6])
def test_equal_on_odd_blocks(small: Fitted, loaded: SectionModel, number: int) -> None:
    assert_equal(small, loaded, [ODD[number]])


def test_equal_on_odd_blocks_together(small: Fitted, loaded: SectionModel) -> None:
    assert_equal(small, loaded, ODD)


ALPHABET = st.sampled_from("主动公开依申请收费复议诉讼网站全年信息条件0,。、😀\uffff\u0000z")
BLOCKS = st.builds(
    BlockInput,
    st.text(ALPHABET, max_size=40),
    st.text(ALPHABET, max_size=12),
    st.lists(st.sampled_from(["role=paragraph", "role=heading", "place=3", "named=fees", "x"]), max_size=4).map(tuple),
)


@given(st.lists(BLOCKS, min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example([BlockInput("", "", ())] * 3)
@example([BlockInput("公开", "", ()), BlockInput("", "", ()), BlockInput("公开", "", ())])
def test_equal_on_any_blocks(small: Fitted, loaded: SectionModel, blocks: list[BlockInput]) -> None:
    assert_equal(small, loaded, blocks)


@given(st.lists(BLOCKS, min_size=2, max_size=5))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_blocks_score_does_not_depend_on_the_others(loaded: SectionModel, blocks: list[BlockInput]) -> None:
    together = loaded.log_probabilities(blocks)
    alone = np.vstack([loaded.log_probabilities([b]) for b in blocks])
    assert np.abs(together - alone).max() < 1e-12


def test_probabilities_sum_to_one(loaded: SectionModel) -> None:
    assert np.exp(loaded.log_probabilities(ODD)).sum(axis=1) == pytest.approx(np.ones(len(ODD)))


def test_decoded_labels_are_equal_too(small: Fitted, loaded: SectionModel, pairs: list[tuple[LabelledReport, LabelledReport]]) -> None:
    for pair in pairs[10:]:
        for one in pair:
            path, _ = decode(loaded, emission(loaded, loaded.log_probabilities(one.inputs), one.found), one.heads)
            assert [loaded.sections[i] for i in path] == predict(small, one)


# -- the files --


def test_two_exports_of_one_fit_are_equal_bit_for_bit(small: Fitted, folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "deep" / "folder"
    export(small.pipeline, again, name="small-0.1", transitions=small.transitions, decoder=small.decoder, facts={"data_sha256": "0" * 64})
    assert sorted(p.name for p in again.iterdir()) == ["arrays.npz", "model.json"]  # nothing half-written is left
    for name in ("model.json", "arrays.npz"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_a_second_fit_gives_the_same_model(
    small: Fitted, pairs: list[tuple[LabelledReport, LabelledReport]], folder: Path, tmp_path: Path
) -> None:
    from gkbg_nlp.training.export import round_weights
    from gkbg_nlp.training.fit import fit

    options = {"c": 4.0, "longest": 3, "max_features": 1500, "heading_features": 400}
    second = fit([one for pair in pairs[:10] for one in pair], **options)
    round_weights(second.pipeline)
    export(
        second.pipeline, tmp_path, name="small-0.1", transitions=second.transitions, decoder=small.decoder, facts={"data_sha256": "0" * 64}
    )
    ours, other = load_model(folder), load_model(tmp_path)
    inputs = pairs[12][0].inputs
    assert np.abs(ours.log_probabilities(inputs) - other.log_probabilities(inputs)).max() < 1e-6


def test_the_files_hold_arrays_and_json_and_nothing_else(folder: Path) -> None:
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    assert (meta["format"], meta["features"], meta["facts"]) == (FORMAT, VERSION, {"data_sha256": "0" * 64})
    with zipfile.ZipFile(folder / "arrays.npz") as archive:
        assert {n.date_time for n in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
    with np.load(folder / "arrays.npz", allow_pickle=False) as stored:
        for name in stored.files:
            assert stored[name].dtype.kind in "fi", name


def test_the_keys_of_the_ngrams_are_ascending_and_unique(folder: Path) -> None:
    with np.load(folder / "arrays.npz") as stored:
        for part in ("text", "heading"):
            assert (np.diff(stored[f"{part}_keys"]) > 0).all()


def test_the_pipeline_survives_joblib(small: Fitted, tmp_path: Path) -> None:
    joblib.dump(small.pipeline, tmp_path / "pipeline.joblib")
    again = joblib.load(tmp_path / "pipeline.joblib")
    assert (again.predict_log_proba(ODD[:4]) == small.pipeline.predict_log_proba(ODD[:4])).all()
    assert (pickle.loads(pickle.dumps(small.pipeline)).predict(ODD[:4]) == small.pipeline.predict(ODD[:4])).all()
