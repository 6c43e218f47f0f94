"""What a server costs the processor, whoever else is at work on the machine. Linux only."""

from __future__ import annotations

import os
from pathlib import Path


def descendants(process: int) -> frozenset[int]:
    """Every process below one."""
    found: set[int] = set()
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, tasks.read_text().split()):
            found |= {child, *descendants(child)}
    return frozenset(found)


def processor_seconds(processes: frozenset[int]) -> float:
    """Seconds that living processes have used, their own and the system's for them."""
    ticks = 0
    for process in processes:
        # The name stands in brackets and may hold anything; what is counted stands behind it.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
