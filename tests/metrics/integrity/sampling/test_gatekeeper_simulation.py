"""The short version of `python -m tests.simulation gatekeeper`: honest quarters, and a chooser."""

from __future__ import annotations

import pytest

from tests.simulation.gatekeeper import World, screen_quarter, shares

# At most one honest partner-quarter of a hundred may be given a colour: of 400, ten have a chance
# of less than one in a hundred (binomial).
QUARTERS = 10
MOST_COLOURED = 10 / 400


@pytest.mark.parametrize(
    "world", [World(), World(contact_after_trouble=0.6, sleeps=True)], ids=["usual", "rough"]
)
def test_honest_partners_are_seldom_given_a_colour(world: World) -> None:
    screens = [one for seed in range(QUARTERS) for one in screen_quarter(world, seed)]

    red, coloured = shares(screens)

    assert red <= 1 / 400
    assert coloured < MOST_COLOURED


def test_a_partner_that_leaves_out_most_of_the_unhappy_is_found() -> None:
    found = [screen_quarter(World(omits=0.6, weekly=30.0), seed)[0] for seed in range(5)]

    assert all(screen.needs_review for screen in found)
