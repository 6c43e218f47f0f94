"""End users' answers that came from their channel partner's own network (methods B8e, D)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.warehouse.columns import Bools, Ints
from metrics.warehouse.frozen import FrozenWeek, WeekCells
from metrics.warehouse.gatekeeper import Quantity, own_networks

USES = pa.schema([("partner", pa.string()), ("key", pa.string())])


def from_own_network(
    frozen: FrozenWeek, weeks: Iterable[WeekCells], frame_row: Ints, chosen: Bools
) -> Bools:
    """Chosen end users' answers from a network that is their partner's alone, as far as this week
    and the weeks before tell. Partners with a declared kiosk are left out, and transactions of
    several partners are nobody's.
    """
    uses = _uses(frozen, frame_row)
    is_end_user = pc.equal(frozen.responses.column("audience"), "end_user")
    earlier = [week.gatekeeper for week in weeks]
    own = own_networks(
        _with_earlier(uses.filter(pc.invert(is_end_user)), earlier, Quantity.OWN_NETWORK),
        _with_earlier(uses.filter(is_end_user), earlier, Quantity.END_USER_NETWORK),
    )
    kiosks = frozen.configuration.kiosk_partners
    candidates = np.flatnonzero(chosen & np.asarray(is_end_user.to_numpy(), dtype=np.bool_))
    partner, network = uses.column("partner").to_pylist(), uses.column("key").to_pylist()
    found = np.zeros(len(frame_row), dtype=np.bool_)
    for row in candidates.tolist():
        if partner[row] not in kiosks:
            found[row] = network[row] in own.get(partner[row], ())
    return found


def _uses(frozen: FrozenWeek, frame_row: Ints) -> pa.Table:
    """(R,) the partner of each response and the network it came from; null where not known."""
    names = frozen.frame.column("partner").to_pylist()
    is_joint = frozen.frame.column("is_joint").to_pylist()
    partner = [
        names[row] or None if row >= 0 and not is_joint[row] else None for row in frame_row.tolist()
    ]
    network = [name or None for name in frozen.responses.column("network_hash").to_pylist()]
    return pa.table([pa.array(partner, pa.string()), pa.array(network, pa.string())], schema=USES)


def _with_earlier(now: pa.Table, earlier: list[pa.Table], quantity: Quantity) -> pa.Table:
    """What is known of both columns, this week and as counted in the weeks before."""
    counted = [
        table.filter(pc.equal(table.column("quantity"), quantity.value)).select(USES.names)
        for table in earlier
    ]
    return pa.concat_tables([now.drop_null(), *counted])
