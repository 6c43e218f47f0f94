"""The address of every figure's label: readable, the same for all, for ever.

    /label/2026-W46/final/0/end_user/nps/4/partner?node=nord&touchpoint=sale

week, kind and revision of the edition; whose estimate it is ("gap" and "paired_gap" are of both);
metric, weeks of the window, level. Keys of places and touchpoints are whatever a business writes
(with slashes, dots, in any script), so that they stand behind the question mark. The same address
with ".json" before the question mark gives the label as data.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

GAP, PAIRED_GAP = "gap", "paired_gap"
GAPS = (GAP, PAIRED_GAP)


@dataclass(frozen=True)
class FigureName:
    """Names an estimate or a gap within its edition. `of` is its audience, or says it is a gap."""

    of: str
    metric: str
    window: int
    level: str
    node_key: str = ""
    touchpoint_key: str = ""

    @property
    def is_gap(self) -> bool:
        return self.of in GAPS


def label_url(
    week: str, kind: str, revision: int, figure: FigureName, *, as_data: bool = False
) -> str:
    """Where the label of a figure of an edition stands."""
    parts = (week, kind, revision, figure.of, figure.metric, figure.window, figure.level)
    path = "/label/" + "/".join(map(str, parts)) + (".json" if as_data else "")
    return path + _query(figure.node_key, figure.touchpoint_key)


@lru_cache(maxsize=10_000)
def _query(node_key: str, touchpoint_key: str) -> str:
    keys = {"node": node_key, "touchpoint": touchpoint_key}
    query = urlencode({name: key for name, key in keys.items() if key}, safe="/")
    return f"?{query}" if query else ""
