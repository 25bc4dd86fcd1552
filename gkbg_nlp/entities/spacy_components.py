"""spaCy factories around the matchers: `nlp.add_pipe("gkbg_counts")` in any Chinese pipeline.

Each component adds its spans to ``doc.spans["gkbg"]`` (nesting allowed) and the longest non-overlapping ones to ``doc.ents``;
``doc._.gkbg`` holds every entity with exact offsets, those too that fall inside a token (``doc._.gkbg_unaligned`` counts them).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans
from spacy.vocab import Vocab

from gkbg_nlp.entities.order import MATCHERS, Find, check_segmenter, find, sort_key, to_source
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Entity

GROUP = "gkbg"
_STATE = "gkbg_state"
_FIELDS = ("value", "unit", "rule", "approx", "value_max", "level", "code")


class State(dict[str, Any]):
    """What the components of one Doc share: its view and the entities found so far, in view offsets.

    As a dict it holds plain rows, which is what spaCy stores of it (``doc.to_bytes``, DocBin, processes).
    """

    __slots__ = ("_index", "deferred", "done", "found", "text", "view")

    def __init__(self, text: str, view: View) -> None:
        super().__init__(rows=[], unaligned=0)
        self.text = text
        self.view = view
        self.found: list[Entity] = []
        self.done: set[str] = set()
        self.deferred = False
        self._index: tuple[int, dict[tuple[int, int, str], Entity]] = (-1, {})

    def entities(self) -> list[Entity]:
        """All entities with source offsets, in output order."""
        return sorted(to_source(self.found, self.view, self.text), key=sort_key)

    def at(self, start: int, end: int, label: str) -> Entity | None:
        """The entity of a span, in source offsets."""
        if self._index[0] != len(self.found):
            self._index = (len(self.found), {(e.start, e.end, e.label): e for e in self.entities()})
        return self._index[1].get((start, end, label))

    def store(self) -> None:
        """Bring the plain rows up to date."""
        self["rows"] = [msgspec.to_builtins(e) for e in self.found]


def state_of(doc: Doc) -> State:
    """The Doc's state; made from its text by layout, and from stored rows, where no pipeline has put one there."""
    state = doc.user_data.get(_STATE)
    if isinstance(state, State):
        return state
    text = doc.text
    fresh = put_state(doc, text, segment(text).view)
    if isinstance(state, dict):
        fresh.found = [msgspec.convert(row, Entity) for row in state["rows"]]
        fresh["unaligned"] = state["unaligned"]
        fresh.store()
    return fresh


def publish_all(doc: Doc) -> list[Entity]:
    """Publish what the components of a deferred Doc found, in one step, and return it: cheaper than each on its own."""
    state = state_of(doc)
    state.deferred = False
    entities = state.entities()
    _publish(doc, state, entities)  # the rows for storing are left out: this Doc does not leave the pipeline
    return entities


def put_state(doc: Doc, text: str, view: View) -> State:
    """Give a Doc the view that layout has made already."""
    state = State(text, view)
    doc.user_data[_STATE] = state
    return state


class MatcherComponent:
    """One matcher as a pipeline component. It has no settings and learns nothing."""

    def __init__(self, name: str, find: Find) -> None:
        self.name = name
        self.find = find

    def __call__(self, doc: Doc) -> Doc:
        """Find, then publish to spans and entities."""
        state = state_of(doc)
        if self.name in state.done:  # a second run finds nothing new
            return doc
        state.done.add(self.name)
        new = find(self.find, state.view.text, state.found)
        state.found.extend(new)
        if not state.deferred:
            state.store()
            _publish(doc, state, to_source(new, state.view, state.text))
        return doc


def matchers_of(nlp: Language) -> list[Find] | None:
    """The matchers of a pipeline in order, each once; ``None`` where it has components that are no matchers and need a Doc."""
    finds: dict[str, Find] = {}
    for _, component in nlp.pipeline:
        if not isinstance(component, MatcherComponent):
            return None
        finds.setdefault(component.name, component.find)
    return list(finds.values())


def run(nlp: Language, text: str, view: View) -> tuple[Doc, State]:
    """The Doc of a text through all components. Those of the user's own see the entities of all matchers before them."""
    doc = nlp.make_doc(text)
    state = put_state(doc, text, view)
    state.deferred = True
    for _, component in nlp.pipeline:
        if state.deferred and not isinstance(component, MatcherComponent):
            publish_all(doc)
        doc = component(doc)
    if state.deferred:
        publish_all(doc)
    return doc, state


def _publish(doc: Doc, state: State, new: list[Entity]) -> None:
    spans = []
    by_character = len(doc) == len(state.text)  # one token a character: offsets are token numbers
    for entity in new:
        start, end = entity.start, entity.end
        span = Span(doc, start, end, label=entity.label) if by_character else doc.char_span(start, end, label=entity.label)
        if span is None:
            state["unaligned"] += 1
        else:
            spans.append(span)
    if GROUP not in doc.spans:
        doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)
    else:
        doc.spans[GROUP].extend(spans)
    group = list(doc.spans[GROUP])
    foreign: list[Span] = []
    if doc.ents:
        ours = {(s.start, s.end, s.label) for s in group}
        foreign = [s for s in doc.ents if (s.start, s.end, s.label) not in ours]
        taken = {i for s in foreign for i in range(s.start, s.end)}
        group = [s for s in group if not taken.intersection(range(s.start, s.end))]
    doc.set_ents(foreign + filter_spans(group))


def _entity_of(span: Span) -> Entity | None:
    return state_of(span.doc).at(span.start_char, span.end_char, span.label_)


def _field(name: str) -> Callable[[Span], Any]:
    def get(span: Span) -> Any:
        value = getattr(_entity_of(span), name, None)
        return None if value is msgspec.UNSET else value

    return get


def register_extensions() -> None:
    """``doc._.gkbg``, ``doc._.gkbg_unaligned`` and the fields of an entity as ``span._.gkbg_value`` and so on; once a process.

    What only a whole report decides (``role``, ``area_code``, ``counted``, ``refers_to``) is in the pipeline's entities, not here.
    """
    if Doc.has_extension("gkbg"):
        return
    Doc.set_extension("gkbg", getter=lambda doc: state_of(doc).entities())
    Doc.set_extension("gkbg_unaligned", getter=lambda doc: state_of(doc)["unaligned"])
    for name in _FIELDS:
        Span.set_extension(f"gkbg_{name}", getter=_field(name))


def _factory(factory: str) -> Callable[[Language, str], MatcherComponent]:
    def make(nlp: Language, name: str) -> MatcherComponent:
        register_extensions()
        return MatcherComponent(factory, MATCHERS[factory])

    Language.factory(factory, assigns=["doc.spans", "doc.ents", "doc._.gkbg"], func=make)
    return make


make_contacts = _factory("gkbg_contacts")
make_laws = _factory("gkbg_laws")
make_docno = _factory("gkbg_docno")
make_dates = _factory("gkbg_dates")
make_money = _factory("gkbg_money")
make_agencies = _factory("gkbg_agencies")
make_counts = _factory("gkbg_counts")
make_mentions = _factory("gkbg_mentions")


class CharTokenizer:
    """One token a character, blanks included: every span falls on token borders, and a Doc costs little to build."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._orth: dict[str, int] = {}

    def __call__(self, text: str) -> Doc:
        """The Doc of ``text``; its text is ``text`` exactly."""
        strings: Any = self.vocab.strings  # its stub lacks allow_transient
        orth = self._orth  # a number for each character: a Doc of numbers is built four times as fast as one of strings
        for character in set(text) - orth.keys():  # kept beyond a memory zone, as the numbers here are
            orth[character] = strings.add(character, allow_transient=False)
        words: list[Any] = list(map(orth.__getitem__, text))  # spaCy takes numbers too, its stubs say strings only
        return Doc(self.vocab, words=words, spaces=[False] * len(text))

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to store."""
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: Any) -> CharTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Nothing to store."""

    def from_disk(self, _path: Any, **_: Any) -> CharTokenizer:
        """Nothing to restore."""
        return self


def make_char_tokenizer() -> Callable[[Language], CharTokenizer]:
    """The factory behind ``gkbg.CharTokenizer.v1`` in a spaCy configuration."""
    return lambda nlp: CharTokenizer(nlp.vocab)


def make_nlp(segmenter: str = "char") -> Language:
    """A Chinese pipeline with all matchers.

    Args:
        segmenter: ``char`` (one token a character) or ``jieba`` (words; spans that cut a word stay in ``doc._.gkbg`` only).

    Raises:
        ValueError: another segmenter.
    """
    import spacy
    from spacy.util import registry

    check_segmenter(segmenter)
    if segmenter == "jieba":
        from gkbg_nlp.entities.word_tokenizer import configuration

        nlp = spacy.blank("zh", config=configuration())
    else:
        if not registry.has("tokenizers", "gkbg.CharTokenizer.v1"):  # installed, the entry point has registered it
            registry.tokenizers("gkbg.CharTokenizer.v1", func=make_char_tokenizer)
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "gkbg.CharTokenizer.v1"}}})
    nlp.max_length = 1 << 31  # spaCy's limit is for parsers; readers bound the size of a file
    for name in MATCHERS:
        nlp.add_pipe(name)
    return nlp
