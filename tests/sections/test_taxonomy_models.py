"""A model with sections of its own, and models whose parts do not fit together: used or refused when they are loaded."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gkbg_nlp.layout.segment import segment
from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.sections.label import label_blocks
from gkbg_nlp.sections.model import TAXONOMY, ModelError, load_model

SHIPPED = (files("gkbg_nlp.taxonomy") / "data" / "sections.toml").read_text("utf-8")
# The shipped sections under one more wording, which no report of the shipped family has.
OWN = SHIPPED.replace('pattern = "主动(公开|发布)', 'pattern = "晒家底|主动(公开|发布)')
assert OWN != SHIPPED


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    change(meta)
    (folder / "model.json").write_text(json.dumps(meta), "utf-8")


def carry(folder: Path, taxonomy: str) -> None:
    """Make the taxonomy the model's own."""
    (folder / TAXONOMY).write_text(taxonomy, "utf-8")
    digest = hashlib.sha256((folder / TAXONOMY).read_bytes()).hexdigest()
    edit(folder, lambda meta: meta.update(taxonomy_sha256=digest))


def swap(folder: Path, **changes: Callable[[Any], Any]) -> None:
    """Change arrays, and the checksum with them."""
    with np.load(folder / "arrays.npz") as stored:
        arrays = {key: stored[key] for key in stored.files}
    arrays |= {name: change(arrays[name]) for name, change in changes.items()}
    out = io.BytesIO()
    np.savez(out, **arrays)
    (folder / "arrays.npz").write_bytes(out.getvalue())
    edit(folder, lambda meta: meta.update(arrays_sha256=hashlib.sha256(out.getvalue()).hexdigest()))


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped model with the first hundred n-grams only: what is tested here is its form."""
    folder = tmp_path_factory.mktemp("little") / "model"
    shutil.copytree(default_model(), folder)
    swap(folder, **{f"{part}_{name}": lambda a: a[:100] for part in ("text", "heading") for name in ("keys", "idf", "weights")})
    return folder


@pytest.fixture
def copied(little: Path, tmp_path: Path) -> Path:
    shutil.copytree(little, tmp_path / "copy")
    return tmp_path / "copy"


def refusal(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        load_model(folder)
    assert str(folder) in str(caught.value)
    return str(caught.value)


# -- the model's own taxonomy --


def test_its_own_wordings_name_sections(copied: Path) -> None:
    text = "一、晒家底\n门户网站全年登出水情信息120条，编印简报两期。\n"
    blocks = segment(text).blocks
    shipped = load_model(copied)
    carry(copied, OWN)
    own = load_model(copied)
    assert own.taxonomy.read("晒家底") is not None and shipped.taxonomy.read("晒家底") is None
    before, after = label_blocks(blocks, shipped)[0], label_blocks(blocks, own)[0]
    assert before is not None and after is not None
    assert after.section == "proactive" and after.reason in ("both", "heading:section.proactive.1")
    assert before.reason in ("model", "order")


def test_a_taxonomy_beside_a_model_that_has_none_is_not_read(copied: Path) -> None:
    (copied / TAXONOMY).write_text("nothing of the kind", "utf-8")
    assert load_model(copied).taxonomy.read("晒家底") is None


def test_a_changed_taxonomy_is_refused(copied: Path) -> None:
    carry(copied, OWN)
    (copied / TAXONOMY).write_text(OWN + "\n", "utf-8")  # one character suffices
    said = refusal(copied)
    assert TAXONOMY in said and "the checksum is not the one in model.json: the file was changed; train the model again" in said


def test_a_removed_taxonomy_is_refused(copied: Path) -> None:
    carry(copied, OWN)
    (copied / TAXONOMY).unlink()
    said = refusal(copied)
    assert str(copied / TAXONOMY) in said and "the model's own taxonomy cannot be read" in said


def test_a_broken_taxonomy_with_the_right_checksum_is_refused(copied: Path) -> None:
    carry(copied, OWN.replace("晒家底|", "(晒家底|"))
    said = refusal(copied)
    assert str(copied / TAXONOMY) in said and "not a regular expression" in said


def test_labels_outside_the_taxonomy_are_refused(copied: Path) -> None:
    head, *entries = OWN.split("[[section]]")
    carry(copied, "[[section]]".join([head, *(e for e in entries if 'id = "fees"' not in e and 'id = "proposals"' not in e)]))
    said = refusal(copied)
    assert "model.json: the labels fees, proposals are not in the model's taxonomy: train it again" in said


def test_labels_outside_the_shipped_sections_are_refused(copied: Path) -> None:
    edit(copied, lambda meta: meta["sections"].__setitem__(0, "stock"))
    assert "the labels stock are not in the model's taxonomy" in refusal(copied)


def test_sections_that_the_model_has_no_label_of_are_allowed(copied: Path) -> None:
    carry(copied, OWN + '\n[[section]]\nid = "stock"\nzh = "藏书"\nwordings = []\n')
    assert "stock" in load_model(copied).taxonomy.ids


# -- versions and checksums --


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"features": 2}, "made for gkbg-sections-1, features 2, this version needs gkbg-sections-1, features 3: train it again"),
        ({"format": "gkbg-sections-9"}, "made for gkbg-sections-9, features 3, this version needs gkbg-sections-1"),
        ({"arrays_sha256": "0" * 64}, "arrays.npz: the checksum is not the one in model.json: the file is damaged or of another model"),
        ({"arrays_sha256": None}, "arrays.npz: the checksum"),
        ({"sections": 3}, "the labels are 3, no list"),
        ({"decoder": {}}, "the decoder has no number model, strong, weak, second, order"),
        ({"decoder": {"model": 1.0, "strong": "1", "weak": 0.5, "second": 0.5, "order": 0.3}}, "the decoder has no number strong"),
    ],
)
def test_what_does_not_fit_this_version_is_refused(copied: Path, change: dict[str, Any], words: str) -> None:
    edit(copied, lambda meta: meta.update(change))
    assert words in refusal(copied)


def test_a_label_that_stands_twice_is_refused(copied: Path) -> None:
    edit(copied, lambda meta: meta["sections"].__setitem__(0, meta["sections"][1]))
    assert "a label stands twice" in refusal(copied)


@pytest.mark.parametrize("change", ["less", "more", "renamed", "swapped"])
def test_a_confidence_of_other_evidence_is_refused(copied: Path, change: str) -> None:
    def spoil(meta: dict[str, Any]) -> None:
        weights = meta["confidence"]["weights"]
        if change == "swapped":
            meta["confidence"]["weights"] = dict(reversed(weights.items()))
        if change in ("less", "renamed"):
            del weights["length"]
        if change in ("more", "renamed"):
            weights["width"] = 1.0

    edit(copied, spoil)
    said = refusal(copied)
    assert "confidence is made of" in said and "train it again" in said


def test_a_model_without_fitted_confidence_loads(copied: Path) -> None:
    edit(copied, lambda meta: meta.pop("confidence"))
    assert load_model(copied).confidence is None


# -- arrays --


@pytest.mark.parametrize(
    "name",
    [
        "intercept", "sign_weights", "transitions_inside", "transitions_across", "text_weights", "text_idf", "text_keys", "heading_weights",
        "heading_idf", "heading_keys",
    ],
)  # fmt: skip
@pytest.mark.parametrize("change", ["a row less", "a column less", "one dimension more"])
def test_an_array_of_another_shape_is_refused(copied: Path, name: str, change: str) -> None:
    def spoil(array: Any) -> Any:
        if change == "one dimension more":
            return array[None]
        return array[:-1] if change == "a row less" or array.ndim == 1 else array[:, :-1]

    swap(copied, **{name: spoil})
    said = refusal(copied)
    part = name.split("_")[0]  # keys decide how long the others of their part must be
    assert f"{part}_" in said or name in said
    assert "has the shape (" in said and "its labels and features need (" in said


def test_a_label_more_than_the_arrays_is_refused(copied: Path) -> None:
    carry(copied, OWN + '\n[[section]]\nid = "stock"\nzh = "藏书"\nwordings = []\n')
    edit(copied, lambda meta: meta["sections"].append("stock"))
    assert "intercept has the shape (15,), its labels and features need (16,)" in refusal(copied)


def test_a_sign_more_than_the_arrays_is_refused(copied: Path) -> None:
    edit(copied, lambda meta: meta["signs"].append("role=footnote"))
    assert "sign_weights has the shape" in refusal(copied)


def test_an_array_of_words_is_refused(copied: Path) -> None:
    swap(copied, text_weights=lambda array: np.full(array.shape, "much"))
    assert "could not convert" in refusal(copied)
