"""Read a JSON body that may be anything at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request

from core.errors import BatchRefusedError, FieldFault, RequestRefusedError

LARGEST_BATCH = 1_000


@dataclass(frozen=True)
class Batch:
    """The rows of a body as they came, and the body's SHA-256."""

    rows: tuple[Mapping[str, Any], ...]
    body_hash: str


def read_batch(request: Request, name: str) -> Batch:
    """The list of objects that is all of a body: {"transactions": [{…}, …]}.

    Raises RequestRefusedError for what is not of that form, BatchRefusedError for too many rows.
    """
    data = request.get_data(cache=False)
    document = _read(data)
    rows = document.get(name) if isinstance(document, dict) else None
    if not isinstance(rows, list) or len(document) != 1:
        raise RequestRefusedError(
            f'The body must be an object with the list "{name}" and nothing beside it.',
            [FieldFault("must be a list of objects", name)],
        )
    if not 1 <= len(rows) <= LARGEST_BATCH:
        reason = f"has {len(rows):,} rows; a batch has 1 to {LARGEST_BATCH:,}"
        raise BatchRefusedError(
            f'"{name}" {reason}. Nothing was stored.', [FieldFault(reason, name)]
        )
    faults = [
        FieldFault("must be an object", row=number)
        for number, row in enumerate(rows, 1)
        if not isinstance(row, dict)
    ]
    if faults:
        raise RequestRefusedError(f'Every row of "{name}" must be an object.', faults)
    return Batch(tuple(rows), hashlib.sha256(data).hexdigest())


def _read(data: bytes) -> Any:
    try:
        document = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
        # A lone half of a surrogate pair can be written in JSON and stored nowhere.
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise RequestRefusedError(
            "The body is not JSON in UTF-8 that can be read. Check it with a JSON parser."
        ) from None
    return document


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")
