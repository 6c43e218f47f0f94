from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from surveys.questionnaires.files import READY_FOLDER
from surveys.questionnaires.lint import LIMITS_OF_RULES
from surveys.questionnaires.lint.cli import lint_command

SMALL = 'ask = ["satisfaction"]\n[texts.en]\ntitle = "T"\nintro = "I"\nsatisfaction.text = '


def _lint(path: Path) -> Result:
    return CliRunner().invoke(lint_command, [str(path)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "end_user.delivery.toml"


WITHOUT_WORDS = ("fr", "pt", "ar", "hi", "zh")  # in the order of the file


def test_a_sound_questionnaire_ends_with_0_and_says_what_rules_cannot_see() -> None:
    result = _lint(READY_FOLDER / "end_user.repair_visit.toml")

    assert result.exit_code == 0
    assert result.output == (
        "Errors: 0. Warnings: 0. Questions: 6. "
        "Languages: en, de (word lists in beta), es (word lists in beta), "
        + ", ".join(f"{each} (no word lists: structure only)" for each in WITHOUT_WORDS)
        + ".\n"
        + LIMITS_OF_RULES
        + "\n"
    )


def test_an_error_is_named_with_its_place_and_ends_with_1(file: Path) -> None:
    file.write_text(SMALL + '"How satisfied are you with price and quality?"\n')

    result = _lint(file)

    assert result.exit_code == 1
    assert "end_user.delivery.toml: satisfaction (en): error: double_barrelled:" in result.output
    assert "Ask two questions, one about “price” and one about “quality”." in result.output


def test_a_warning_alone_ends_with_0(file: Path) -> None:
    file.write_text(
        SMALL + '"How satisfied are you with every visit?"\n'
        '[texts.de]\nsatisfaction.text = "Wie zufrieden sind Sie?"\n'
        '[texts.es]\nsatisfaction.text = "¿En qué medida está satisfecho?"\n',
        encoding="utf-8",
    )

    result = _lint(file)

    assert result.exit_code == 0
    assert "warn: absolute:" in result.output
    assert "Errors: 0. Warnings: 1. Questions: 1." in result.output


def test_a_file_that_cannot_be_read_says_what_to_change(file: Path) -> None:
    file.write_text("ask = 7")

    result = _lint(file)

    assert result.exit_code == 1
    assert "list each question once" in result.output
