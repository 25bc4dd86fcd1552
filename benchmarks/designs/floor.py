"""About the least that labels and entities cost in Python: n-gram scores as array lookups, one `re` and one automaton over a whole
report, no spaCy Doc, JSON by msgspec.

The scores are those of a LinearSVC over TF-IDF of one and two characters (L1 norm, so that a score is a sum of rows over a sum of weights).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from _common import lines_of, read_phrases, write_phrases

KIND = "whole"
NEEDS = ("sklearn", "ahocorasick_rs", "msgspec")
ABOUT = "numpy n-gram scores, one re and one automaton a report, no Doc, msgspec"

_FEATURES = 60_000
_PATTERN = re.compile(  # the guard in front saves three quarters of the time: most places are no beginning
    r"(?=[0-9A-Za-z_.])(?:(?P<PHONE>(?<!\d)0\d{2,3}-\d{7,8})|(?P<EMAIL>[A-Za-z0-9_.]+@[A-Za-z0-9.]+)|(?P<DATE>\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)"
    r"|(?P<COUNT>\d+(?:人次|[条件次份期篇名个项])))"
)


def train(examples: Sequence[tuple[str, str]], folder: Path) -> None:
    """Fit, then write the arrays: a row of each character and of each pair, and a row's weights (the last column: its IDF)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    tfidf = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), lowercase=False, norm="l1", max_features=_FEATURES)
    matrix = tfidf.fit_transform([text for text, _ in examples])
    model = LinearSVC(C=100.0, max_iter=5000, random_state=0).fit(matrix, [section for _, section in examples])
    names = [name for name in tfidf.get_feature_names_out() if all(ord(c) < 0x10000 for c in name)]
    characters = sorted({c for name in names for c in name})
    number = {c: i for i, c in enumerate(characters, 1)}
    alphabet = np.zeros(0x10000, dtype=np.int32)
    alphabet[[ord(c) for c in characters]] = np.arange(1, len(characters) + 1)
    pairs = np.zeros((len(characters) + 1, len(characters) + 1), dtype=np.int32)
    weights = np.zeros((len(names) + 1, len(model.classes_) + 1), dtype=np.float32)
    single = np.zeros(len(characters) + 1, dtype=np.int32)
    for row, name in enumerate(names, 1):
        feature = tfidf.vocabulary_[name]
        weights[row, :-1] = tfidf.idf_[feature] * model.coef_[:, feature]
        weights[row, -1] = tfidf.idf_[feature]
        if len(name) == 1:
            single[number[name]] = row
        else:
            pairs[number[name[0]], number[name[1]]] = row
    np.savez(
        folder / "arrays.npz",
        alphabet=alphabet,
        single=single,
        pairs=pairs,
        weights=weights,
        intercept=model.intercept_,
        sections=model.classes_.astype(str),
    )
    write_phrases(folder)


def make(folder: Path) -> Callable[[Sequence[Path], Path], None]:
    """Load the arrays and build the automaton."""
    import ahocorasick_rs
    import msgspec

    with np.load(folder / "arrays.npz", allow_pickle=False) as stored:
        alphabet, single, pairs, weights = (stored[name] for name in ("alphabet", "single", "pairs", "weights"))
        intercept, sections = stored["intercept"], [str(s) for s in stored["sections"]]
    phrases = ahocorasick_rs.AhoCorasick(read_phrases(folder), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    encode = msgspec.json.Encoder().encode

    def labels(text: str, starts: Sequence[int]) -> list[str]:
        codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
        ids = alphabet[np.minimum(codes, 0xFFFF)]
        rows = np.empty(2 * len(ids), dtype=np.int32)  # of each place: its character, and the pair that begins there
        rows[::2] = single[ids]
        rows[1:-1:2] = pairs[ids[:-1], ids[1:]]
        rows[-1] = 0
        sums = np.add.reduceat(weights[rows], 2 * np.asarray(starts), axis=0)
        best = (sums[:, :-1] / np.maximum(sums[:, -1:], 1e-9) + intercept).argmax(axis=1)
        return [sections[i] for i in best.tolist()]

    def run(paths: Sequence[Path], out: Path) -> None:
        with out.open("wb") as file:
            for path in paths:
                text = path.read_bytes().decode("utf-8")
                lines = lines_of(text)
                found = labels(text, [start for start, _, _ in lines]) if lines else []
                entities = [{"start": m.start(), "end": m.end(), "label": m.lastgroup, "text": m[0]} for m in _PATTERN.finditer(text)]
                entities += [
                    {"start": s, "end": e, "label": "AGENCY", "text": text[s:e]} for _, s, e in phrases.find_matches_as_indexes(text)
                ]
                record = {
                    "path": str(path),
                    "text": text,
                    "blocks": [{"start": s, "end": e, "section": section} for (s, e, _), section in zip(lines, found, strict=True)],
                    "entities": entities,
                }
                file.write(encode(record) + b"\n")

    return run
