"""Where the shipped model lies: in the installed package, or in the checkout's models/ folder."""

from __future__ import annotations

from pathlib import Path

MODEL = "sections-1"


def default_model() -> Path:
    """The folder of the shipped model."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_models" / MODEL
    return installed if installed.is_dir() else package.parent / "models" / MODEL
