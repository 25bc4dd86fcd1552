"""Words of a text by jieba, or by rjieba where it is installed (``pip install 'gkbg-nlp[fast]'``), which is fifteen times as fast.

Without the model for unknown words (``hmm=False``) both cut alike, so that it does not matter which one is there: tests hold them equal on
the whole corpus. With it 99.3 % of the words are the same; rjieba keeps telephone numbers and web addresses whole. Words that were
added to jieba in this process (``jieba.load_userdict``) are known to jieba only: name it as the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

ENGINES = ("auto", "rjieba", "jieba")

Cut = Callable[[str, bool], list[str]]


def cut(text: str, hmm: bool = False, engine: str = "auto") -> list[str]:
    """The words of a text; joined they are the text. Blanks are words too.

    Raises:
        ValueError: no such engine.
        ImportError: the engine is not installed.
    """
    try:
        return find_engine(engine)(text, hmm)
    except UnicodeEncodeError:  # half a pair of UTF-16: no character outside Python
        return find_engine("jieba")(text, hmm)


@cache
def find_engine(engine: str) -> Cut:
    """The function behind an engine's name. Raises as :func:`cut`."""
    if engine not in ENGINES:
        raise ValueError(f"engine {engine!r}: choose {', '.join(ENGINES)}")
    if engine != "jieba":
        try:
            import rjieba

            fast: Cut = rjieba.cut
            return fast
        except ImportError:
            if engine == "rjieba":
                raise ImportError("rjieba is not installed: pip install 'gkbg-nlp[fast]'") from None
    import jieba

    jieba.setLogLevel(60)  # it tells standard error of its dictionary
    plain: Cut = jieba.lcut
    return lambda text, hmm: plain(text, HMM=hmm)  # type: ignore[call-arg]
