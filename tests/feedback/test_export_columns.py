"""What leaves the house for each type: names, labels, codes, and the cells of a response."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.answers import GivenAnswer
from feedback.export_columns import ColumnKind, export_cells, export_columns
from feedback.reading import names_of, read_sent
from surveys.questionnaires.shapes import QuestionShape
from tests.feedback.gallery import BY_KEY, FILLED, OPTIONAL, OPTIONAL_BY_KEY, REQUIRED, question

SHAPES = (*REQUIRED, *OPTIONAL)
NA = "not_applicable"


@pytest.mark.parametrize(
    ("key", "cells"),
    [
        ("recommend", {"recommend": 9}),
        ("again", {"again": 10}),
        ("reason", {"reason": "skill"}),
        ("running", {"running": "no"}),
        ("agreed", {"agreed": "given"}),
        ("used", {"used.app": 1, "used.desk": 0, "used.phone": 1, "used.none": 0}),
        ("first", {"first.speed": 2, "first.price": None, "first.advice": 1}),
        ("quality", {"quality.speed": 3, "quality.advice": 5}),
        ("years", {"years": 3.5}),
        ("since", {"since": date(2024, 2, 29)}),
        ("comment", {"comment": "Kind.\nSlow."}),
        ("hello", {}),
    ],
)
def test_a_filled_question_leaves_in_its_columns(key: str, cells: dict[str, object]) -> None:
    shape = BY_KEY[key]
    sent = {name: FILLED[name] for name in names_of(shape)}

    assert export_cells(question(shape), read_sent(shape, sent).answers) == cells


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.key}-{shape.is_required}")
def test_cells_fill_exactly_the_columns_and_blanks_are_empty(shape: QuestionShape) -> None:
    asked = question(shape)
    names = [column.name for column in export_columns(asked)]

    assert export_cells(asked, ()) == dict.fromkeys(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("key", "cells"),
    [
        ("recommend", {"recommend": 97}),
        ("reason", {"reason": NA}),
        ("used", {"used.app": 97, "used.desk": 97, "used.phone": 97, "used.none": 97}),
        ("first", {"first.speed": 97, "first.price": 97, "first.advice": 97}),
        ("years", {"years": None, "years.not_applicable": 1}),
        ("since", {"since": None, "since.not_applicable": 1}),
        ("town", {"town": None, "town.not_applicable": 1}),
    ],
)
def test_not_applicable_leaves_as_a_missing_code_or_in_a_column_of_its_own(
    key: str, cells: dict[str, object]
) -> None:
    asked = question(OPTIONAL_BY_KEY[key])

    assert export_cells(asked, [GivenAnswer(key, choice=NA)]) == cells
    by_name = {column.name: column for column in export_columns(asked)}
    for name, cell in cells.items():
        if cell in (97, NA):
            assert cell in by_name[name].missing
            assert cell in by_name[name].codes


def test_a_row_that_is_not_applicable_leaves_the_others_as_they_are() -> None:
    asked = question(OPTIONAL_BY_KEY["quality"])
    answers = [
        GivenAnswer("quality", score=2, part="speed"),
        GivenAnswer("quality", choice=NA, part="advice"),
    ]

    assert export_cells(asked, answers) == {"quality.speed": 2, "quality.advice": 97}


def test_an_answered_text_says_that_it_was_applicable() -> None:
    asked = question(OPTIONAL_BY_KEY["town"])

    assert export_cells(asked, [GivenAnswer("town", text="Łódź")]) == {
        "town": "Łódź",
        "town.not_applicable": 0,
    }


def test_codes_carry_the_labels_that_were_read() -> None:
    scale = export_columns(question(BY_KEY["satisfaction"]))[0]
    ends = export_columns(question(BY_KEY["recommend"]))[0]
    choice = export_columns(question(BY_KEY["reason"]))[0]
    row = export_columns(question(BY_KEY["quality"]))[1]

    assert (scale.codes[1], scale.codes[5]) == ("Very dissatisfied", "Very satisfied")
    assert ends.codes == {0: "Not at all likely", 10: "Extremely likely"}
    assert choice.codes == {"price": "The price", "skill": "The skill of the technician"}
    assert row.label.endswith("– The advice you were given")
    assert row.codes == scale.codes


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("recommend", ColumnKind.WHOLE),
        ("reason", ColumnKind.TEXT),
        ("used", ColumnKind.WHOLE),
        ("first", ColumnKind.WHOLE),
        ("quality", ColumnKind.WHOLE),
        ("years", ColumnKind.NUMBER),
        ("since", ColumnKind.DAY),
        ("town", ColumnKind.TEXT),
    ],
)
def test_a_column_says_what_stands_in_it(key: str, kind: ColumnKind) -> None:
    assert {column.kind for column in export_columns(question(BY_KEY[key]))} == {kind}
