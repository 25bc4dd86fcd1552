"""Make gkbg_nlp/taxonomy/data/compiled/ anew after a change of patterns or rule files: `python training/precompile.py [PYTHON ...]`,
where each PYTHON is the command of a further version to make a file of patterns for (`python3.12`). Files of other versions are removed:
they would be of older rules.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from array import array
from collections.abc import Iterable
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import msgspec

from gkbg_nlp.taxonomy import precompiled
from gkbg_nlp.taxonomy.document import parse_document
from gkbg_nlp.taxonomy.precompiled import DOCUMENTS, FOLDER, Asked, Code, Key, Patterns, digest

SCRIPT = Path(__file__).with_name("pattern_code.py")


def used() -> Asked:
    """The patterns that tagging the shipped samples asks for. To be called in a fresh process, before anything is imported that asks."""
    asked = precompiled.asked = Asked()
    pipeline = import_module("gkbg_nlp.pipeline").load()
    for sample in sorted((files("gkbg_nlp") / "samples").iterdir(), key=lambda file: file.name):
        if sample.name.endswith(".txt"):
            pipeline.tag(sample.read_text("utf-8"))
    return asked


def words(key: Key) -> list[str] | None:
    """The words that a pattern needs, in a fixed order."""
    found = import_module("gkbg_nlp.taxonomy.needles").read_needles(*key)
    return None if found is None else sorted(found)


def patterns(python: str, asked: Asked) -> tuple[str, Patterns]:
    """Name and content of the file for the Python of that command."""
    keys = sorted(asked.patterns)
    answer = subprocess.run([python, str(SCRIPT)], input=json.dumps(keys), capture_output=True, check=True, text=True)
    name, magic, codes = json.loads(answer.stdout)
    found = Patterns(magic, {}, {digest(*key): words(key) for key in sorted(asked.screened)})
    for key, (flags, groups, names, code) in zip(keys, codes, strict=True):
        found.codes[digest(*key)] = Code(flags, groups, names, array("I", code).tobytes())
    return name, found


def documents() -> dict[bytes, bytes]:
    """The tables of all TOML files that tagging reads, packed; those of the rules' examples are not among them."""
    sources = [file.read_text("utf-8") for file in sorted(Path(FOLDER).parent.glob("*.toml"))]
    return {digest(source): msgspec.msgpack.encode(parse_document(source, "")) for source in sources}


def main(pythons: Iterable[str]) -> None:
    """Write the files."""
    asked = used()
    content: dict[str, object] = {DOCUMENTS: documents()}
    content |= dict(patterns(python, asked) for python in (sys.executable, *pythons))
    os.makedirs(FOLDER, exist_ok=True)
    for old in os.listdir(FOLDER):
        os.unlink(os.path.join(FOLDER, old))
    for name, data in content.items():
        packed = zlib.compress(msgspec.msgpack.encode(data), 9)
        Path(FOLDER, name).write_bytes(packed)
        print(f"{name}: {len(packed):,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
