from __future__ import annotations

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from access.guard import public
from core.errors import Fault, NotSavedError, TwofoldError
from core.web.errors import STATUS_OF_FAULT, WORDS


class InvalidError(TwofoldError):
    fault = Fault.INVALID


class ForbiddenError(TwofoldError):
    fault = Fault.FORBIDDEN


class MissingError(TwofoldError):
    fault = Fault.MISSING


class ConflictError(TwofoldError):
    fault = Fault.CONFLICT


class GoneError(TwofoldError):
    fault = Fault.GONE


class TooLargeError(TwofoldError):
    fault = Fault.TOO_LARGE


class TooManyError(TwofoldError):
    fault = Fault.TOO_MANY


TEXT = "What happened & what to do."


def raising(app: Flask, error: Exception) -> FlaskClient:
    """A client of an application whose page /broken raises the error."""

    @app.get("/broken")
    @public("for this test")
    def broken() -> str:
        raise error

    return app.test_client()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidError(TEXT), 400),
        (ForbiddenError(TEXT), 403),
        (MissingError(TEXT), 404),
        (ConflictError(TEXT), 409),
        (GoneError(TEXT), 410),
        (TooLargeError(TEXT), 413),
        (TooManyError(TEXT), 429),
        (NotSavedError(TEXT), 503),
    ],
)
def test_an_error_of_the_domain_becomes_a_page_with_its_words_and_status(
    app: Flask, error: TwofoldError, status: int
) -> None:
    answer = raising(app, error).get("/broken")

    assert answer.status_code == status
    assert "What happened &amp; what to do." in answer.text
    assert WORDS[status].title in answer.text


def test_every_fault_has_a_status_and_every_status_its_words() -> None:
    assert set(STATUS_OF_FAULT) == set(Fault)
    assert set(STATUS_OF_FAULT.values()) <= set(WORDS)


def test_what_could_not_be_saved_may_be_sent_again_soon(app: Flask) -> None:
    answer = raising(app, NotSavedError(TEXT)).get("/broken")

    assert int(answer.headers["Retry-After"]) > 0


def test_our_own_mistakes_are_owned_and_show_nothing_of_the_inside(app: Flask) -> None:
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    answer = raising(app, RuntimeError("secret detail")).get("/broken")

    assert answer.status_code == 500
    assert "on our side" in answer.text
    assert "secret detail" not in answer.text


def test_a_database_that_does_not_answer_is_said_so(app: Flask) -> None:
    error = OperationalError("SELECT secret", {}, Exception("gone away"))

    answer = raising(app, error).get("/broken")

    assert answer.status_code == 503
    assert "database cannot be reached" in answer.text
    assert "secret" not in answer.text


def test_a_page_that_is_not_there_says_where_to_go(client: FlaskClient) -> None:
    answer = client.get("/no-such-page")

    assert answer.status_code == 404
    assert "no such page" in answer.text


def test_the_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.get("/sign-out")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_too_large_a_body_is_refused_with_the_setting_that_decides(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000

    answer = app.test_client().post("/sign-in", data={"email": "a" * 2000})

    assert answer.status_code == 413
    assert "TWOFOLD_UPLOAD_LIMIT_MB" in answer.text


def test_how_long_to_wait_reaches_the_browser(app: Flask) -> None:
    answer = raising(app, TooManyRequests(retry_after=90)).get("/broken")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "90"


def test_words_given_when_aborting_replace_the_general_ones(app: Flask) -> None:
    @app.get("/week")
    @public("for this test")
    def week() -> str:
        abort(404, "There is no edition of week 60.")

    answer = app.test_client().get("/week")

    assert "There is no edition of week 60." in answer.text


def test_when_the_page_itself_cannot_be_drawn_the_words_still_arrive(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = raising(app, MissingError("Gone <b>fishing</b>."))
    app.jinja_env.globals["url_for"] = None
    app.jinja_env.cache = None

    answer = client.get("/broken")

    assert answer.status_code == 404
    assert "Gone &lt;b&gt;fishing&lt;/b&gt;." in answer.text
