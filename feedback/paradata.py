"""The little that is noted about how a sheet was answered; the respondent's notice names all of it.

Coarse on purpose: no browser, no version, no address, nothing that tells one person's device from
another's of the same kind.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime
from enum import StrEnum

from core.keys import KeyRing

PURPOSE = "network"
IPV6_NETWORK_BITS = 64


class DeviceClass(StrEnum):
    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"


def device_class_of(user_agent: str) -> DeviceClass | None:
    """Phone, tablet or desktop; None when the browser does not say what it is."""
    if not user_agent.strip():
        return None
    if "iPad" in user_agent or "Tablet" in user_agent:
        return DeviceClass.TABLET
    if "Android" in user_agent and "Mobile" not in user_agent:
        return DeviceClass.TABLET
    if "Mobi" in user_agent or "iPhone" in user_agent:
        return DeviceClass.PHONE
    return DeviceClass.DESKTOP


def network_hash_of(keys: KeyRing, address: str | None) -> str | None:
    """A keyed code of the network: equal for one office, meaningless outside this installation."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if parsed.version == 6:
        network = ipaddress.ip_network(f"{parsed}/{IPV6_NETWORK_BITS}", strict=False)
        return keys.code(PURPOSE, str(network))
    return keys.code(PURPOSE, str(parsed))


def served_before(served_at: datetime | None, answered_at: datetime) -> datetime | None:
    """The served-at stamp, or unknown where a clock jumped: never a negative time."""
    return served_at if served_at is not None and served_at <= answered_at else None
