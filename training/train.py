"""Make models/sections-1 from the corpus: `python training/train.py [--config training/default.toml]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from gkbg_nlp.training.run import train

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("default.toml"))
    train(parser.parse_args().config)
