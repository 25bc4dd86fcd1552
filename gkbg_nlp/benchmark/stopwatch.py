"""Time spent in each room, taken at the rooms' borders: the functions that one room calls of another are replaced while a watch runs.

Nothing is measured, and nothing costs anything, outside the ``with`` block. A room's time is that of its outermost call; what a room does
inside is its own affair, so that a room may be rewritten without a change here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from time import perf_counter
from types import TracebackType
from typing import Any


class StopwatchError(Exception):
    """A name at a border is gone: the message says which, and where to put what has taken its place."""


@dataclass(frozen=True, slots=True)
class Hook:
    """A function that is replaced: ``owner`` is a module, or a class in it behind a colon; ``name`` its attribute.

    ``[KEY]`` as name stands for an entry of the dict ``owner``.
    """

    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. All hooks of the first alternative whose names are there are timed; ``more`` are timed where they are there."""

    name: str
    alternatives: Sequence[Sequence[Hook]]
    more: Sequence[Hook] = ()


_PIPELINE = "gkbg_nlp.pipeline.pipeline"
_LABEL = "gkbg_nlp.sections.label"
_READ = "gkbg_nlp.indicators.read"
_BATCH = "gkbg_nlp.batch.rows"
_MATCHERS = "contacts laws docno dates money agencies counts mentions".split()
ROOMS = (
    Row("read and decode", [[Hook(_BATCH, "read_input")]]),
    Row("layout", [[Hook(_PIPELINE, "segment")]]),
    Row("sections", [[Hook(_PIPELINE, "label_many")]]),
    Row("entities", [[Hook(f"{_PIPELINE}:Pipeline", "_entities")]], [Hook(_PIPELINE, "_place"), Hook(_PIPELINE, "refer")]),
    Row("indicators", [[Hook(_PIPELINE, "read_many")]]),
    Row("encode", [[Hook(_BATCH, "encode_line")]]),
)
# Rows inside a room: shown where their names are there. They are timed in rounds of their own, for they cost more than the borders do.
PARTS = (
    Row("sections: headings above", [[Hook(_LABEL, "witnesses")]]),
    Row("sections: features", [[Hook(_LABEL, "block_inputs")]]),
    Row(
        "sections: n-gram scores",
        [[Hook("gkbg_nlp.sections.ngrams:Scorer", "scores")], [Hook("gkbg_nlp.sections.ngrams:NgramBlock", "scores")]],
    ),
    Row("sections: decoder", [[Hook(_LABEL, "decode")]]),
    Row("sections: confidence and reasons", [[Hook(_LABEL, "with_reasons")]]),
    *(Row(f"entities: {kind}", [[Hook("gkbg_nlp.entities.order:MATCHERS", f"[gkbg_{kind}]")]]) for kind in _MATCHERS),
    Row("entities: to the source's offsets", [[Hook(_PIPELINE, "to_source")]]),
    Row("entities: blocks", [[Hook(_PIPELINE, "_place")]]),
    Row("entities: what mentions refer to", [[Hook(_PIPELINE, "refer")]]),
    Row("indicators: sentences and clauses", [[Hook(_READ, "split_sentences"), Hook(_READ, "clauses_of")]]),
    Row("indicators: tables", [[Hook(_READ, "read_tables")]]),
    Row("indicators: what counts count", [[Hook(_READ, "describe_counts")]]),
    Row("indicators: disclosed items", [[Hook(_READ, "read_proactive")]]),
    Row("indicators: requests and cases", [[Hook(_READ, "read_amounts")]]),
    Row("indicators: further ones", [[Hook(_READ, "read_fuller")]]),
    Row("indicators: contacts", [[Hook(_READ, "read_contacts")]]),
    Row("indicators: year and body", [[Hook(_READ, "read_year"), Hook(_READ, "read_agency")]]),
)


class Stopwatch:
    """Seconds and calls of each row while the ``with`` block runs; rows that were never called are left out.

    With ``parts`` the rows inside the rooms are timed instead. Calls inside a timed call are not timed apart, but for parts.

    Raises:
        StopwatchError: on entering, a room has none of the names that it is timed by.
    """

    def __init__(self, *, parts: bool = False, rows: Sequence[Row] | None = None) -> None:
        self._rows = rows if rows is not None else PARTS if parts else ROOMS
        self._strict = not parts
        self._undo: list[Callable[[], None]] = []
        self._inside = False
        self._totals: dict[str, list[float]] = {}
        self._nested = parts

    def __enter__(self) -> Stopwatch:
        try:
            for row in self._rows:
                self._put(row)
        except BaseException:
            self._restore()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._restore()

    @property
    def seconds(self) -> dict[str, float]:
        """Wall time of each row."""
        return {name: total[0] for name, total in self._totals.items() if total[1]}

    @property
    def calls(self) -> dict[str, int]:
        """Calls of each row."""
        return {name: int(total[1]) for name, total in self._totals.items() if total[1]}

    def reset(self) -> None:
        """Begin anew from nothing."""
        for total in self._totals.values():
            total[:] = [0.0, 0]

    def _put(self, row: Row) -> None:
        hooks = next((found for found in row.alternatives if all(_find(hook) is not None for hook in found)), None)
        if hooks is None:
            if not self._strict:
                return
            tried = "; or ".join(", ".join(f"{hook.owner}.{hook.name}" for hook in found) for found in row.alternatives)
            raise StopwatchError(
                f"the room {row.name!r} cannot be timed: {tried} is gone; name what has taken its place in gkbg_nlp/benchmark/stopwatch.py"
            )
        for hook in (*hooks, *(hook for hook in row.more if _find(hook) is not None)):
            self._replace(hook, row.name)

    def _replace(self, hook: Hook, row: str) -> None:
        owner, function = _owner(hook.owner), _find(hook)
        timed = self._timed(function, row)
        if hook.name.startswith("["):
            key = hook.name[1:-1]
            owner[key] = timed
            self._undo.append(functools.partial(owner.__setitem__, key, function))
        else:
            setattr(owner, hook.name, timed)
            self._undo.append(functools.partial(setattr, owner, hook.name, function))

    def _timed(self, function: Any, row: str) -> Any:
        total = self._totals.setdefault(row, [0.0, 0])
        nested = self._nested

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            if self._inside and not nested:  # the outermost call has the time
                return function(*args, **kwargs)
            self._inside = True
            began = perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                total[0] += perf_counter() - began
                total[1] += 1
                self._inside = False

        return timed

    def _restore(self) -> None:
        while self._undo:
            self._undo.pop()()


def _owner(name: str) -> Any:
    module, _, inside = name.partition(":")
    owner = import_module(module)
    return getattr(owner, inside) if inside else owner


def _find(hook: Hook) -> Any:
    """The function, ``None`` where it is gone."""
    try:
        owner = _owner(hook.owner)
    except (ImportError, AttributeError):
        return None
    if hook.name.startswith("["):
        return owner.get(hook.name[1:-1])
    return vars(owner).get(hook.name)
