"""What the reference designs share: the phrases of the entity rules, lines of a text, and the patterns of spaCy."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PHRASES = 5000
UNITS = ["条", "件", "次", "人次", "份", "期", "篇", "名", "个", "项"]
# The three token patterns, for a tokenizer that keeps a number together (jieba) and for one token a character.
WORD_PATTERNS = [
    {"label": "COUNT", "pattern": [{"IS_DIGIT": True}, {"TEXT": {"IN": UNITS}}]},
    {"label": "DATE", "pattern": [{"IS_DIGIT": True}, {"TEXT": "年"}]},
    {"label": "EMAIL", "pattern": [{"LIKE_EMAIL": True}]},
]
_MAIL = {"TEXT": {"REGEX": r"[A-Za-z0-9._]"}, "OP": "+"}
CHAR_PATTERNS = [
    {"label": "COUNT", "pattern": [{"IS_DIGIT": True, "OP": "+"}, {"TEXT": {"IN": [unit for unit in UNITS if len(unit) == 1]}}]},
    {"label": "DATE", "pattern": [{"IS_DIGIT": True, "OP": "{4}"}, {"TEXT": "年"}]},
    {"label": "EMAIL", "pattern": [_MAIL, {"TEXT": "@"}, _MAIL]},
]


def write_phrases(folder: Path) -> None:
    """Names of public bodies into ``phrases.json``: bureaus with a word of level, then those of counties, 5,000 in all."""
    from gkbg_nlp.taxonomy.places import load_places

    fields = "财政 教育 民政 司法 审计 统计 水利 农业 林业 商务 体育 信访 档案 气象 公安 交通运输 自然资源 住房和城乡建设 生态环境 应急管理".split()
    names = [f"{level}{field}局" for level in "省市县区旗" for field in fields] + [
        f"{level}{body}" for level in "省市县区" for body in ("政府", "委")
    ]
    counties = [place.name for place in load_places().all if place.level == "county" and place.until is None]
    names += [f"{county}{field}局" for field in fields for county in counties]
    (folder / "phrases.json").write_text(json.dumps(names[:PHRASES], ensure_ascii=False), "utf-8")


def read_phrases(folder: Path) -> list[str]:
    """What :func:`write_phrases` wrote."""
    phrases: list[str] = json.loads((folder / "phrases.json").read_text("utf-8"))
    return phrases


def lines_of(text: str) -> list[tuple[int, int, str]]:
    """Start, end and text of each line that is not blank."""
    found, at = [], 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped)
            found.append((start, start + len(stripped), stripped))
        at += len(line) + 1
    return found


def report_at_once(model: Any, nlp: Any) -> Callable[[Sequence[Path], Path], None]:
    """One ``predict`` and one Doc for each report, its blocks and entities as JSON."""

    def run(paths: Sequence[Path], out: Path) -> None:
        with out.open("w", encoding="utf-8") as file:
            for path in paths:
                text = path.read_text("utf-8")
                lines = lines_of(text)
                sections = model.predict([line for _, _, line in lines]) if lines else []
                doc = nlp(text)
                record = {
                    "path": str(path),
                    "text": text,
                    "blocks": [{"start": s, "end": e, "section": str(section)} for (s, e, _), section in zip(lines, sections, strict=True)],
                    "entities": [{"start": e.start_char, "end": e.end_char, "label": e.label_, "text": e.text} for e in doc.ents],
                }
                file.write(json.dumps(record, ensure_ascii=False) + "\n")

    return run
