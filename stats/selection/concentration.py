"""Do many answers come from few devices, or from the partner's own network?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import IntArray, any_array, check_codes, check_not_empty
from stats.errors import OutOfRange
from stats.wording import counted

# One customer who answers in the shop proves nothing; this many, and this share, are no chance [P].
MANY_OWN, SHARE_OWN = 3, 0.05


@dataclass(frozen=True)
class DeviceConcentration:
    """Shares over devices of the answers that count; None where every one is a declared kiosk.

    `hhi` Σ share², `effective_devices` 1/HHI, `max_share` of the busiest device,
    `repeated_share` of answers from devices that answered more than once, `declared` answers
    from declared shared devices (left out), `own_network` answers from the partner's network.
    """

    n: int
    hhi: float | None
    effective_devices: float | None
    max_share: float | None
    repeated_share: float | None
    declared: int
    own_network: int

    @property
    def is_flagged(self) -> bool:
        """At least one undeclared answer from the partner's own network."""
        return self.own_network > 0

    @property
    def is_hard_flag(self) -> bool:
        """Three or more such answers that are a twentieth or more of those that count."""
        return self.own_network >= max(MANY_OWN, SHARE_OWN * self.n)

    def __str__(self) -> str:
        left = f"{self.declared} from declared shared devices left out"
        if self.hhi is None:
            return f"no answers to judge, {left}"
        return (
            f"{counted(self.n, 'answer')}, effective devices {self.effective_devices:.1f}, "
            f"largest {self.max_share:.0%}, repeated {self.repeated_share:.0%}, "
            f"{self.own_network} from the partner's network, {left}"
        )


def device_concentration(
    devices: ArrayLike, own_network: ArrayLike, declared: ArrayLike = ()
) -> DeviceConcentration:
    """Concentration of a partner's answers over devices (methods B8e).

    HHI = Σ share², 1/HHI effective devices; an answer from the partner's own network is a flag,
    three that are a twentieth of all are a hard one. Declared shared devices (a shop-floor kiosk)
    count in neither.
    Source: Herfindahl–Hirschman index, Hirschman 1964; effective number, Laakso & Taagepera 1979.

    `devices` (N,) integer codes of salted hashes, `own_network` (N,) true or false, `declared`
    codes of devices. Raises EmptyInput without answers, OutOfRange for arrays that do not align.

    >>> print(device_concentration([1, 1, 1, 2, 3, 9], [False] * 6, declared=[9]))
    5 answers, effective devices 2.3, largest 60%, repeated 60%, 0 from the partner's \
network, 1 from declared shared devices left out
    """
    codes = _check_devices("devices", devices)
    check_not_empty("devices", codes)
    inside = any_array("own_network", own_network)
    if inside.dtype != np.bool_ or inside.shape != codes.shape:
        raise OutOfRange(f"own_network is true or false for each of the {codes.size} answers.")
    counted = ~np.isin(codes, _check_devices("declared", declared))
    n = int(counted.sum())
    left, own = codes.size - n, int((inside & counted).sum())
    if n == 0:
        return DeviceConcentration(0, None, None, None, None, left, own)
    each = np.unique(codes[counted], return_counts=True)[1].astype(np.float64)
    hhi = float(each @ each) / n**2
    return DeviceConcentration(
        n=n,
        hhi=hhi,
        effective_devices=1.0 / hhi,
        max_share=float(each.max()) / n,
        repeated_share=float(each[each > 1.0].sum()) / n,
        declared=left,
        own_network=own,
    )


def _check_devices(name: str, values: ArrayLike) -> IntArray:
    return check_codes(name, values, 1 << 62, lowest=-(1 << 62))
