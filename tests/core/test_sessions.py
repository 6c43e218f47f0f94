from __future__ import annotations

import pytest
from flask import Flask, session

from access.guard import public


@pytest.fixture(autouse=True)
def _pages(app: Flask) -> None:
    @app.get("/note/<word>")
    @public("for this test")
    def note(word: str) -> str:
        session["word"] = word
        return "noted"

    @app.get("/say")
    @public("for this test")
    def say() -> str:
        return str(session.get("word", "nothing"))


def test_what_a_session_holds_comes_back_with_its_cookie(app: Flask) -> None:
    client = app.test_client()

    client.get("/note/pumps")

    assert client.get("/say").text == "pumps"


def test_without_a_cookie_a_session_is_empty_and_leaves_none(app: Flask) -> None:
    answer = app.test_client().get("/say")

    assert answer.text == "nothing"
    assert "Set-Cookie" not in answer.headers


def test_a_cookie_that_was_changed_is_an_empty_session(app: Flask) -> None:
    client = app.test_client()
    client.get("/note/pumps")
    name = str(app.config["SESSION_COOKIE_NAME"])
    kept = client.get_cookie(name)
    assert kept is not None
    client.set_cookie(name, f"x{kept.value}")

    assert client.get("/say").text == "nothing"
