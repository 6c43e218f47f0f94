from __future__ import annotations

import pytest

from core.outbox.addresses import is_usable_address


@pytest.mark.parametrize(
    "address",
    ["a@b", "jo.bloggs+cx@example.com", "o'hara@mail.example.co.uk", "info@müller.example"],
)
def test_an_ordinary_address_can_be_written_to(address: str) -> None:
    assert is_usable_address(address)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "nobody",
        "@example.com",
        "jo@",
        "jo@@example.com",
        "jo bloggs@example.com",
        "jo@exam ple.com",
        "jo@example.com\nBcc: all@example.com",
        "jo@example.com\r\n",
        "jo,ann@example.com",
        "<jo@example.com>",
        '"jo"@example.com',
        "jo..b@example.com",
        ".jo@example.com",
        "jo@example..com",
        "jo@-example.com",
        "jürgen@example.com",
        "jo\x00@example.com",
        "j" * 65 + "@example.com",
        "jo@" + "e" * 300,
    ],
)
def test_what_is_no_single_plain_address_cannot(address: str | None) -> None:
    assert not is_usable_address(address)
