"""Make models/sections-1 from the corpus: `python training/train.py [--config training/default.toml] [--joblib FILE]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from gkbg_nlp.training.run import train

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("default.toml"))
    parser.add_argument("--joblib", type=Path, help="also keep scikit-learn's own pipeline in this file")
    args = parser.parse_args()
    train(args.config, args.joblib)
