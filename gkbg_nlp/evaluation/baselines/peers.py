"""Other people's tools as contestants, where they are installed: fastText for sections, JioNLP for contacts, jieba and jiagu for agencies.

They are no dependencies of this package: they are imported when they are asked for, and never otherwise.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.evaluation.baselines.contestant import ContestantError, make_report
from gkbg_nlp.evaluation.baselines.sections import Labeller, by_block, examples
from gkbg_nlp.report.records import Entity, Report
from gkbg_nlp.sections.features import normalise

_LABEL = "__label__"
# One thread: with more, training is not repeatable. 200,000 buckets hold the n-grams of some thousand blocks without many collisions
# (the default of 2,000,000 takes 400 MB); rate, rounds and n-grams are those of fastText's own tutorial for short texts.
_FASTTEXT = {"thread": 1, "seed": 0, "verbose": 0, "wordNgrams": 3, "dim": 50, "bucket": 200_000, "epoch": 50, "lr": 0.5, "minCount": 1}
# JioNLP has no fax, postcode or address: its phones are compared with ours as they are, faxes among them.
JIONLP_FIGURES = frozenset({"PHONE", "EMAIL", "URL"})
AGENCY_FIGURES = frozenset({"AGENCY"})
_JIONLP = (("PHONE", "extract_phone_number"), ("EMAIL", "extract_email"), ("URL", "extract_url"))


def require(module: str) -> None:
    """Refuse a contestant whose module is not installed; nothing is imported.

    Raises:
        ContestantError: it is not there; the message says how to install it.
    """
    if find_spec(module) is None:
        raise ContestantError(f"{module} is not installed: pip install {module}")


def fasttext(reports: Sequence[GoldReport]) -> Labeller:
    """fastText's supervised classifier over the characters of each block, each a word of its own.

    Raises:
        ContestantError: it is not installed, cannot be imported, or there is nothing to train on.
    """
    module = _import("fasttext")
    blocks, _, gold = examples(reports)
    lines = [f"{_LABEL}{section} {_spaced(normalise(b.text))}\n" for b, section in zip(blocks, gold, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "train.txt"  # fastText reads files only
        data.write_text("".join(lines), "utf-8")
        model = module.train_supervised(input=str(data), label=_LABEL, **_FASTTEXT)
    most = Counter(gold).most_common(1)[0][0]  # for a text in which fastText sees no word at all

    def classify(texts: list[str]) -> list[str]:
        labels, _ = model.predict([_spaced(t) for t in texts])
        return [one[0].removeprefix(_LABEL) if one else most for one in labels]

    return by_block(classify)


def jionlp() -> Callable[[str], Report]:
    """JioNLP's phones, e-mails and web addresses in the text as it stands.

    Raises:
        ContestantError: it is not installed or cannot be imported.
    """
    module = _import("jionlp")
    finders = [(label, getattr(module, function)) for label, function in _JIONLP]

    def tag(text: str) -> Report:
        found = {e for label, find in finders for e in _spans(label, find, text)}
        entities = [Entity(start, end, label, text[start:end], rule="jionlp") for start, end, label in sorted(found)]
        return make_report(text, "jionlp", entities=entities)

    return tag


def jieba() -> Callable[[str], Report]:
    """The words that jieba's part-of-speech tagger calls organisations (nt), neighbours joined.

    Raises:
        ContestantError: it cannot be imported.
    """
    _import("jieba").setLogLevel(60)  # it reports the loading of its dictionary otherwise
    module = _import("jieba.posseg")

    def tag(text: str) -> Report:
        at, words = 0, []
        for word in module.cut(text):
            words.append((at, at + len(word.word), word.flag.startswith("nt")))
            at += len(word.word)
        return make_report(text, "jieba", entities=_agencies(text, words, "jieba"))

    return tag


def jiagu() -> Callable[[str], Report]:
    """The organisations of jiagu's named entity recognition, a character each (B-ORG, I-ORG).

    Raises:
        ContestantError: it is not installed or cannot be imported.
    """
    module = _import("jiagu")

    def tag(text: str) -> Report:
        marks: list[tuple[int, int, bool]] = []
        for line in re.finditer(r"[^\n。]+。?", text):  # a sentence at a time: it was trained on sentences
            for i, mark in enumerate(module.ner(list(line[0]))):
                at = line.start() + i
                if mark.startswith("B-"):
                    marks.append((at, at, False))  # another begins: the one before does not go on
                marks.append((at, at + 1, mark.endswith("ORG")))
        return make_report(text, "jiagu", entities=_agencies(text, marks, "jiagu"))

    return tag


def _agencies(text: str, words: Sequence[tuple[int, int, bool]], rule: str) -> list[Entity]:
    """Runs of words that are an organisation's; ``words`` are (start, end, whether it is one)."""
    runs: list[list[int]] = []
    goes_on = False
    for start, end, inside in words:
        if inside and goes_on:
            runs[-1][1] = end
        elif inside:
            runs.append([start, end])
        goes_on = inside
    return [Entity(start, end, "AGENCY", text[start:end], rule=rule) for start, end in runs]


def _spans(label: str, find: Any, text: str) -> Iterator[tuple[int, int, str]]:
    for one in find(text, detail=True):
        start = text.find(one["text"], max(0, one["offset"][0]))  # its offset may be that of a character before the words
        if start >= 0:
            yield start, start + len(one["text"]), label


def _spaced(text: str) -> str:
    return " ".join(text)


def _import(module: str) -> Any:
    require(module)
    with contextlib.redirect_stdout(io.StringIO()):  # JioNLP says hello there, where our own output goes
        try:
            return import_module(module)
        except Exception as error:
            raise ContestantError(f"{module} is installed and cannot be imported: {type(error).__name__}: {error}") from error
