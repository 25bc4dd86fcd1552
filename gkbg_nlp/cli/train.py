"""``gkbg train``: a section model from labelled data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gkbg_nlp.cli.messages import fail, say
from gkbg_nlp.cli.targets import refuse_device


def train(
    config: Annotated[Path, typer.Option("--config", "-c", metavar="FILE", help="What to train from what, such as training/default.toml.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="The model's folder, if not the configuration's.", show_default=False),
    ] = None,
    joblib: Annotated[
        Path | None, typer.Option("--joblib", metavar="FILE", help="Also keep scikit-learn's own pipeline here.", show_default=False)
    ] = None,
) -> None:
    """Train a section model: search and cross-validation by document, decoder, confidence, model, model card.

    The same configuration and corpus give the same bytes. Exit codes: 0 trained, 2 wrong configuration or data.
    """
    import time

    from gkbg_nlp.corpus.source import CorpusError
    from gkbg_nlp.training.config import read_config
    from gkbg_nlp.training.run import train as run

    begun = time.monotonic()
    try:
        _check(output or read_config(config).output, joblib)
        run(config, output=output, joblib_file=joblib, notify=say)
    except CorpusError as error:
        *first, last = error.messages
        for line in first:
            say(line)
        raise fail(last, 2, cause=error) from error
    except ValueError as error:
        raise fail(str(error), 2, cause=error) from error
    except OSError as error:
        raise fail(f"cannot read or write {error.filename or 'the model'}: {error.strerror or error}", 2, cause=error) from error
    say(f"{time.monotonic() - begun:.0f} s")


def _check(folder: Path, joblib: Path | None) -> None:
    """Refuse before the minutes of training what could not be written after them."""
    if folder.exists() and not folder.is_dir():
        raise fail(f"{folder} is a file: name a folder for the model", 2)
    if joblib is None:
        return
    refuse_device(joblib)
    if not joblib.parent.is_dir():
        raise fail(f"{joblib}: there is no folder {joblib.parent}: make it first", 2)
    if joblib.is_dir():
        raise fail(f"{joblib} is a folder: name a file in it", 2)
