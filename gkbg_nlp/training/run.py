"""Train from a configuration: search in cross-validation, tune the decoder, fit confidence and model, write model and card."""

from __future__ import annotations

import hashlib
import itertools
import json
import platform
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import sklearn

from gkbg_nlp.corpus.annotated import LABELED_ROLES, CorpusError, GoldBlock, GoldReport
from gkbg_nlp.corpus.exchange import read_labelled
from gkbg_nlp.corpus.split import read_split
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.sections import Sections, load_sections, parse_sections
from gkbg_nlp.training.card import write_card
from gkbg_nlp.training.confidence import fit_confidence
from gkbg_nlp.training.config import Config, read_config
from gkbg_nlp.training.dataset import Forms, forms, split
from gkbg_nlp.training.export import export, round_weights
from gkbg_nlp.training.fit import NOISE, Fold, fit, search, tune_decoder

Notify = Callable[[str], None]
_LINE = re.compile(r":\d+$")


def data_hash(reports: Sequence[GoldReport]) -> str:
    """SHA-256 over the compiled reports' ids and texts and labels, in the order of their ids."""
    digest = hashlib.sha256()
    for report in sorted(reports, key=lambda r: r.id):
        digest.update(repr((report.id, report.text, [(b.start, b.end, b.role, b.section) for b in report.blocks])).encode())
    return digest.hexdigest()


def trained_with(folder: Path) -> tuple[dict[str, Any], dict[str, float]]:
    """The classifier's options and the decoder's numbers of a model that was trained, so that a study changes nothing else."""
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    return meta["facts"]["options"], meta["decoder"]


def taxonomy_of(config: Config) -> Sections:
    """The configuration's own taxonomy, or the shipped one.

    Raises:
        ValueError: the file is missing or broken; the words name file and place.
    """
    if config.taxonomy is None:
        return load_sections()
    try:
        return parse_sections(config.taxonomy.read_text("utf-8"), str(config.taxonomy))
    except (OSError, UnicodeDecodeError, TaxonomyError) as error:
        raise ValueError(f"{config.file}: taxonomy: {error}") from error


def read_corpus(config: Config, taxonomy: Sections) -> list[GoldReport]:
    """The labelled reports, every label checked against the taxonomy.

    Raises:
        CorpusError: the corpus cannot be read, or a block has a label that the taxonomy does not know.
    """
    reports = read_labelled(config.corpus)
    wrong = [
        f"{_place(r, b, config)}: report {r.id}: unknown section {b.section!r}; known: {', '.join(taxonomy.ids)}"
        for r in reports
        for b in r.blocks
        if b.role in LABELED_ROLES and b.section is not None and b.section not in taxonomy.by_id
    ]
    if wrong:
        raise CorpusError(*wrong)
    return reports


def _place(report: GoldReport, block: GoldBlock, config: Config) -> str:
    """File and line of a block; the file, or the line of its report, where its source knows no more."""
    path = report.source.path or str(config.corpus)
    line = block.line or report.source.line(block.start)
    return f"{_LINE.sub('', path)}:{line}" if line else path


def check_training(config: Config, taxonomy: Sections, training: Sequence[GoldReport]) -> None:
    """Refuse data that no model can be made of.

    Raises:
        ValueError: too few documents with labelled blocks, a section without a block that the configuration does not name under
            ``without``, or all blocks of one section.
    """
    if unknown := [s for s in config.without if s not in taxonomy.by_id]:
        raise ValueError(f"{config.file}: without: {unknown[0]!r} is no section of the taxonomy; known: {', '.join(taxonomy.ids)}")
    labelled = [{b.section for b in r.blocks if b.role in LABELED_ROLES and b.section is not None} for r in training]
    documents = sum(map(bool, labelled))
    if documents < config.folds:
        raise ValueError(
            f"{config.corpus}: {documents} documents to train on, {config.folds} folds: label more, or lower folds in {config.file}"
        )
    found = set().union(*labelled)
    if empty := [s for s in taxonomy.ids if s not in found and s not in config.without]:
        names = ", ".join(f'"{s}"' for s in empty)
        raise ValueError(
            f"{config.corpus}: no block is labelled {', '.join(empty)}: label some, or write without = [{names}] in {config.file}"
        )
    if len(found) < 2:
        raise ValueError(
            f"{config.corpus}: every block is labelled {', '.join(found)}: a classifier needs two sections, label blocks of another"
        )


def candidates(config: Config) -> list[dict[str, Any]]:
    """Every combination of the values to try, with the options that are fixed."""
    names = list(config.search)
    return [{**config.classifier, **dict(zip(names, values, strict=True))} for values in itertools.product(*config.search.values())]


def train(file: Path, *, output: Path | None = None, joblib_file: Path | None = None, notify: Notify = lambda _: None) -> dict[str, Any]:
    """Make the model that a configuration describes; returns its facts.

    Args:
        file: the configuration.
        output: another folder for the model.
        joblib_file: also keep scikit-learn's own pipeline there, which takes lists of ``sections.features.BlockInput``, with the
            decoder's numbers. Loading such a file runs code: load only your own.
        notify: told what is done, a line each time.

    Raises:
        CorpusError: the corpus is broken.
        ValueError: the configuration is, or the data are too few.
    """
    config = read_config(file)
    taxonomy = taxonomy_of(config)
    reports = read_corpus(config, taxonomy)
    training, held_out = split(reports, config.split) if config.split else (reports, [])
    check_training(config, taxonomy, training)
    made = forms(training, **config.form_options, taxonomy=taxonomy)
    groups = [group for group in made if group]  # documents that nobody labelled would leave folds empty
    labels = [b.section for r in training for b in r.blocks if b.role in LABELED_ROLES]
    if unlabelled := labels.count(None):
        notify(f"{unlabelled} blocks have no section: they are context, not examples")
    tried, options, folds, decoder, figures = _search(groups, config, notify)
    confidence = fit_confidence(folds, decoder, config.target)
    model = fit([one for group in groups for one in group], **options)
    model.decoder = decoder
    round_weights(model.pipeline)
    facts = {
        "reports": len(training), "blocks": len(labels) - unlabelled, "held_out": [r.id for r in held_out],
        "weak": sum(r.meta.get("weak") is True for r in training), "data_sha256": data_hash(training), "cross_validated": figures, "options": options, "search": tried,
        "versions": {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": np.__version__},
    }  # fmt: skip
    folder = output or config.output
    own = config.taxonomy.read_bytes() if config.taxonomy else None
    export(
        model.pipeline, folder, name=config.name, transitions=model.transitions, decoder=decoder, facts=facts, confidence=confidence, taxonomy=own
    )  # fmt: skip
    figures_for = {f"{len(held_out)} held-out reports (test)": (model, held_out)}
    dev = [r for r in training if config.split and read_split(config.split).part_of(r.id) == "dev"]
    if 0 < len(dev) < len(training):
        inside = {r.id for r in dev}
        without = fit([one for group in groups for one in group if one.report not in inside], **options)
        without.decoder = decoder
        figures_for[f"{len(dev)} reports of the dev part, by a model trained without them"] = (without, dev)
    write_card(folder, config, facts, model, confidence, folds, figures_for, taxonomy)
    if joblib_file is not None:
        joblib.dump({"name": config.name, "model": model, "confidence": confidence, "taxonomy": own}, joblib_file)
    notify(f"{folder}: {config.name}, {facts['reports']} reports, {facts['blocks']} blocks")
    return facts


def _search(
    groups: list[Forms], config: Config, notify: Notify
) -> tuple[list[dict[str, Any]], dict[str, Any], list[Fold], dict[str, float], dict[str, float]]:
    """What was tried, and the best options with their folds, decoder and figures: the whole system is judged, decoder included."""
    tried: list[dict[str, Any]] = []
    best: tuple[float, dict[str, Any], list[Fold], dict[str, float], dict[str, float]] | None = None
    every = candidates(config)
    for options, folds in zip(every, search(groups, every, folds=config.folds, jobs=config.jobs), strict=True):
        decoder, figures = tune_decoder(folds)
        tried.append({**{key: options[key] for key in config.search}, **{k: round(v, 4) for k, v in figures.items()}})
        notify(f"tried {tried[-1]}, decoder {decoder}")
        if best is None or sum(figures.values()) > best[0] + NOISE:  # what is tried first stays where others are no better than by chance
            best = (sum(figures.values()), options, folds, decoder, figures)
    assert best is not None  # an empty search still has one candidate
    return tried, *best[1:]
