"""Peak memory of processes, from /proc where there is one. It is that of a process's own life: what its parent held does not count."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

MEGABYTE = 1_000_000
_LOOK = 0.05  # seconds between two looks at the processes of a run


def peak(pid: int | str = "self") -> int | None:
    """The most bytes that a process has held so far; ``None`` where the system does not tell (of others: anywhere but on Linux)."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    if pid != "self":
        return None
    try:
        import resource
        import sys
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def below(parent: int) -> Iterator[int]:
    """The processes that a process has started, and those that they have."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            children.setdefault(int((entry / "stat").read_text().rpartition(")")[2].split()[1]), []).append(int(entry.name))
        except (OSError, IndexError, ValueError):  # it has ended
            continue
    waiting = [parent]
    while waiting:
        found = children.get(waiting.pop(), [])
        yield from found
        waiting += found


def watch(process: subprocess.Popen[bytes]) -> tuple[int | None, list[int]]:
    """Wait for a process to end: its own peak in bytes as far as it was seen, and the peak of each process below it."""
    own: int | None = None
    others: dict[int, int] = {}
    while process.poll() is None:
        own = peak(process.pid) or own
        for pid in below(process.pid):
            others[pid] = max(others.get(pid, 0), peak(pid) or 0)
        time.sleep(_LOOK)
    return own, sorted(others.values(), reverse=True)
