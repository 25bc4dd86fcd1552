"""A training configuration: what is trained from what, in TOML. Paths are relative to the file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CLASSIFIER = {"c": float, "longest": int, "max_features": int, "heading_features": int, "class_weight": str}
"""The options of :func:`gkbg_nlp.training.estimator.make_pipeline` that a configuration may set: those that leave a model all its parts."""
_LONGEST = 5  # a longer n-gram of some thousand characters has no key of 64 bits
_TOP = {
    "name": str, "corpus": str, "output": str, "split": str, "taxonomy": str, "folds": int, "jobs": int, "seed": int,
    "without": list, "classifier": dict, "search": dict, "forms": dict, "confidence": dict,
}  # fmt: skip
_REQUIRED = ("name", "corpus", "output")


@dataclass(frozen=True, slots=True)
class Config:
    """What one run of training is told.

    Attributes:
        file: the configuration itself.
        name: of the model, as reports carry it in ``meta.model``.
        corpus: a folder of ``*.gkbg`` files, or labelled data in a form of docs/exchange.md.
        output: the model's folder.
        split: the recorded split; without one nothing is held out.
        taxonomy: the sections of another report family; ``None`` is the shipped one.
        folds: of the cross-validation, grouped by document.
        jobs: processes.
        seed: of every draw.
        classifier: options that are fixed.
        search: options with the values to try; the best in cross-validation is taken.
        without: sections of the taxonomy that the corpus has no block of, on purpose.
        dropped: the shares of a report's headings left out; each report is trained on once for each share.
        cut: the share of forms with some headings left out that begin at a random chapter.
        variants: how many noise variants of each report are trained on beside its forms.
        target: the accuracy that labels without ``uncertain`` are to have, 0 to 1.
    """

    file: Path
    name: str
    corpus: Path
    output: Path
    split: Path | None = None
    taxonomy: Path | None = None
    folds: int = 5
    jobs: int = 2
    seed: int = 0
    classifier: dict[str, Any] = field(default_factory=dict)
    search: dict[str, list[Any]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    dropped: tuple[float, ...] = (0.0, 1.0)
    cut: float = 0.0
    variants: int = 0
    target: float = 0.99

    @property
    def form_options(self) -> dict[str, Any]:
        """What :func:`gkbg_nlp.training.dataset.forms` is told, so that every study trains on the forms that the model was trained on."""
        return {"dropped": self.dropped, "cut": self.cut, "variants": self.variants, "seed": self.seed}


def read_config(file: Path) -> Config:
    """Read and check a configuration.

    Raises:
        ValueError: the file is missing or no TOML, or a key is missing, unknown or of the wrong type; the words name file and key.
    """
    try:
        settings = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror or error}: name a configuration such as training/default.toml") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: not TOML: {error}") from error
    _check(file, "", settings, _TOP)
    for key in _REQUIRED:
        if key not in settings:
            raise ValueError(f"{file}: {key}: missing")
    classifier, search = settings.get("classifier", {}), settings.get("search", {})
    _check(file, "classifier.", classifier, CLASSIFIER)
    _range(file, "classifier.", classifier)
    for key, values in search.items():
        if not isinstance(values, list) or not values:
            raise ValueError(f"{file}: search.{key}: expected a list of values to try, found {values!r}")
        for value in values:
            _check(file, "search.", {key: value}, CLASSIFIER)
            _range(file, "search.", {key: value})
    _check(file, "forms.", settings.get("forms", {}), {"dropped": list, "cut": float, "variants": int})
    dropped, cut = settings.get("forms", {}).get("dropped", [0.0, 1.0]), float(settings.get("forms", {}).get("cut", 0.0))
    if not 0 <= cut <= 1:
        raise ValueError(f"{file}: forms.cut: expected a share between 0 and 1, found {cut}")
    if not dropped or not all(isinstance(x, (int, float)) and not isinstance(x, bool) and 0 <= x <= 1 for x in dropped):
        raise ValueError(f"{file}: forms.dropped: expected shares between 0 and 1, found {dropped!r}")
    _check(file, "confidence.", settings.get("confidence", {}), {"target": float})
    target = float(settings.get("confidence", {}).get("target", 0.99))
    if not 0 < target < 1:
        raise ValueError(f"{file}: confidence.target: expected a share between 0 and 1, found {target}")
    if settings.get("folds", 5) < 2:
        raise ValueError(f"{file}: folds: expected 2 or more, found {settings['folds']}")
    if settings.get("jobs", 2) == 0:
        raise ValueError(f"{file}: jobs: expected a number of processes, or -1 for one for each processor, found 0")
    if (variants := settings.get("forms", {}).get("variants", 0)) < 0:
        raise ValueError(f"{file}: forms.variants: expected 0 or more, found {variants}")
    place = file.resolve().parent
    return Config(
        file,
        settings["name"],
        place / settings["corpus"],
        place / settings["output"],
        place / settings["split"] if "split" in settings else None,
        place / settings["taxonomy"] if "taxonomy" in settings else None,
        settings.get("folds", 5),
        settings.get("jobs", 2),
        settings.get("seed", 0),
        classifier,
        search,
        tuple(str(s) for s in settings.get("without", [])),
        tuple(float(x) for x in dropped),
        cut,
        variants,
        target,
    )


def _check(file: Path, place: str, settings: dict[str, Any], known: dict[str, type]) -> None:
    for key, value in settings.items():
        if key not in known:
            raise ValueError(f"{file}: {place}{key}: unknown key; known: {', '.join(known)}")
        wanted = known[key]
        fits = isinstance(value, (int, float) if wanted is float else wanted) and (wanted is bool or not isinstance(value, bool))
        if not fits:
            raise ValueError(f"{file}: {place}{key}: expected {wanted.__name__}, found {value!r}")


def _range(file: Path, place: str, options: dict[str, Any]) -> None:
    """Refuse options of the right type that no classifier takes."""
    for key, value in options.items():
        if key == "class_weight":
            wanted, fits = '"balanced"', value == "balanced"
        elif key == "longest":
            wanted, fits = f"1 to {_LONGEST}", 1 <= value <= _LONGEST
        else:
            wanted, fits = "more than 0", value > 0
        if not fits:
            raise ValueError(f"{file}: {place}{key}: expected {wanted}, found {value!r}")
