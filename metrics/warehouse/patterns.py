"""How many used answers gave exactly these scores to the items of constructs: they add up."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from metrics.warehouse.columns import Ints
from metrics.warehouse.frozen import FrozenWeek
from metrics.warehouse.schema import PATTERNS


def answer_patterns(frozen: FrozenWeek, status: Sequence[str], frame_row: Ints) -> pa.Table:
    return PATTERNS.empty_table()
