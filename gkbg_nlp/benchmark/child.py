"""A reference design in a process of its own: ``python -m gkbg_nlp.benchmark.child FILE FOLDER OUT LIST``, reports named in LIST.

Nothing but the design is imported, so that what the process costs is the design's.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any


def module_of(file: Path) -> Any:
    """The module of a file; what lies beside it can be imported by it."""
    spec = spec_from_file_location(f"gkbg_design_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python file")
    module = module_from_spec(spec)
    sys.path.insert(0, str(file.parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(file.parent))
    return module


def main(arguments: list[str]) -> int:
    """Run the design once over all reports."""
    file, folder, out, listed = map(Path, arguments)
    paths = [Path(line) for line in listed.read_text("utf-8").split("\n") if line]
    module_of(file).make(folder)(paths, out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
