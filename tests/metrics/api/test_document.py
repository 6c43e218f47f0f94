"""The OpenAPI document, and whether every answer has the form that it states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from metrics.models import Edition
from tests.factories import make_transaction, make_version
from tests.programs import PREFIX, Program, make_program

Spec = dict[str, Any]
FINAL = "/editions/2026-W45/final/0"
ONE = "/editions/{week}/{kind}/{revision}"
LABEL = f"{ONE}/labels/{{of}}/{{metric}}/{{window}}/{{level}}"
READ = {
    "/editions": "/editions",
    ONE: FINAL,
    f"{ONE}/estimates": f"{FINAL}/estimates?limit=1000",
    f"{ONE}/gaps": f"{FINAL}/gaps",
    f"{ONE}/changes": f"{FINAL}/changes",
    f"{ONE}/charts": f"{FINAL}/charts",
    f"{ONE}/standings": f"{FINAL}/standings",
    f"{ONE}/distributions": f"{FINAL}/distributions",
    f"{ONE}/drivers": f"{FINAL}/drivers",
    f"{ONE}/findings": f"{FINAL}/findings",
    LABEL: f"{FINAL}/labels/end_user/nps/4/network",
    "/mentions": "/mentions",
}
MENTION = {"key": "m1", "source": "forum", "written_at": "2026-11-12", "text": "Hm."}
BODIES = {
    "/transactions": {
        "transactions": [{"key": "t9", "touchpoint": "sale", "date": "2026-11-11", "amount": 5,
                          "currency": "EUR", "partner": "nowhere", "is_late": None}]
    },
    "/responses": {
        "responses": [{"key": "r1", "transaction": "t1", "audience": "end_user",
                       "answered_at": "2026-11-12", "answers": {"recommend": 9}}]
    },
    "/mentions": {"mentions": [MENTION]},
}  # fmt: skip


@pytest.fixture
def spec(client: FlaskClient) -> Spec:
    answer = client.get(f"{PREFIX}/openapi.json")
    assert answer.status_code == 200
    document: Spec = answer.get_json()
    return document


def form_of(spec: Spec, path: str, method: str, status: str) -> Spec:
    """The JSON schema of an answer, closed: a field that is not documented is found."""
    response = spec["paths"][f"{PREFIX}{path}"][method]["responses"][status]
    if "$ref" in response:
        response = spec["components"]["responses"][response["$ref"].rpartition("/")[2]]
    [content] = response["content"].values()
    closed = {
        name: {**schema, "additionalProperties": False}
        for name, schema in spec["components"]["schemas"].items()
    }
    return {**content["schema"], "components": {"schemas": closed}}


def operations(spec: Spec) -> Iterator[tuple[str, str, Spec]]:
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post"):
                yield path, method, operation


def test_the_document_names_every_route_for_programs_and_none_besides(
    spec: Spec, app: Flask
) -> None:
    routes = {
        (rule.rule, method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX) and rule.endpoint != "openapi.show_document"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    named = {(path, method) for path, method, _ in operations(spec)}

    plain = {(path.replace("{", "<").replace("}", ">"), method) for path, method in named}
    assert plain == {(path.replace("<int:", "<"), method) for path, method in routes}


def test_every_operation_says_what_it_does_and_how_it_fails(spec: Spec) -> None:
    assert spec["openapi"].startswith("3.1")
    assert spec["security"] == [{"token": []}]
    for path, method, operation in operations(spec):
        assert operation["summary"].endswith("."), path
        assert "default" in operation["responses"], (path, method)


def test_answers_have_the_documented_form_for_the_house_and_for_a_partner(
    spec: Spec,
    house: Program,
    published: list[Edition],
    program_of: Callable[[str], Program],
) -> None:
    partner = program_of("ribera")

    for path, asked in READ.items():
        form = form_of(spec, path, "get", "200")
        jsonschema.validate(house.get(asked).get_json(), form)
        answer = partner.get(asked)
        is_open = answer.status_code == 200
        jsonschema.validate(
            answer.get_json(), form if is_open else form_of(spec, path, "get", "default")
        )


def test_bodies_and_their_answers_have_the_documented_form(
    spec: Spec, app: Flask, session: Session, now: datetime, published: list[Edition]
) -> None:
    make_transaction(session, now, "t1")
    make_version(session, now)
    program = make_program(app, session, Role.PROGRAMME_MANAGER, None, now)

    for path, body in BODIES.items():
        operation = spec["paths"][f"{PREFIX}{path}"]["post"]
        form = operation["requestBody"]["content"]["application/json"]["schema"]
        jsonschema.validate(body, form)
        stored, refused = program.post(path, body), program.post(path, {})
        jsonschema.validate(stored.get_json(), form_of(spec, path, "post", "200"))
        jsonschema.validate(refused.get_json(), form_of(spec, path, "post", "default"))
        assert (stored.get_json()["new"], refused.status_code) == (1, 400)


def test_errors_of_every_kind_have_the_documented_form(
    spec: Spec, house: Program, client: FlaskClient
) -> None:
    form = form_of(spec, "/editions", "get", "default")
    answers = (
        client.get(f"{PREFIX}/editions"),
        house.get("/editions?limit=0"),
        house.get("/nothing"),
        house.get("/editions", Accept="text/html"),
        house.post("/editions", {}),
        house.post("/mentions", {}),
        client.get(f"{PREFIX}/editions", headers={"Host": "elsewhere.example"}),
    )

    for answer in answers:
        jsonschema.validate(answer.get_json(), form)
        assert answer.mimetype == "application/problem+json"
        assert answer.get_json()["status"] == answer.status_code

    assert [answer.status_code for answer in answers] == [401, 400, 404, 406, 405, 403, 400]
