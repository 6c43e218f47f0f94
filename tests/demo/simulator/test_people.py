from __future__ import annotations

import pytest

from demo.simulator.people import address, ascii_slug, company_name, person_name
from demo.simulator.places import COUNTRIES


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Łukasz Żak", "lukasz-zak"),
        ("Weiß & Söhne Maschinen", "weiss-and-sohne-maschinen"),
        ("Harriet O'Dowd", "harriet-odowd"),
        ("Établissements Lefèvre-Roux", "etablissements-lefevre-roux"),
    ],
)
def test_names_become_plain_letters_for_addresses(name: str, slug: str) -> None:
    assert ascii_slug(name) == slug


def test_addresses_end_where_nobody_lives() -> None:
    assert address("Jörg Müller", "press", 17) == "jorg.muller.17@press.example"


@pytest.mark.parametrize("country_index", range(len(COUNTRIES)))
def test_four_hundred_people_of_a_country_have_different_names(country_index: int) -> None:
    names = {person_name(country_index, number) for number in range(400)}

    assert len(names) == 400


@pytest.mark.parametrize("country_index", range(len(COUNTRIES)))
def test_company_names_carry_a_family_name(country_index: int) -> None:
    names = {company_name(country_index, number) for number in range(160)}

    assert len(names) == 160
    assert not any("{}" in name for name in names)
