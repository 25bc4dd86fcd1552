"""From what a user names (a baseline, ``shipped``, a model folder) to contestants."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from gkbg_nlp.corpus.annotated import CorpusError, GoldReport, load_all
from gkbg_nlp.corpus.split import SplitError, find_split
from gkbg_nlp.evaluation.baselines import peers, sections
from gkbg_nlp.evaluation.baselines.contestant import ALL_FIGURES, SECTION_FIGURES, Contestant, ContestantError
from gkbg_nlp.evaluation.gold import GoldDocument
from gkbg_nlp.sections.model import ModelError

SHIPPED = "shipped"
_TRAINED: dict[str, tuple[str, Callable[[Sequence[GoldReport]], sections.Labeller]]] = {
    "majority": ("the most frequent section for every block", sections.majority),
    "text": ("the block's own characters, logistic regression", sections.text),
    "linear-svc": ("the block's own characters, LinearSVC with defaults", sections.linear_svc),
    "fasttext": ("the block's own characters, fastText", peers.fasttext),
}
_UNTRAINED = {
    "headings": "the words of headings alone, nothing learnt",
    "jionlp": "JioNLP's phones, e-mails and web addresses",
    "jieba": "jieba.posseg's organisations (nt) as agencies",
    "jiagu": "jiagu's organisations (ORG) as agencies",
}
_MODULES = ("fasttext", "jionlp", "jieba", "jiagu")  # baselines that are modules of the same name
NAMES = (SHIPPED, "majority", "headings", "text", "linear-svc", "fasttext", "jionlp", "jieba", "jiagu")


def check_names(names: Sequence[str]) -> None:
    """Refuse, before any work, what cannot be compared.

    Raises:
        ContestantError: fewer than two, one named twice, one that is neither a known name nor a folder, one that is not installed.
    """
    if len(names) < 2:
        raise ContestantError(f"nothing to compare: name two or more of {', '.join(NAMES)} or folders of models")
    for name in names:
        if names.count(name) > 1:
            raise ContestantError(f"{name} is named twice: a contestant is compared with others")
        if name not in NAMES and not Path(name).is_dir():
            raise ContestantError(f"{name}: no folder of a model, and no name: known are {', '.join(NAMES)}")
        if name in _MODULES:
            peers.require(name)


def needs_training(names: Iterable[str]) -> bool:
    """Whether some of these are trained for the comparison."""
    return any(name in _TRAINED for name in names)


def training_reports(folder: Path, documents: Sequence[GoldDocument]) -> list[GoldReport]:
    """The reports of a corpus that baselines are trained on: those that its split does not hold out and that are not compared on.

    ``documents`` are the gold with headings in place; one counts as the same report by its name or by its text.

    Raises:
        ContestantError: the corpus or its split is broken, or none of its reports is left.
    """
    try:
        reports = load_all(folder) if folder.is_dir() else []
        split = find_split(folder) if reports else None
    except (CorpusError, SplitError, OSError) as error:
        raise ContestantError(str(error)) from error
    if not reports:
        raise ContestantError(f"{folder}: no *.gkbg to train baselines on: name a folder of them by --train")
    names, texts = {d.name for d in documents}, {d.text for d in documents}
    kept = [r for r in reports if r.id not in names and r.text not in texts and (split is None or split.part_of(r.id) == "train")]
    if not kept:
        raise ContestantError(f"{folder}: every report is held out or among those compared on: name another part or another --train")
    return kept


def make(name: str, training: Callable[[], Sequence[GoldReport]]) -> Contestant:
    """The contestant of a name; ``training`` is asked for reports where it must be trained.

    Raises:
        ContestantError: it cannot be loaded or trained.
    """
    if name in _TRAINED:
        about, train = _TRAINED[name]
        reports = training()
        start = time.perf_counter()
        label = train(reports)
        seconds = time.perf_counter() - start
        return Contestant(name, f"{about}; trained on {len(reports)} reports", sections.tagger(name, label), SECTION_FIGURES, seconds)
    if name == "headings":
        return Contestant(name, _UNTRAINED[name], sections.tagger(name, sections.headings), SECTION_FIGURES)
    if name == "jionlp":
        return Contestant(name, _UNTRAINED[name], peers.jionlp(), peers.JIONLP_FIGURES)
    if name in ("jieba", "jiagu"):
        return Contestant(name, _UNTRAINED[name], getattr(peers, name)(), peers.AGENCY_FIGURES)
    from gkbg_nlp.pipeline import load

    try:
        pipeline = load(None if name == SHIPPED else name)
    except ModelError as error:
        raise ContestantError(str(error)) from error
    return Contestant(name, f"model {pipeline.model}, the whole pipeline", pipeline.tag, ALL_FIGURES)
