"""The same as `gkbg train --config training/default.toml`, for a checkout that is not installed: `python training/train.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from gkbg_nlp.cli.main import main

if __name__ == "__main__":
    sys.exit(main(["train", "--config", str(Path(__file__).with_name("default.toml")), *sys.argv[1:]]))
