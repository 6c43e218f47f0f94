from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from metrics.integrity.label.address import FigureName, label_url

EDITION = ("2026-W46", "final", 0)


def test_an_address_reads_like_the_figure_it_names() -> None:
    figure = FigureName("end_user", "nps", 4, "partner", "nord", "sale")

    url = label_url(*EDITION, figure)

    assert url == "/label/2026-W46/final/0/end_user/nps/4/partner?node=nord&touchpoint=sale"


def test_the_total_of_the_network_needs_no_keys() -> None:
    url = label_url(*EDITION, FigureName("gap", "csat", 1, "network"), as_data=True)

    assert url == "/label/2026-W46/final/0/gap/csat/1/network.json"


@pytest.mark.parametrize(
    "key",
    ["DE/North", "..", "a.json", "Śląsk & Söhne", "50 %", "?", "#1", "东/京", " x ", "a//b", "+"],
)
def test_any_key_of_a_place_comes_back_as_it_was_written(key: str) -> None:
    url = urlsplit(label_url(*EDITION, FigureName("end_user", "nps", 1, "region", key, key)))

    assert url.path == "/label/2026-W46/final/0/end_user/nps/1/region"
    assert parse_qs(url.query) == {"node": [key], "touchpoint": [key]}
