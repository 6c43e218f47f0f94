"""A questionnaire's file, whatever wrote it: told by its content, never by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from surveys.errors import ContentError
from surveys.questionnaires.checks import UNSTORABLE
from surveys.questionnaires.formats.assembling import assemble, audience_of
from surveys.questionnaires.formats.imported import Imported, Outcome, ReportLine
from surveys.questionnaires.formats.limesurvey.reading import read_lss
from surveys.questionnaires.formats.limits import LARGEST_FILE_BYTES
from surveys.questionnaires.formats.own import load_json, read_content
from surveys.questionnaires.formats.surveyjs.reading import looks_like_surveyjs, read_surveyjs
from surveys.questionnaires.formats.xml_trees import read_xml

LARGEST_FOREIGN_BYTES = 10 * LARGEST_FILE_BYTES  # LimeSurvey puts themes and settings beside


DEEPEST = 100


def read_questionnaire(data: bytes, key: str = "") -> Imported:
    """The questionnaire of a file in our own format, LimeSurvey's or SurveyJS's.

    `key` names it here; a file in our own format brings its own. Raises ContentError.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        if len(data) > LARGEST_FOREIGN_BYTES:
            raise ContentError("The file is larger than 10 MB, which no questionnaire is.")
        return assemble(read_lss(read_xml(data)), _required(key))
    raw = load_json(_text(data))
    if looks_like_surveyjs(raw) and "format" not in raw:
        return assemble(read_surveyjs(_storable(raw)), _required(key))
    return _own(raw, key)


def _own(raw: object, key: str) -> Imported:
    if not isinstance(raw, Mapping):
        raise ContentError("The file holds no questionnaire: a table in braces was expected.")
    content = read_content(raw)
    if key and key != content.key:
        content = replace(content, key=key, audience=audience_of(key))
    lines = (ReportLine(shape.key, shape.key, Outcome.CARRIED) for shape in content.questions)
    return Imported("Twofold", content, tuple(lines))


def _storable(raw: Any, depth: int = 0) -> Any:
    """The same without characters that no database stores."""
    if depth > DEEPEST:
        raise ContentError("The file nests tables too deeply to be a questionnaire.")
    if isinstance(raw, dict):
        return {UNSTORABLE.sub("", k): _storable(each, depth + 1) for k, each in raw.items()}
    if isinstance(raw, list):
        return [_storable(each, depth + 1) for each in raw]
    return UNSTORABLE.sub("", raw) if isinstance(raw, str) else raw


def _required(key: str) -> str:
    if not key:
        raise ContentError(
            "A file of other software does not say whom it asks. Name the questionnaire, as "
            "end_user.delivery."
        )
    audience_of(key)
    return key


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ContentError(
            "The file is neither XML nor JSON in UTF-8. Export it again as UTF-8."
        ) from None
