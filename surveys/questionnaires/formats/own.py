"""Our own format: a questionnaire as JSON, its texts beside what they belong to, by language.

    {"format": "twofold-questionnaire/1", "key": "end_user.delivery", "audience": "end_user",
     "title": {"en": "Your delivery"}, "intro": {"en": "Two minutes."},
     "questions": [{"key": "reason", "type": "choice", "text": {"en": "What mattered most?"},
                    "options": [{"value": "price", "label": {"en": "Price", "de": "Preis"}}]}]}

Writing and reading give the same content again. Reading asks for the right form only: texts may
be missing and questions unfinished, since drafts are kept in this format. `docs/questionnaires.md`
describes it, `docs/questionnaire.schema.json` says it to machines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from surveys.errors import ContentError
from surveys.questionnaires.content import FRAME_TEXTS, QuestionnaireContent
from surveys.questionnaires.formats.limits import LARGEST_FILE_BYTES
from surveys.questionnaires.formats.own_reading import FORMAT, read_document
from surveys.questionnaires.shapes import Flow, QuestionShape
from surveys.questionnaires.types import NOT_APPLICABLE, QuestionType

QUESTION_TEXTS = ("text", "hint", "low", "high")
# Settings that stand in the document as they are stored; options and rows carry their labels.
PLAIN_SETTINGS = (
    "metric", "exclusive", "fewest", "most", "scale", "lowest", "highest", "decimals",
    "max_length", "construct", "objectives", "direction", "show_if", "skips",
)  # fmt: skip


def write_content(content: QuestionnaireContent) -> dict[str, Any]:
    """The document, as plain data. A text of something that is not there any more is left out."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "key": content.key,
        "audience": content.audience.value,
        "languages": list(content.languages),
    }
    if content.flow is not Flow.ONE_PAGE:
        document["flow"] = content.flow.value
    for name in FRAME_TEXTS:
        document |= _named(name, _texts(content, name))
    return document | {"questions": [_question(content, shape) for shape in content.questions]}


def read_content(raw: Any) -> QuestionnaireContent:
    """The questionnaire of a document; raises ContentError naming the place and the remedy."""
    return read_document(raw)


def dump(content: QuestionnaireContent) -> str:
    """The document as text, the same for the same content."""
    return json.dumps(write_content(content), ensure_ascii=False, indent=2) + "\n"


def load(text: str) -> QuestionnaireContent:
    """The questionnaire of a document's text; raises ContentError."""
    return read_content(load_json(text))


def load_json(text: str) -> Any:
    """JSON that cannot mislead: no name twice in a table, no numbers that are none.

    Raises ContentError saying where it breaks off.
    """
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE_BYTES:
        raise ContentError(
            f"The file is larger than {LARGEST_FILE_BYTES // 1000:,} KB, which no questionnaire is."
        )
    try:
        return json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_table, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise ContentError(
            f"The file is not valid JSON: {error.msg} in line {error.lineno}, "
            f"column {error.colno}. Correct it there."
        ) from None
    except RecursionError:
        raise ContentError("The file nests tables too deeply to be a questionnaire.") from None
    except ValueError:
        raise ContentError("The file holds a number with thousands of digits.") from None


def _question(content: QuestionnaireContent, shape: QuestionShape) -> dict[str, Any]:
    stored = shape.stored()
    written: dict[str, Any] = {"key": shape.key, "type": shape.type.value}
    for name in QUESTION_TEXTS:
        written |= _named(name, _texts(content, f"{shape.key}.{name}"))
    if shape.is_required:
        written["required"] = True
    if shape.type is not QuestionType.CONSENT:
        written |= _labelled(content, shape, "options", "option", shape.option_values)
    written |= _labelled(content, shape, "rows", "row", shape.rows)
    if shape.offers_not_applicable:
        label = _texts(content, f"{shape.key}.option.{NOT_APPLICABLE}")
        written["not_applicable"] = label or True
    return written | {name: stored[name] for name in PLAIN_SETTINGS if stored.get(name) is not None}


def _labelled(
    content: QuestionnaireContent,
    shape: QuestionShape,
    name: str,
    kind: str,
    values: Iterable[str],
) -> dict[str, Any]:
    written = [
        {"value": value} | _named("label", _texts(content, f"{shape.key}.{kind}.{value}"))
        for value in values
    ]
    return _named(name, written)


def _texts(content: QuestionnaireContent, key: str) -> dict[str, str]:
    return {
        language: content.texts[language][key]
        for language in content.languages
        if key in content.texts[language]
    }


def _named(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if value else {}


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ContentError(f"{twice!a:.60} stands twice in one table. Keep one of them.")
    return table


def _no_number(word: str) -> NoReturn:
    raise ContentError(f"{word} is no number. Write a number or leave it out.")
