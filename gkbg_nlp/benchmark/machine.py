"""Facts of the machine and of the libraries that a benchmark ran with."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from gkbg_nlp.batch.cpus import available_cpus
from gkbg_nlp.benchmark.records import Machine

_LIBRARIES = ("numpy", "spacy", "scikit-learn", "msgspec", "ahocorasick-rs", "jieba", "fasttext", "jionlp")


def machine() -> Machine:
    """This one, now."""
    versions = {}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return Machine(f"{platform.system()} {platform.machine()}", _processor(), available_cpus(), platform.python_version(), versions, load)


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    except OSError:
        pass
    return platform.processor() or "unknown"
