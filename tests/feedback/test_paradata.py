from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.keys import KeyRing
from feedback.paradata import device_class_of, network_hash_of, served_before

KEYS = KeyRing(b"0" * 64)
NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Mobile/15E148"
PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537 Chrome/126.0 Mobile Safari/537"
IPAD = "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605 Mobile/15E148"
GALAXY_TAB = "Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537 Chrome/126.0 Safari/537"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (IPHONE, "phone"),
        (PIXEL, "phone"),
        (IPAD, "tablet"),
        (GALAXY_TAB, "tablet"),
        (FIREFOX, "desktop"),
        ("", None),
    ],
)
def test_a_device_is_a_phone_a_tablet_or_a_desktop(user_agent: str, device: str | None) -> None:
    assert device_class_of(user_agent) == device


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("192.0.2.7", "192.0.2.7", id="same address"),
        pytest.param("2001:db8:1:2::3", "2001:db8:1:2:ffff::9", id="same IPv6 network"),
    ],
)
def test_one_network_has_one_hash(one: str, other: str) -> None:
    assert network_hash_of(KEYS, one) == network_hash_of(KEYS, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("192.0.2.7", "192.0.2.8", id="addresses"),
        pytest.param("2001:db8:1:2::3", "2001:db8:1:3::3", id="IPv6 networks"),
    ],
)
def test_different_networks_have_different_hashes(one: str, other: str) -> None:
    assert network_hash_of(KEYS, one) != network_hash_of(KEYS, other)


def test_a_hash_does_not_hold_the_address_and_differs_between_installations() -> None:
    found = network_hash_of(KEYS, "192.0.2.7")

    assert found is not None
    assert "192" not in found
    assert found != network_hash_of(KeyRing(b"1" * 64), "192.0.2.7")


@pytest.mark.parametrize("address", [None, "", "unix socket", "999.1.1.1"])
def test_an_unknown_network_is_unknown(address: str | None) -> None:
    assert network_hash_of(KEYS, address) is None


@pytest.mark.parametrize(
    ("served_at", "known"),
    [
        pytest.param(NOON - timedelta(minutes=1), True, id="before"),
        pytest.param(NOON, True, id="at once"),
        pytest.param(NOON + timedelta(seconds=1), False, id="a clock jumped"),
        pytest.param(None, False, id="never served"),
    ],
)
def test_a_time_to_answer_is_never_negative(served_at: datetime | None, known: bool) -> None:
    assert (served_before(served_at, NOON) is not None) == known
