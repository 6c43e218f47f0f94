"""The OpenAPI document, made of the routes of every blueprint for programs."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_smorest import Api
from marshmallow import Schema, fields

from core.api.blueprints import ApiBlueprint
from core.version import CODE_VERSION
from core.web.problems import PROBLEM_TYPE

EXTENSION = "twofold_openapi"
ABOUT = (
    "Published editions for reading; transactions, responses and mentions for writing. Every "
    "number comes with its interval, its n and its grade, or with the reason why it may not be "
    "shown. What a token sees is what the pages show its owner in the token's role."
)


class FaultSchema(Schema):
    reason = fields.String(required=True)
    field = fields.String(metadata={"description": "missing where it is the row as a whole"})
    row = fields.Integer(metadata={"description": "of a batch, counted from 1"})
    key = fields.String(metadata={"description": "the row's key"})


class ProblemSchema(Schema):
    """Every error, RFC 9457."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(FaultSchema))


class _Document(Api):  # type: ignore[misc] # flask-smorest has no types
    """flask-smorest's document without its error handler: errors are answered in one place."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        pass


def openapi_of(app: Flask) -> dict[str, Any]:
    """The document; made when it is first asked for, since no other request needs it."""
    if EXTENSION not in app.extensions:
        app.extensions[EXTENSION] = _make(app)
    document: dict[str, Any] = app.extensions[EXTENSION]
    return document


def _make(app: Flask) -> dict[str, Any]:
    api = _Document(
        app,
        spec_kwargs={
            "title": "Twofold",
            "version": CODE_VERSION,
            "openapi_version": "3.1.0",
            "info": {"description": ABOUT},
            "security": [{"token": []}],
        },
    )
    scheme = {"type": "http", "scheme": "bearer", "description": "A token made under Your account"}
    api.spec.components.security_scheme("token", scheme)
    for name, blueprint in app.blueprints.items():
        if isinstance(blueprint, ApiBlueprint):
            blueprint.register_views_in_doc(api, app, api.spec, name=name, parameters=None)
            api.spec.tag({"name": blueprint.tag, "description": blueprint.description})
    document: dict[str, Any] = api.spec.to_dict()
    error = document["components"]["responses"]["DEFAULT_ERROR"]
    error["content"] = {PROBLEM_TYPE: next(iter(error["content"].values()))}
    return document
