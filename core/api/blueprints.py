"""A blueprint for programs: typed decorators over flask-smorest, which documents them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn, TypeVar

from flask import Request, Response, abort, g, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser

from core.errors import FieldFault, RequestRefusedError, TwofoldError
from core.web.errors import answer_known_error

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/api/v1"
JSON = "application/json"
LARGEST_BODY_BYTES = 8 * 1024 * 1024


class QueryParser(FlaskParser):
    """Bad parameters are refused in the form of every other error, with the fields' names."""

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        known = ", ".join(schema.load_fields)
        raise RequestRefusedError(
            f"Something behind the question mark cannot be used. Known here: {known}.",
            _faults(error.messages),
        ) from None


def _faults(messages: Any) -> Iterator[FieldFault]:
    for location in messages.values():
        for name, reasons in location.items():
            yield FieldFault(" ".join(map(str, reasons)), str(name))


class ApiBlueprint(Blueprint):  # type: ignore[misc] # flask-smorest has no types
    """Routes below /api/v1, each documented from what its decorator says."""

    ARGUMENTS_PARSER = QueryParser()

    def __init__(self, name: str, import_name: str, about: str) -> None:
        super().__init__(f"api_{name}", import_name, url_prefix=PREFIX, description=about)
        self.tag = name
        self.before_request(_check_media)
        self.after_request(_let_it_be_kept)
        # Before the handlers that answer some of these errors with a page of their own.
        self.register_error_handler(TwofoldError, answer_known_error)

    def reads(
        self,
        path: str,
        gives: type[Schema] | dict[str, Any],
        asks: type[Schema] | None = None,
    ) -> Callable[[View], View]:
        """A GET: the view's value goes out in the form `gives`; `asks` are its parameters, which
        the view takes as its first argument."""

        def register(view: View) -> View:
            made = self.response(200, gives)(view)
            if asks is not None:
                made = self.arguments(asks, location="query", unknown=RAISE)(made)
            made = self.doc(responses={"304": {"description": "What you have is still current"}})(
                made
            )
            self.route(path, methods=["GET"], tags=[self.tag])(made)
            return view

        return register

    def takes(
        self, path: str, gives: type[Schema], body: Mapping[str, Any]
    ) -> Callable[[View], View]:
        """A POST whose body has the JSON schema `body`; the view reads it itself."""

        def register(view: View) -> View:
            made = self.response(200, gives)(view)
            made = self.doc(requestBody={"required": True, "content": {JSON: {"schema": body}}})(
                made
            )
            self.route(path, methods=["POST"], tags=[self.tag])(made)
            return view

        return register


def _check_media() -> None:
    accepted = request.accept_mimetypes
    if accepted and not accepted.best_match([JSON]):
        abort(406)
    if request.method == "POST" and request.mimetype != JSON:
        abort(415)
    limit = request.max_content_length or LARGEST_BODY_BYTES
    request.max_content_length = min(limit, LARGEST_BODY_BYTES)


def answer_if_unchanged(etag: str) -> None:
    """Give the answer this entity tag; end the request with 304 where the program has it."""
    g.twofold_etag = etag
    if request.if_none_match.contains_weak(etag):
        abort(_kept(Response(status=304), etag))


def _let_it_be_kept(response: Response) -> Response:
    """Answers may be kept by the program alone, and are asked for again before each use.

    What has no entity tag of its own has its content's.
    """
    response.vary.add("Authorization")
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    etag = g.get("twofold_etag") or hashlib.sha256(response.get_data()).hexdigest()
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
        response.vary.add("Authorization")
    return _kept(response, etag)


def _kept(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
