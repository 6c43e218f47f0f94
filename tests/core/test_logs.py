from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from access.guard import public

CODE = "15720-wZiLXINYdZNFkbPtg94oH7nozCw"


@pytest.mark.parametrize("path", ["/a/", "/o/", "/o/12-aZ09_-x/", "/link/", "/unsubscribe/"])
@pytest.mark.parametrize(
    "error", [ZeroDivisionError("a mistake"), OperationalError("SELECT 1", {}, Exception("away"))]
)
def test_a_failing_page_of_a_link_leaves_no_code_in_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture, path: str, error: Exception
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.before_request
    def fail() -> None:
        raise error

    answer = app.test_client().get(f"{path}{CODE}?recommend=3")

    assert answer.status_code in (500, 503)
    assert caplog.text
    assert CODE not in caplog.text


def test_a_page_without_a_code_is_named_in_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/broken/page")
    @public("for this test")
    def broken() -> str:
        raise ZeroDivisionError

    app.test_client().get("/broken/page")

    assert "/broken/page" in caplog.text


def test_an_error_of_the_database_does_not_tell_the_values(session: Session) -> None:
    with pytest.raises(DBAPIError) as raised:
        session.execute(sa.text("SELECT :answer FROM no_such_table"), {"answer": "very unhappy"})

    assert "very unhappy" not in str(raised.value)
