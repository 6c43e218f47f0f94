"""Weekly counts of what each partner lets through: integers that add up over weeks."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from metrics.warehouse.columns import Ints
from metrics.warehouse.frozen import FrozenWeek
from metrics.warehouse.schema import GATEKEEPER


def gatekeeper_counts(frozen: FrozenWeek, status: Sequence[str], frame_row: Ints) -> pa.Table:
    return GATEKEEPER.empty_table()
