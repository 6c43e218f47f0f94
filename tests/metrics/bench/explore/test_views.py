from __future__ import annotations

import gzip
from collections.abc import Callable

from flask.testing import FlaskClient

from access.models import Role
from metrics.models import Edition

ClientAs = Callable[[Role, str | None], FlaskClient]


def test_the_library_is_named_by_its_content_compressed_and_kept_for_ever(
    published: list[Edition], client_as: ClientAs
) -> None:
    reader = client_as(Role.EXECUTIVE, None)
    address = reader.get("/explore/library.json").get_json()["script"]

    small = reader.get(address, headers={"Accept-Encoding": "gzip"})
    whole = reader.get(address, headers={"Accept-Encoding": "identity"})

    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert len(small.data) < 1_600_000
    assert gzip.decompress(small.data) == whole.data
    assert reader.get("/explore/library-0000000000000000.js").status_code == 404


def test_nothing_of_it_is_loaded_before_somebody_asks(
    published: list[Edition], client_as: ClientAs
) -> None:
    page = client_as(Role.EXECUTIVE, None).get("/bench").get_data(as_text=True)

    assert "/explore/library-" not in page
    assert page.count("<script") == 1
    assert 'data-library="/explore/library.json"' in page


def test_scripts_stay_strict_and_only_an_empty_style_element_passes(
    published: list[Edition], client_as: ClientAs
) -> None:
    policy = client_as(Role.EXECUTIVE, None).get("/bench").headers["Content-Security-Policy"]

    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    assert parts["script-src"] == "'self'"
    assert parts["style-src"] == f"'self' {empty}"


def test_nobody_who_is_not_signed_in_gets_the_library(client: FlaskClient) -> None:
    assert client.get("/explore/library.json").status_code == 302
