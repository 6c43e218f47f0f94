from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import READY_FOLDER, read_folder
from surveys.questionnaires.formats.own import write_content
from surveys.questionnaires.formats.schema import questionnaire_schema
from tests.surveys.questionnaires.formats.contents import contents
from tests.surveys.questionnaires.formats.test_own import WRONG

ROOT = Path(__file__).resolve().parents[4]
PUBLISHED = ROOT / "docs" / "questionnaire.schema.json"
VALIDATOR = Draft202012Validator(questionnaire_schema())
# What a schema cannot say: it counts characters, and does not know which values a scale brings.
BEYOND_A_SCHEMA = {
    "half a character",
    "NUL in a condition",
    "label of a score that is none",
    "options of a consent",
}


def test_the_published_schema_is_the_one_of_this_version() -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == questionnaire_schema()


def test_the_schema_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(questionnaire_schema())


@settings(max_examples=40)
@given(contents())
def test_every_written_document_fits_the_schema(content: QuestionnaireContent) -> None:
    assert list(VALIDATOR.iter_errors(write_content(content))) == []


def test_every_ready_questionnaire_fits_the_schema() -> None:
    errors = [
        error.message
        for content in read_folder(READY_FOLDER)
        for error in VALIDATOR.iter_errors(write_content(content))
    ]

    assert errors == []


@pytest.mark.parametrize("name", sorted(set(WRONG) - BEYOND_A_SCHEMA))
def test_what_the_reader_refuses_the_schema_refuses_too(name: str) -> None:
    raw: Any = WRONG[name][0]

    assert not VALIDATOR.is_valid(json.loads(json.dumps(raw)))
