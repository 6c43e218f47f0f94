"""Everything that a partner, and nobody at all, can open holds nothing of another partner.

Every route with everything that exists in its blanks, every parameter that a view reads, every
link, in every format. The house walks the same way and meets the canaries, so that the walk is
known to see them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from access.guard import EVERY_ROLE, roles
from access.models import Role
from metrics.exports.formats import FORMATS
from tests.metrics.leaks.addresses import (
    QUERY,
    UnknownBlankError,
    addresses,
    parameters_documented,
    parameters_read,
)
from tests.metrics.leaks.decoding import text_of
from tests.metrics.leaks.networks import NAMES, OWN, SECRET
from tests.metrics.leaks.planting import TEXTS, mark_figures
from tests.metrics.leaks.walks import COUNTS, NUMBERS, WORDS, Seen, canaries_in, walk
from tests.metrics.leaks.worlds import World

EVERY_CANARY = {*WORDS, *NUMBERS, *COUNTS}
TABLE_TYPES = {facts.media_type.partition(";")[0] for facts in FORMATS.values()}
LETTER = "message/rfc822"


@pytest.fixture(scope="module")
def partner(world: World) -> FlaskClient:
    return world.reader(Role.CHANNEL_PARTNER, OWN)


@pytest.fixture(scope="module")
def own(world: World, partner: FlaskClient) -> list[Seen]:
    """All that the partner can open, walked once."""
    return list(walk(partner, addresses(world.app, world.session)))


# Confidential, and in no page or file that is only opened.
NOT_FOR_READING = {
    "a company that buys from the partner", "a person who buys from the partner",
    "a person at the partner", "why a comment is kept back",
}  # fmt: skip
OF_EACH = 30


def _thinned(endpoint: str, paths: Sequence[str]) -> Sequence[str]:
    """Some of a page's addresses, from the first to the last; of one edition every file."""
    if endpoint == "exports.edition_table":
        return [path for path in paths if "2026-W45/final/0" in path]
    return paths[:: -(-len(paths) // OF_EACH)]


def _said(seen: Seen) -> str:
    """What a page says, without what is new with every answer."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", f"{seen.mimetype}\n{seen.text}")


def leaks(seen: Iterable[Seen]) -> dict[str, list[str]]:
    """By canary, where it was met."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in seen:
        for canary in one.canaries:
            found[canary].append(f"{one.status} {one.path}")
    return found


def test_nothing_of_another_partner_reaches_a_partner(own: list[Seen]) -> None:
    assert leaks(own) == {}


def test_the_walk_opens_what_a_partner_has_in_every_format(own: list[Seen]) -> None:
    opened = [seen for seen in own if seen.status == 200]

    types = {seen.mimetype for seen in opened}
    assert types >= {*TABLE_TYPES, "text/html", "application/json", "application/pdf"}
    everything = "\n".join(seen.text for seen in opened)
    assert NAMES[OWN] in everything
    assert "Network, rounded" in everything
    assert any("/label/2026-W45/final/0/end_user/nps/4/network" in seen.path for seen in opened)


def test_nothing_at_all_reaches_somebody_who_is_not_signed_in(world: World) -> None:
    seen = list(walk(world.app.test_client(), addresses(world.app, world.session)))

    assert leaks(seen) == {}
    assert [one.path for one in seen if NAMES[OWN] in one.text] == []
    assert {one.status for one in seen} >= {200, 302, 401, 404}


def test_the_house_meets_every_canary_that_it_may_and_in_every_format(world: World) -> None:
    paths = {
        endpoint: _thinned(endpoint, listed)
        for endpoint, listed in addresses(world.app, world.session).items()
    }
    house = world.reader(Role.ADMINISTRATOR, None)

    by_type: dict[str, set[str]] = defaultdict(set)
    for seen in walk(house, paths, asked_of_each=0, follows=100):
        by_type[seen.mimetype] |= seen.canaries
    assert set().union(*by_type.values()) == EVERY_CANARY - NOT_FOR_READING
    for mimetype in TABLE_TYPES | {"text/html", "application/json"}:
        assert by_type[mimetype] >= {"a hidden count", "the partner's key"}, mimetype
    assert "a hidden figure at the page's places" in by_type["application/pdf"]


def test_letters_of_a_partner_hold_nothing_of_another(world: World) -> None:
    letters = [text_of(letter, LETTER) for letter in world.letters()]

    by_reader = {text.partition("To: ")[2].partition("\n")[0]: text for text in letters}
    [mine] = [text for reader, text in by_reader.items() if "own@reader" in reader]
    [theirs] = [text for reader, text in by_reader.items() if "other@reader" in reader]
    assert canaries_in(mine) == set()
    assert NAMES[OWN] in mine
    assert canaries_in(theirs) >= {"the partner's name", "owner of a target"}
    assert "%PDF" not in mine
    assert mine.count("application/pdf") == theirs.count("application/pdf")


def test_whatever_is_found_of_others_a_partner_reads_the_same(
    world: World, partner: FlaskClient, own: list[Seen]
) -> None:
    """Figures that are not its to see, early ones and replaced ones of its own among them, move."""
    said: dict[str, str] = {}
    for seen in own:
        if seen.status == 200:
            said.setdefault(_said(seen), seen.path)

    mark_figures(world.session, step=1)
    try:
        again = list(walk(partner, {"": said.values()}, asked_of_each=0, follows=0))
    finally:
        mark_figures(world.session, step=0)

    assert [seen.path for seen in again if _said(seen) not in said] == []
    assert len(said) > 300


def test_a_route_with_a_blank_that_nobody_knows_ends_the_walk(app: Flask, world: World) -> None:
    @app.get("/new/<thing>")
    @roles(*EVERY_ROLE)
    def new(thing: str) -> str:
        return thing

    with pytest.raises(UnknownBlankError, match="/new/<thing>: say in BLANKS"):
        addresses(app, world.session)


def test_every_parameter_of_a_page_and_of_the_programs_addresses_is_tried(world: World) -> None:
    documented = parameters_documented(world.app.test_client())

    assert parameters_read() | documented <= set(QUERY)
    assert {"week", "key", "node", "partner"} <= parameters_read()
    assert {"cursor", "limit"} <= documented


@pytest.mark.parametrize(
    ("text", "canaries"),
    [
        (f"<p>{NAMES[SECRET]}</p>", {"the partner's name"}),
        ('{"value": -73.73913}', {"a hidden figure"}),
        ("NPS −74 [−82 to −64]", {"a hidden figure at the page's places",
                               "a hidden interval at the page's places"}),
        ("n 610,042", {"a hidden count"}),
        ("of 36.28764 points", {"what was rounded"}),
        (TEXTS["why a final was revised"], {"why a final was revised"}),
        ("hash 0d73913, n 61,004, 35 [30–45]", set()),
    ],
)  # fmt: skip
def test_canaries_are_known_in_whatever_form(text: str, canaries: set[str]) -> None:
    assert canaries_in(text) == canaries
