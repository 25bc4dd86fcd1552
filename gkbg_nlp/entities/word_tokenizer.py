"""The spaCy tokenizer of words, ``gkbg.WordTokenizer.v1``: for components of the user's own that want words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from gkbg_nlp.entities.segmenter import cut, find_engine

NAME = "gkbg.WordTokenizer.v1"


class WordTokenizer:
    """Words as :mod:`~gkbg_nlp.entities.segmenter` cuts them. The Doc's text is the text exactly.

    Attributes:
        hmm: whether words that no dictionary holds are guessed.
        engine: ``auto``, ``rjieba`` or ``jieba``.
    """

    def __init__(self, vocab: Vocab, hmm: bool = False, engine: str = "auto") -> None:
        find_engine(engine)
        self.vocab = vocab
        self.hmm = hmm
        self.engine = engine

    def __call__(self, text: str) -> Doc:
        """The Doc of ``text``."""
        words, spaces = blanks_apart(cut(text, self.hmm, self.engine))
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        """The settings."""
        return msgspec.json.encode({"hmm": self.hmm, "engine": self.engine})

    def from_bytes(self, data: bytes, **_: Any) -> WordTokenizer:
        """Take over settings that were stored."""
        stored = msgspec.json.decode(data)
        self.hmm, self.engine = stored["hmm"], stored["engine"]
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Store the settings in a file."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **_: Any) -> WordTokenizer:
        """Take over the settings of a file."""
        return self.from_bytes(Path(path).read_bytes())


def blanks_apart(pieces: Sequence[str]) -> tuple[list[str], list[bool]]:
    """Tokens and whether a space follows each: as spaCy has it, one space behind a word is no token, all other blanks in a row are one."""
    words: list[str] = []
    spaces: list[bool] = []
    blanks = ""
    for piece in (*pieces, None):
        if piece is not None and piece.isspace():
            blanks += piece
            continue
        if blanks:
            if spaces and blanks[0] == " ":
                spaces[-1] = True
                blanks = blanks[1:]
            if blanks:
                words.append(blanks)
                spaces.append(False)
            blanks = ""
        if piece:
            words.append(piece)
            spaces.append(False)
    return words, spaces


def make_word_tokenizer(hmm: bool = False, engine: str = "auto") -> Callable[[Language], WordTokenizer]:
    """The factory behind ``gkbg.WordTokenizer.v1`` in a spaCy configuration."""
    return lambda nlp: WordTokenizer(nlp.vocab, hmm, engine)


def configuration(hmm: bool = False, engine: str = "auto") -> dict[str, Any]:
    """What ``spacy.blank("zh", config=...)`` wants for this tokenizer."""
    if not registry.has("tokenizers", NAME):  # installed, the entry point has registered it
        registry.tokenizers(NAME, func=make_word_tokenizer)
    return {"nlp": {"tokenizer": {"@tokenizers": NAME, "hmm": hmm, "engine": engine}}}
