"""Compare freshly computed reference figures with the committed ones.

Usage: python tests/reference/compare.py FOLDER. Exits with 1 when a table differs by more than
1e-9 of its larger value (the raking of R stops at about that tolerance).
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

TOLERANCE = 1e-9


def differences(committed: Path, fresh: Path) -> list[str]:
    """Every cell that differs, as a sentence."""
    with committed.open(newline="") as first, fresh.open(newline="") as second:
        old, new = list(csv.reader(first)), list(csv.reader(second))
    if [len(row) for row in old] != [len(row) for row in new]:
        return [f"{committed.name} has another shape: regenerate it and commit the change."]
    return [
        f"{committed.name} line {number}: {a} became {b}"
        for number, rows in enumerate(zip(old, new, strict=True), start=1)
        for a, b in zip(*rows, strict=True)
        if not _same(a, b)
    ]


def _same(a: str, b: str) -> bool:
    try:
        x, y = float(a), float(b)
    except ValueError:
        return a == b
    return abs(x - y) <= TOLERANCE * max(abs(x), abs(y))


def main(folder: Path) -> int:
    """Compare all committed tables."""
    here = Path(__file__).parent
    found = [
        text
        for table in sorted(here.glob("*.csv"))
        for text in differences(table, folder / table.name)
    ]
    for text in found:
        print(text)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
