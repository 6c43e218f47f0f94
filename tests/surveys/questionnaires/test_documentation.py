from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from surveys.questionnaires.conditions import Fact, Operator, read_condition
from surveys.questionnaires.file_questions import NAMES
from surveys.questionnaires.files import read_file
from surveys.questionnaires.reach import MOST_CASES
from surveys.questionnaires.types import QuestionType

DOCUMENT = (Path(__file__).parents[3] / "docs" / "questionnaires.md").read_text(encoding="utf-8")


def test_every_type_has_a_row_and_no_row_a_type_that_does_not_exist() -> None:
    types = DOCUMENT.partition("## Types")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `(\w+)` ", types, re.MULTILINE) == list(QuestionType)


@pytest.mark.parametrize("name", sorted({*NAMES, *Fact, *Operator} - {"type"}))
def test_every_setting_fact_and_comparison_is_named(name: str) -> None:
    assert re.search(rf"`{name}\b", DOCUMENT)


def test_the_limit_of_the_search_is_the_one_that_is_named() -> None:
    assert f"{MOST_CASES:,} cases" in DOCUMENT


def test_the_example_of_a_file_can_be_loaded(tmp_path: Path) -> None:
    example = next(
        text for text in re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL) if "ask =" in text
    )
    (tmp_path / "end_user.delivery.toml").write_text(example, encoding="utf-8")

    asked = [shape.key for shape in read_file(tmp_path / "end_user.delivery.toml").questions]

    assert asked == ["recommend", "quality", "used", "comment"]


def test_the_examples_of_conditions_can_be_read() -> None:
    examples = re.findall(r"^show_if = .*$", DOCUMENT, re.MULTILINE)

    for example in examples:
        read_condition(tomllib.loads(example)["show_if"])

    assert len(examples) == 2
