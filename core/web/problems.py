"""Errors for programs: problem documents (RFC 9457) in place of pages, below one address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask import Response, json
from werkzeug.http import HTTP_STATUS_CODES

from core.errors import FieldFault

ROOT = "/api/"
PROBLEM_TYPE = "application/problem+json"

# Where the advice of the pages ("reload", "go back") would mean nothing to a program.
WORDS = {
    400: "Something in the request was not as expected. See docs/api.md for what it may be.",
    403: "The token's role may not do this. Use a token of a role that may.",
    404: "There is nothing at this address, or it is not yours to see. Check it against the "
    "document at /api/v1/openapi.json.",
    405: "This address does not answer to that method. The Allow header names those it takes.",
    406: "The answer is JSON. Accept application/json, or leave the Accept header out.",
    409: "Something else was faster. Read how things stand now, and send it again.",
    413: "The body is larger than is taken at once. Send fewer rows.",
    415: "The body must be JSON. Send it with Content-Type: application/json.",
}


def is_for_programs(path: str) -> bool:
    return path.startswith(ROOT)


def words_for_programs(status: int) -> str | None:
    """The general advice for a status; None where the pages' own does as well."""
    return WORDS.get(status)


def answer_problem(status: int, detail: str, faults: Iterable[FieldFault] = ()) -> Response:
    """The problem document: status, its usual title, what happened, and each field at fault."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTP_STATUS_CODES.get(status, "Error"),
        "status": status,
        "detail": detail,
    }
    errors = [_stated(fault) for fault in faults]
    if errors:
        document["errors"] = errors
    return Response(json.dumps(document), status, mimetype=PROBLEM_TYPE)


def _stated(fault: FieldFault) -> dict[str, Any]:
    return {name: value for name, value in asdict(fault).items() if value}
