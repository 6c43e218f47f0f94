from __future__ import annotations

import gzip
import hashlib
import re
from base64 import b64encode

import pytest
from flask import Flask, Response, render_template_string, stream_with_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.guard import public
from core.web.headers import FOR_EVER, content_hash, content_policy

GZIP = {"Accept-Encoding": "gzip, br"}


def fetch(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """The whole answer, its file closed as a server would do."""
    return client.get(path, headers=headers, buffered=True)


def stylesheet(client: FlaskClient) -> str:
    found = re.search(r'<link rel="stylesheet" href="([^"]+)"', client.get("/sign-in").text)
    assert found is not None
    return found[1]


def test_a_page_may_load_only_from_here_and_run_nothing_inline(client: FlaskClient) -> None:
    policy = client.get("/sign-in").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "unsafe" not in policy
    for rule in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert rule in policy


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page", "/health", "/static/twofold.css"])
def test_every_answer_carries_the_steady_headers(client: FlaskClient, path: str) -> None:
    headers = fetch(client, path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/a/12-code", "/unsubscribe/12-code"])
def test_a_personal_link_is_told_to_nobody_as_a_referrer(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Referrer-Policy"] == "no-referrer"


def test_an_inline_style_or_script_is_let_through_by_its_own_hash_only(app: Flask) -> None:
    css, code = "p{margin:0}", "let a = 1;"

    @app.get("/inline")
    @public("for this test")
    def inline() -> str:
        return render_template_string(
            "{{ inline_style(css) }}{{ inline_script(code) }}", css=css, code=code
        )

    client = app.test_client()
    answer = client.get("/inline")
    policy = answer.headers["Content-Security-Policy"]

    assert answer.text == f"<style>{css}</style><script>{code}</script>"
    assert f"style-src 'self' {_source(css)};" in policy
    assert f"script-src 'self' {_source(code)};" in policy
    assert "sha256" not in client.get("/sign-in").headers["Content-Security-Policy"]


def test_a_policy_lists_its_hashes_where_they_belong() -> None:
    policy = content_policy(("'sha256-a'",), ())

    assert "style-src 'self' 'sha256-a'" in policy
    assert "script-src 'self';" in policy


def test_a_page_is_never_kept_by_a_cache(client: FlaskClient) -> None:
    for path in ("/sign-in", "/account", "/no-such-page"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_static_file_with_its_hash_is_kept_for_ever(client: FlaskClient) -> None:
    address = stylesheet(client)

    assert re.search(r"\?v=[0-9a-f]{16}$", address)
    assert fetch(client, address).headers["Cache-Control"] == FOR_EVER


@pytest.mark.parametrize("query", ["", "?v=0000000000000000"])
def test_a_static_file_without_its_present_hash_is_asked_for_again(
    client: FlaskClient, query: str
) -> None:
    answer = fetch(client, f"/static/twofold.css{query}")

    assert answer.status_code == 200
    assert "immutable" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("name", ["missing.css", "../app.py", "../../etc/passwd"])
def test_what_is_no_static_file_has_no_hash(app: Flask, name: str) -> None:
    with app.app_context():
        assert content_hash(name) is None


def test_pages_and_stylesheets_leave_compressed_and_whole(client: FlaskClient) -> None:
    for path in ("/sign-in", stylesheet(client)):
        plain, packed = fetch(client, path), fetch(client, path, **GZIP)

        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(packed.data) == packed.content_length < 0.6 * len(plain.data)
        assert _timeless(gzip.decompress(packed.data)) == _timeless(plain.data)
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert "Accept-Encoding" in plain.headers["Vary"]


def test_a_stylesheet_asked_for_again_with_its_tag_is_not_sent_again(client: FlaskClient) -> None:
    first = fetch(client, "/static/twofold.css", **GZIP)

    again = fetch(client, "/static/twofold.css", **GZIP, **{"If-None-Match": first.headers["ETag"]})

    assert first.headers["ETag"].startswith('W/"')
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("encoding", ["br", "identity", "gzip;q=0"])
def test_nothing_is_compressed_for_a_browser_that_does_not_want_it(
    client: FlaskClient, encoding: str
) -> None:
    answer = client.get("/sign-in", headers={"Accept-Encoding": encoding})

    assert "Content-Encoding" not in answer.headers


def test_short_and_streamed_answers_stay_as_they_are(app: Flask) -> None:
    @app.get("/short")
    @public("for this test")
    def short() -> str:
        return "x" * 499

    @app.get("/stream")
    @public("for this test")
    def stream() -> Response:
        return Response(stream_with_context("x" * 600 for _ in range(3)), mimetype="text/html")

    client = app.test_client()

    for path, size in (("/short", 499), ("/stream", 1800)):
        answer = client.get(path, headers=GZIP)
        assert "Content-Encoding" not in answer.headers
        assert len(answer.data) == size


def _timeless(page: bytes) -> bytes:
    """Without the form token, which is signed with the time."""
    return re.sub(rb'name="csrf_token" value="[^"]+"', b"", page)


def _source(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
