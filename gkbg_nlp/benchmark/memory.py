"""Peak memory of processes, from /proc where there is one. It is that of a process's own life: what its parent held does not count."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1_000_000
_LOOK, _SELDOM = 0.05, 1.0  # seconds between two looks at the processes of a run: at first, and when it has gone on for long


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


@dataclass(slots=True)
class Watched:
    """A process that has ended: seconds, its own peak in bytes as far as it was seen, the peak of each process below it, the largest first,
    and ``looks``: seconds and resident bytes of the largest of them all."""

    seconds: float = 0.0
    own: int | None = None
    others: list[int] = field(default_factory=list)
    looks: list[tuple[float, int]] = field(default_factory=list)

    def resident(self, share: float) -> int | None:
        """What the largest process held when ``share`` of the time was over."""
        return next((held for at, held in reversed(self.looks) if at <= share * self.seconds), None)


def watch(process: subprocess.Popen[bytes]) -> Watched:
    """Wait for a process to end."""
    began = time.perf_counter()
    found = Watched()
    others: dict[int, int] = {}
    while process.poll() is None:
        found.own = peak(process.pid) or found.own
        pids = list(below(process.pid))
        for pid in pids:
            others[pid] = max(others.get(pid, 0), peak(pid) or 0)
        passed = time.perf_counter() - began
        if held := max(resident(pid) for pid in (process.pid, *pids)):  # none: it is ending
            found.looks.append((passed, held))
        time.sleep(min(_SELDOM, max(_LOOK, 0.01 * passed)))
    found.seconds = time.perf_counter() - began
    found.others = sorted(others.values(), reverse=True)
    return found


def resident(pid: int) -> int:
    """Bytes that a process holds now, 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0
