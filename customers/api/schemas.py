"""What a program sends and gets back when it writes rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, fields

from core.api.bodies import LARGEST_BATCH
from customers.imports.kinds import Field

TEXT: Mapping[str, Any] = {"type": ["string", "null"]}
# Fields that JSON can say better than by a text.
TYPES: Mapping[str, Mapping[str, Any]] = {
    "amount": {"type": ["number", "string", "null"], "minimum": 0},
    "is_late": {"type": ["boolean", "null"]},
    "has_complaint": {"type": ["boolean", "null"]},
    "is_returned": {"type": ["boolean", "null"]},
}


class NoteSchema(Schema):
    count = fields.Integer(required=True, metadata={"description": "rows it is about"})
    text = fields.String(required=True)


class StoredSchema(Schema):
    """What became of a batch. Sent again, everything is unchanged."""

    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    notes = fields.List(fields.Nested(NoteSchema), required=True)


def batch_body(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON schema of a body that is one list of rows."""
    rows = {"type": "array", "minItems": 1, "maxItems": LARGEST_BATCH, "items": row}
    return {
        "type": "object",
        "properties": {name: rows},
        "required": [name],
        "additionalProperties": False,
    }


def row_of(fields: Iterable[Field], beside: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The JSON schema of a row with these fields, and required others `beside` them."""
    listed = tuple(fields)
    properties = {
        field.name: {**TYPES.get(field.name, TEXT), "description": field.about} for field in listed
    }
    return {
        "type": "object",
        "properties": {**properties, **(beside or {})},
        "required": [
            "key",
            *(field.name for field in listed if field.is_required),
            *(beside or {}),
        ],
        "additionalProperties": False,
    }
