"""Reports without repetition: made from a grammar of our own sentences and from drawn facts, the same ones from the same seed.

No two reports of a run share a paragraph. What recurs is what recurs in real ones: headings, heads of tables, lines without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from gkbg_nlp.benchmark.facts import Facts, chinese
from gkbg_nlp.benchmark.grammar import Chapter, Grammar, Template, load_grammar

CHARACTERS = 2400
SEED = 7
# Share of a report's text that a chapter gets, before shares are set right for the chapters that it has.
_WEIGHTS = {
    "overview": 1.6, "organization": 2.2, "interpretation": 1.0, "key_areas": 1.6, "proactive": 2.6, "requests": 1.3, "fees": 0.35,
    "disputes": 0.4, "enquiries": 0.8, "supervision": 1.2, "affiliates": 0.6, "proposals": 0.5, "problems": 2.0, "other_matters": 0.4,
}  # fmt: skip
_NEVER = frozenset("fees disputes other_matters".split())  # chapters whose first sentence says that there was nothing
_TOTALS = frozenset({"proactive", "requests"})
_TRIES = 50


class _Deck:
    """Sentences of one section in a drawn order: each once, then all again."""

    def __init__(self, cards: Sequence[Template], rng: Random, opening: bool) -> None:
        self._cards, self._rng, self._left = cards, rng, list[Template]()
        self._opening = opening and rng.random() < 0.85

    def next(self) -> Template:
        if not self._left:
            self._left = self._rng.sample(self._cards, len(self._cards))
            if self._opening:  # the total stands first
                self._left.append(self._cards[0])
                self._opening = False
        return self._left.pop()


class _Writer:
    """One report under way. ``seen`` holds the hashes of all paragraphs of the run."""

    def __init__(self, number: int, seed: int, grammar: Grammar, seen: set[int]) -> None:
        self._rng = rng = Random(f"{seed}/{number}")
        self._grammar, self._seen = grammar, seen
        self.facts = Facts(number, rng, grammar)
        self.lines: list[str] = []
        self._decks: dict[str, _Deck] = {}
        self._indent = "　　" if rng.random() < 0.5 else ""
        self._style = rng.choices(("一、", "一 、", "第一部分 ", ""), (80, 5, 5, 10))[0]
        self._sentences = rng.choice((2, 2, 3, 4))
        self._prose = rng.choice((0.25, 0.4, 0.5, 0.55, 0.85))  # reports differ in how much of them is figures
        self.gap = "\n\n" if rng.random() < 0.2 else "\n"

    def say(self, template: Template) -> str:
        return template.draw(self._rng, self.facts)

    def paragraph(self, section: str, sentences: int, head: str = "") -> int:
        """Add a paragraph that no report of the run has; gives its length."""
        text = ""
        for _ in range(_TRIES):
            kinds = ("prose" if self._rng.random() < self._prose else section for _ in range(sentences))
            text = head + "".join(self.say(self._deck(kind).next()) for kind in kinds)
            if hash(text) not in self._seen:
                break
        self._seen.add(hash(text))
        self.lines.append(self._indent + text)
        return len(text) + 1

    def opening(self, characters: int) -> None:
        """Title, lines of the page above it, preamble."""
        rng, facts = self._rng, self.facts
        if rng.random() < 0.4:
            self.lines += [self.say(t) for t in rng.sample(self._grammar.page["above"], rng.randint(1, 3))]
        year, full = facts("year"), facts("full")
        kind = rng.choice(("政府信息公开工作年度报告", "政府信息公开年度报告", "政府信息公开工作报告", "政府信息公开年报"))
        self.lines += [f"{full}{year}年{kind}"] if rng.random() < 0.8 else [full, f"{year}年{kind}"]
        if characters >= 400:
            first, *middle, last = self._grammar.sentences["preamble"]
            text = (
                self.say(first)
                + "".join(self.say(t) for t in middle if rng.random() < 0.7)
                + (self.say(last) if rng.random() < 0.8 else "")
            )
            self._seen.add(hash(text))
            self.lines.append(self._indent + text)

    def closing(self) -> None:
        """Signature and lines of the page below."""
        if self._rng.random() < 0.75:
            self.lines += [self.facts("full"), self.facts.date_line()]
        if self._rng.random() < 0.3:
            self.lines += [self.say(t) for t in self._rng.sample(self._grammar.page["below"], self._rng.randint(1, 2))]

    def chapter(self, chapter: Chapter, place: int, characters: int, new: bool) -> None:
        """A chapter of about so many characters: heading, paragraphs under heads or without, its table in the standard form."""
        rng, section, source = self._rng, chapter.section, chapter.section
        number = "" if not self._style else self._style.replace("一", chinese(place), 1)
        self.lines.append(number + self.say(rng.choice(chapter.headings)))
        heads = self._grammar.heads.get(section)
        headed = heads is not None and characters > 200 and rng.random() < 0.65
        alone = rng.random() < 0.45
        used = count = 0
        if section in _NEVER and rng.random() < 0.6:
            text = self.say(self._grammar.sentences[section][0])
            self._seen.add(hash(text))
            self.lines.append(self._indent + text)
            used, count = characters, 1
        elif section == "requests" and rng.random() < 0.5:
            used, source = self.paragraph("requests_none", 1), "enquiries"
        while used < characters - 40 or not count:
            count += 1
            head = ""
            if headed and heads and count <= 9 and (count % 2 or not alone):
                head = f"（{chinese((count + 1) // 2 if alone else count)}）{self.say(rng.choice(heads))}"
                if alone:
                    self.lines.append(self._indent + head)
                    head = ""
                else:
                    head += "。"
            used += self.paragraph(source, max(1, min(self._sentences, (characters - used) // 50)), head)
        if new and section in ("proactive", "requests", "disputes"):
            name = section if section != "proactive" else f"proactive_{2019 if self.facts.year < 2021 else 2021}"
            rows = [self.say(t) for t in self._grammar.tables[name]]
            self.lines += [" | ".join(row.split(" ")) for row in rows] if rng.random() < 0.3 else rows

    def _deck(self, section: str) -> _Deck:
        if section not in self._decks:
            cards = self._grammar.sentences[section]
            self._decks[section] = _Deck(cards[1:] if section in _NEVER else cards, self._rng, section in _TOTALS)
        return self._decks[section]

    def chapters(self, characters: int) -> None:
        """All chapters, the text shared out among them."""
        new = self.facts.year >= 2019
        listed = self._grammar.chapters["new" if new else "old"]
        chosen = [c for c in listed if self._rng.random() < c.share]
        left = characters - sum(map(len, self.lines)) - 20 * len(chosen) - 40 - (420 if new else 0)
        weights = [_WEIGHTS[c.section] * self._rng.uniform(0.6, 1.4) for c in chosen]
        for place, (chapter, weight) in enumerate(zip(chosen, weights, strict=True), 1):
            self.chapter(chapter, place, max(30, int(left * weight / sum(weights))), new)


def generate(count: int, characters: int = CHARACTERS, *, seed: int = SEED, exact: bool = False) -> Iterator[str]:
    """So many reports, of ``characters`` on average (0.5 to 1.5 times that), or of exactly that where ``exact`` cuts longer ones.

    Raises:
        ValueError: less than one report or one character.
    """
    if count < 1 or characters < 1:
        raise ValueError(f"{count} reports of {characters} characters: both are 1 or more")
    grammar, seen = load_grammar(), set[int]()
    for number in range(count):
        writer = _Writer(number, seed, grammar, seen)
        wanted = int(characters * 1.25) + 300 if exact else int(characters * Random(f"{seed}:{number}").triangular(0.5, 1.5, 1.0))
        writer.opening(wanted)
        writer.chapters(wanted)
        writer.closing()
        text = writer.gap.join(writer.lines) + "\n"
        while exact and len(text) < characters:  # a report that came out short goes on
            writer.paragraph("proactive", 3)
            text = writer.gap.join(writer.lines) + "\n"
        yield text[:characters] if exact else text


def write_reports(folder: Path, count: int, characters: int = CHARACTERS, *, seed: int = SEED, exact: bool = False) -> list[Path]:
    """Generated reports as files ``000000.txt`` and so on in UTF-8, five hundred to a folder."""
    paths = []
    for number, text in enumerate(generate(count, characters, seed=seed, exact=exact)):
        path = folder / f"{number // 500:03d}" / f"{number:06d}.txt"
        if number % 500 == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        paths.append(path)
    return paths
