"""How many processors there are for this process."""

from __future__ import annotations

import os

_CGROUP = "/sys/fs/cgroup/cpu.max"


def available_cpus(cgroup: str = _CGROUP) -> int:
    """Processors that may be used, at least 1: the affinity mask, and a container's quota (cgroup v2) where there is one."""
    try:
        cpus = len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        cpus = os.cpu_count() or 1
    try:
        with open(cgroup, encoding="ascii") as file:
            quota, period = file.read().split()
        if quota != "max":
            cpus = min(cpus, max(1, int(quota) // int(period)))
    except (OSError, ValueError, ZeroDivisionError):
        pass
    return max(1, cpus)
