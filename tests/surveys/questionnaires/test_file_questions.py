"""What a question of a questionnaire file can say, and what it is told where it cannot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from surveys.errors import QuestionnaireFileError
from surveys.questionnaires.conditions import AnyOf, Operator, Test
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import read_file
from surveys.questionnaires.shapes import Direction, Flow, Skip
from surveys.questionnaires.types import QuestionType

OLD_KINDS = """
ask = ["rate", "reason", "comment"]

[questions.rate]
type = "recommendation"
required = true
metric = "nps"

[questions.reason]
type = "choice"
options = ["a", "b"]

[texts.en]
title = "How was it?"
intro = "Three questions."
rate = {text = "How?", low = "Bad", high = "Good"}
reason.text = "Why?"
reason.option = {a = "A", b = "B"}
comment.text = "What else?"
"""
EVERY_SETTING = """
ask = ["quality", "used", "missed", "order", "years", "since", "town", "agree", "hello"]
flow = "one_by_one"

[questions.quality]
type = "grid"
required = true
not_applicable = true
rows = ["speed", "care"]
scale = "satisfaction5"
construct = "quality"
objectives = ["keep_partners", "grow"]
direction = "high_is_good"

[questions.used]
type = "yes_no"
skips = [{if = {question = "used", is = "is", value = "no"}, to = "years"}]

[questions.missed]
type = "multiple"
options = ["a", "b", "none"]
exclusive = ["none"]
fewest = 1
most = 2
show_if = {any = [
  {question = "quality.speed", is = "at_most", value = 2},
  {fact = "is_late", is = "is", value = true},
]}

[questions.order]
type = "ranking"
options = ["a", "b", "c"]
most = 2

[questions.years]
type = "number"
lowest = 0
highest = 99.5
decimals = 1

[questions.since]
type = "date"
lowest = 2020-01-01
highest = "2026-12-31"

[questions.town]
type = "short_text"
max_length = 80

[questions.agree]
type = "consent"
required = true

[questions.hello]
type = "statement"

[texts.en]
title = "How was it?"
intro = "Nine questions."
quality.text = "How satisfied or dissatisfied are you with each?"
quality.row = {speed = "The speed", care = "The care"}
quality.option = {1 = "a", 2 = "b", 3 = "c", 4 = "d", 5 = "e", not_applicable = "Not used"}
used.text = "Was it used?"
used.option = {yes = "Yes", no = "No"}
missed.text = "What was missing?"
missed.option = {a = "A", b = "B", none = "Nothing"}
order.text = "What mattered most?"
order.option = {a = "A", b = "B", c = "C"}
years.text = "For how many years?"
since.text = "Since when?"
town.text = "Where?"
agree.text = "You may call me."
hello.text = "Thank you."
"""


def _read(folder: Path, text: str) -> QuestionnaireContent:
    path = folder / "end_user.delivery.toml"
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def test_every_setting_of_every_type_is_read(tmp_path: Path) -> None:
    file = _read(tmp_path, EVERY_SETTING)

    quality, used, missed, order, years, since, town, agree, hello = file.questions
    assert file.flow is Flow.ONE_BY_ONE
    assert (quality.rows, quality.scale) == (("speed", "care"), QuestionType.SATISFACTION5)
    assert (quality.is_required, quality.offers_not_applicable) == (True, True)
    assert (quality.construct, quality.objectives) == ("quality", ("keep_partners", "grow"))
    assert quality.direction is Direction.HIGH_IS_GOOD
    assert used.skips == (Skip(Test("used", Operator.IS, ("no",)), "years"),)
    assert (missed.exclusive, missed.fewest, missed.most) == (("none",), 1, 2)
    assert missed.show_if == AnyOf(
        (
            Test("quality.speed", Operator.AT_MOST, ("2",)),
            Test("is_late", Operator.IS, ("yes",), is_fact=True),
        )
    )
    assert (order.options, order.most) == (("a", "b", "c"), 2)
    assert (years.lowest, years.highest, years.decimals) == ("0", "99.5", 1)
    assert (since.lowest, since.highest) == ("2020-01-01", "2026-12-31")
    assert (town.max_length, agree.is_required) == (80, True)
    assert hello.stored() == {
        "key": "hello", "type": "statement", "required": False, "metric": None,
    }  # fmt: skip
    assert file.texts["en"]["quality.option.not_applicable"] == "Not used"


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        pytest.param("fewest = 1", "fewst = 1", "questions.missed.fewst: nothing here", id="typo"),
        pytest.param("fewest = 1", 'fewest = "1"', "missed.fewest: a whole number", id="text"),
        pytest.param("fewest = 1", "fewest = 9", "missed: write a count", id="too many"),
        pytest.param('flow = "one_by_one"', 'flow = "all"', "flow must be one of", id="flow"),
        pytest.param("flow =", "flwo =", "flwo means nothing here", id="unknown name"),
        pytest.param('is = "at_most"', 'is = "below"', "is no way to compare", id="operator"),
        pytest.param('to = "years"', 'to = "used"', "used: the skip leads back", id="skip back"),
        pytest.param('type = "statement"', "", "hello is not known", id="no type, no question"),
        pytest.param('type = "date"', "", "questions.since: its type is missing", id="no type"),
        pytest.param("[texts.en]", '[texts]\nfr = "x"\n[texts.en]', "fr is not a", id="no table"),
        pytest.param("[questions.hello]", "[questions]\nhello = 1\n#", "in a table", id="value"),
    ],
)
def test_a_setting_that_cannot_be_used_names_file_question_and_remedy(
    tmp_path: Path, old: str, new: str, advice: str
) -> None:
    with pytest.raises(QuestionnaireFileError, match=re.escape(advice)) as raised:
        _read(tmp_path, EVERY_SETTING.replace(old, new, 1))

    assert "end_user.delivery.toml" in str(raised.value)


def test_the_hash_of_what_was_loaded_before_never_changes(tmp_path: Path) -> None:
    file = _read(tmp_path, OLD_KINDS)

    # As databases hold it: another hash would make every loaded questionnaire a new version.
    assert file.content_hash == "e763133649369def46638bdfee6df516315da57c682a9faa5b812857b6e9a9e1"
