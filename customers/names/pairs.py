"""One key for a channel partner and a product line together: `nord/piston`."""

from __future__ import annotations

SEPARATOR = "/"
# Keys are whatever a business writes, so that they may hold the sign that stands between two.
ESCAPES = (("%", "%25"), (SEPARATOR, "%2F"))


def pair_key(partner_key: str, product_line_key: str) -> str:
    """Both keys as one, from which `pair_of` gives them back.

    >>> pair_key("nord", "1/2 inch")
    'nord/1%2F2 inch'
    """
    return SEPARATOR.join((_escaped(partner_key), _escaped(product_line_key)))


def pair_of(key: str) -> tuple[str, str]:
    """The partner's key and the product line's; of anything else the second is empty.

    >>> pair_of("nord/1%2F2 inch")
    ('nord', '1/2 inch')
    """
    partner, _, line = key.partition(SEPARATOR)
    return _plain(partner), _plain(line)


def prefix_of(partner_key: str) -> str:
    """What every key of this partner with a product line begins with, and no other key."""
    return _escaped(partner_key) + SEPARATOR


def _escaped(key: str) -> str:
    for sign, escape in ESCAPES:
        key = key.replace(sign, escape)
    return key


def _plain(key: str) -> str:
    for sign, escape in reversed(ESCAPES):
        key = key.replace(escape, sign)
    return key
