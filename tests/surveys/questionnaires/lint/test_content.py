from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from surveys.questionnaires.conditions import read_condition
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import READY_FOLDER, read_file, read_folder
from surveys.questionnaires.lint import Category, PlacedFinding, lint_content, minutes_of
from surveys.questionnaires.shapes import QuestionShape, Skip
from surveys.questionnaires.types import QuestionMetric, QuestionType
from tests.surveys.questionnaires.lint.contents import content, satisfaction_steps

READY = {file.key: file for file in read_folder(READY_FOLDER)}


@pytest.mark.parametrize("key", sorted(READY))
def test_a_ready_questionnaire_has_no_finding_in_any_language(key: str) -> None:
    assert [str(placed) for placed in lint_content(READY[key])] == []


def test_a_file_is_read_with_its_scales_and_its_languages(tmp_path: Path) -> None:
    path = tmp_path / "end_user.delivery.toml"
    path.write_text(
        'ask = ["recommend", "brand"]\n'
        '[questions.brand]\ntype = "choice"\noptions = ["a", "b", "c", "d", "e", "f", "g"]\n'
        '[texts.en]\ntitle = "T"\nintro = "I"\nbrand.text = "Which brand?"\n'
        'recommend.low = "Likely"\n'
        'brand.option = {a = "A", b = "B", c = "C", d = "D", e = "E", f = "F", g = "G"}\n'
        '[texts.fi]\nbrand.text = "Which brand?"\n',
        encoding="utf-8",
    )

    placed = lint_content(read_file(path))

    found = {(one.question, one.finding.category) for one in placed}
    assert ("recommend", Category.UNBALANCED_SCALE) in found
    assert ("recommend", Category.TRANSLATION_INCOMPLETE) in found
    assert ("brand", Category.ORDER_EFFECT) in found
    assert ("brand", Category.TRANSLATION_INCOMPLETE) in found


GRID = QuestionShape(
    "quality", QuestionType.GRID, rows=("speed", "price"), scale=QuestionType.SATISFACTION5
)
GRID_TEXTS = {
    "quality.text": "How satisfied or dissatisfied are you with each of these?",
    "quality.row.speed": "The speed of the delivery",
    "quality.row.price": "The price of the delivery",
    **satisfaction_steps("quality"),
}


def _placed(found: tuple[PlacedFinding, ...]) -> list[tuple[str, Category]]:
    return [(one.place, one.finding.category) for one in found]


def test_each_row_of_a_grid_is_read_as_a_question_of_its_own() -> None:
    texts = GRID_TEXTS | {"quality.row.price": "The price and quality of the filters"}

    found = lint_content(content(GRID, en=texts))

    assert _placed(found) == [("quality.price", Category.DOUBLE_BARRELLED)]


def test_a_grid_is_as_long_as_its_rows() -> None:
    rows = tuple(f"part{number}" for number in range(11))
    shape = replace(GRID, rows=rows)
    labels = {f"quality.row.part{number}": f"Part {number}" for number in range(11)}

    found = lint_content(content(shape, en=GRID_TEXTS | labels))

    assert _placed(found) == [("quality", Category.LENGTH)]
    assert "11 rows in one grid" in found[0].finding.message


def test_a_row_that_a_language_lacks_is_found_at_the_row() -> None:
    german = {
        key: f"Deutsch: {text}" for key, text in GRID_TEXTS.items() if key != "quality.row.price"
    }

    found = lint_content(content(GRID, en=GRID_TEXTS, de=german))

    assert ("quality.price", Category.TRANSLATION_INCOMPLETE) in _placed(found)
    assert ("quality.speed", Category.TRANSLATION_INCOMPLETE) not in _placed(found)


@pytest.mark.parametrize("kind", [QuestionType.CHOICE, QuestionType.MULTIPLE, QuestionType.RANKING])
def test_a_long_list_in_a_fixed_order_is_found_in_every_type_that_has_one(
    kind: QuestionType,
) -> None:
    options = tuple("abcdefg")
    texts = {"brand.text": "Which brands do you sell?"}
    texts |= {f"brand.option.{option}": option.upper() for option in options}

    found = lint_content(content(QuestionShape("brand", kind, options=options), en=texts))

    assert _placed(found) == [("brand", Category.ORDER_EFFECT)]


def test_options_that_share_a_number_are_found_in_a_list_of_several() -> None:
    shape = QuestionShape("age", QuestionType.MULTIPLE, options=("young", "old"))
    texts = {
        "age.text": "How old are your machines?",
        "age.option.young": "0 to 10 years",
        "age.option.old": "10 to 20 years",
    }

    assert _placed(lint_content(content(shape, en=texts))) == [
        ("age", Category.OVERLAPPING_OPTIONS)
    ]


def _fault(**changes: Any) -> QuestionnaireContent:
    asked = QuestionShape("had_fault", QuestionType.YES_NO)
    fault = QuestionShape("fault", QuestionType.CHOICE, options=("noise", "leak"), **changes)
    texts = {
        "had_fault.text": "Did your machine have a fault?",
        "had_fault.option.yes": "Yes",
        "had_fault.option.no": "No",
        "fault.text": "Which fault did your machine have?",
        "fault.option.noise": "Noise",
        "fault.option.leak": "A leak",
    }
    return content(asked, fault, en=texts)


FAULTY = read_condition({"question": "had_fault", "is": "is", "value": "yes"})
SOUND = read_condition({"question": "had_fault", "is": "is", "value": "no"})


def test_what_takes_an_event_for_granted_is_found() -> None:
    assert _placed(lint_content(_fault())) == [("fault", Category.ASSUMPTION)]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"show_if": FAULTY}, id="shown under a condition"),
        pytest.param({"offers_not_applicable": True}, id="with a way out of its own"),
    ],
)
def test_behind_a_condition_or_with_a_way_out_it_is_silent(changes: dict[str, Any]) -> None:
    assert lint_content(_fault(**changes)) == ()


def test_a_question_that_others_skip_is_behind_a_filter() -> None:
    made = _fault()
    first = replace(made.questions[0], skips=(Skip(SOUND, "end"),))

    assert lint_content(replace(made, questions=(first, made.questions[1]))) == ()


def test_a_required_question_about_what_is_protected_is_found_and_a_consent_is_not() -> None:
    union = QuestionShape("union", QuestionType.YES_NO, is_required=True)
    agreed = QuestionShape("agreed", QuestionType.CONSENT, is_required=True)
    texts = {
        "union.text": "Are you a member of a trade union?",
        "union.option.yes": "Yes",
        "union.option.no": "No",
        "agreed.text": "You may note that I am a member of a trade union.",
    }

    found = lint_content(content(union, agreed, en=texts))

    assert _placed(found) == [("union", Category.REQUIRED_SENSITIVE)]


def test_a_question_with_a_metric_keeps_its_place_among_the_versions() -> None:
    score = QuestionShape("again", QuestionType.JUSTER, metric=QuestionMetric.INTENT)
    other = QuestionShape("order", QuestionType.SHORT_TEXT)
    texts = {"again.text": "How likely is it?", "order.text": "What is the number of your order?"}
    labels = {f"again.option.{step}": f"{step} in 10" for step in range(11)}
    before = content(score, other, en=texts | labels)

    found = lint_content(replace(before, questions=(other, score)), before)

    assert _placed(found) == [("again", Category.ORDER_EFFECT)]
    assert lint_content(before, before) == ()


def test_a_statement_in_front_moves_no_question() -> None:
    score = QuestionShape("again", QuestionType.JUSTER, metric=QuestionMetric.INTENT)
    hello = QuestionShape("hello", QuestionType.STATEMENT)
    texts = {"again.text": "How likely is it?", "hello.text": "Think of your last order."}
    labels = {f"again.option.{step}": f"{step} in 10" for step in range(11)}
    before = content(score, en=texts | labels)

    assert lint_content(replace(before, questions=(hello, score)), before) == ()


def test_a_draft_that_nobody_has_worded_yet_lacks_labels_and_nothing_else_is_said_of_it() -> None:
    shapes = [QuestionShape(f"q{place}", kind) for place, kind in enumerate(QuestionType)]

    found = lint_content(content(*shapes))

    assert {one.finding.category for one in found if one.question} == {Category.UNLABELLED_SCALE}


def test_a_text_beyond_all_measure_is_a_finding_and_no_failure() -> None:
    shape = QuestionShape("comment", QuestionType.TEXT)

    found = lint_content(content(shape, en={"comment.text": "word " * 3000}))

    assert ("comment", Category.READING_GRADE) in _placed(found)


def test_minutes_count_writing_for_more_than_choosing() -> None:
    written = content(QuestionShape("comment", QuestionType.TEXT))
    short = content(QuestionShape("order", QuestionType.SHORT_TEXT))
    chosen = content(QuestionShape("sure", QuestionType.YES_NO))
    rated = content(GRID)

    minutes = [minutes_of(one) * 85 / 15 for one in (written, short, chosen, rated)]

    assert minutes == pytest.approx([4, 2, 1, 1])
