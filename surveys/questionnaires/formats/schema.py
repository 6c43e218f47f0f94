"""The JSON Schema of our own format, for editors and other programs that write it.

It says the form. Whether a questionnaire of the right form can be asked is said by
`surveys.questionnaires.checks`, since no schema can walk through conditions.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from customers.models import Audience
from surveys.questionnaires.conditions import Fact, Operator
from surveys.questionnaires.formats.limits import (
    LONGEST_KEY,
    LONGEST_TEXT,
    MOST_LANGUAGES,
    MOST_OBJECTIVES,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    MOST_SKIPS,
)
from surveys.questionnaires.formats.own_reading import FORMAT, LANGUAGE_FORM
from surveys.questionnaires.formats.placed import LARGEST_WHOLE
from surveys.questionnaires.shapes import Direction, Flow
from surveys.questionnaires.types import FACTS, QuestionMetric, QuestionType

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def questionnaire_schema() -> Schema:
    """The whole schema, as plain data."""
    document = _table(
        {
            "$schema": {"type": "string"},
            "format": {"const": FORMAT},
            "key": _text(LONGEST_KEY, "The audience and what it is asked about: end_user.delivery"),
            "audience": _one_of(Audience),
            "languages": _list({"type": "string", "pattern": _LANGUAGE}, MOST_LANGUAGES),
            "flow": _one_of(Flow),
            "title": _ref("texts"),
            "intro": _ref("texts"),
            "questions": _list(_ref("question"), MOST_QUESTIONS),
        },
        needed=("format", "key", "audience"),
    )
    return {
        "$schema": DIALECT,
        "title": "A questionnaire of Twofold",
        **document,
        "$defs": {
            "texts": _texts(),
            "question": _question(),
            "labelled": _table({"value": _value(), "label": _ref("texts")}, needed=("value",)),
            "condition": _condition(),
        },
    }


_LANGUAGE = f"^{LANGUAGE_FORM.pattern}$"


def _texts() -> Schema:
    return {
        "description": "A text by language, as en, de or pt-br",
        "type": "object",
        "propertyNames": {"pattern": _LANGUAGE},
        "additionalProperties": {"type": ["string", "null"], "maxLength": LONGEST_TEXT},
    }


def _question() -> Schema:
    limit: Schema = {"type": ["string", "number"]}
    return _table(
        {
            "key": _text(LONGEST_KEY, "Lower-case letters, digits and _"),
            "type": {"oneOf": [_type(kind) for kind in QuestionType]},
            **{name: _ref("texts") for name in ("text", "hint", "low", "high")},
            "required": {"type": "boolean"},
            "metric": _one_of(QuestionMetric),
            "options": _list(_ref("labelled"), MOST_OPTIONS),
            "rows": _list(_ref("labelled"), MOST_OPTIONS),
            "not_applicable": {"oneOf": [{"type": "boolean"}, _ref("texts")]},
            "exclusive": _list(_value(), MOST_OPTIONS),
            **{name: _whole(1) for name in ("fewest", "most", "max_length")},
            "decimals": _whole(0),
            "scale": _one_of(QuestionType),
            "lowest": limit,
            "highest": limit,
            "construct": _text(LONGEST_KEY, "What it measures: a key of the strategy's constructs"),
            "objectives": _list(_value(), MOST_OBJECTIVES),
            "direction": _one_of(Direction),
            "show_if": _ref("condition"),
            "skips": _list(
                _table({"if": _ref("condition"), "to": {"type": "string"}}, needed=("if", "to")),
                MOST_SKIPS,
            ),
        },
        needed=("key", "type"),
    )


def _type(kind: QuestionType) -> Schema:
    return {"const": kind.value, "description": FACTS[kind].words}


def _condition() -> Schema:
    parts: Schema = {"type": "array", "items": _ref("condition"), "minItems": 1}
    plain: Schema = {"type": ["string", "number", "boolean"]}
    values = {"oneOf": [plain, {"type": "array", "items": plain, "minItems": 1}]}
    compared = {"is": {"enum": [str(each) for each in Operator]}, "value": values}
    return {
        "oneOf": [
            _table({"question": {"type": "string"}, **compared}, needed=("question", "is")),
            _table({"fact": {"enum": [str(each) for each in Fact]}, **compared}, ("fact", "is")),
            _table({"all": parts}, needed=("all",)),
            _table({"any": parts}, needed=("any",)),
            _table({"not": _ref("condition")}, needed=("not",)),
        ]
    }


def _table(members: Schema, needed: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "properties": members,
        "required": list(needed),
        "additionalProperties": False,
    }


def _list(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": most}


def _text(longest: int, about: str) -> Schema:
    return {"type": "string", "maxLength": longest, "description": about}


def _value() -> Schema:
    return {"type": ["string", "number"], "maxLength": LONGEST_KEY}


def _whole(least: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": LARGEST_WHOLE}


def _one_of(names: type[StrEnum]) -> Schema:
    return {"enum": [str(name) for name in names]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
