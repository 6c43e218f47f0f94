from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import ConditionError
from surveys.questionnaires.conditions import Condition, read_condition, write_condition
from surveys.questionnaires.formats.comparisons import Answerable
from surveys.questionnaires.formats.expressions import translate_expression

KNOWN = {
    "place": Answerable("place", {"A1": "workshop", "A2": "site"}),
    "score": Answerable("score"),
    "hours": Answerable("hours", is_whole=False),
    "done": Answerable("done", {"oil": "oil", "seal": "seal"}),
    "done_oil": Answerable("done", option="oil"),
    "again": Answerable("again", {"true": "yes", "false": "no"}),
    "77X8X9": Answerable("score"),
    "quality.fit": Answerable("quality.fit", {"1": "1", "2": "2"}),
}


def question(name: str, operator: str, *values: str) -> dict[str, object]:
    if operator in {"one_of", "none_of"}:
        return {"question": name, "is": operator, "value": list(values)}
    return {"question": name, "is": operator, **({"value": values[0]} if values else {})}


SITE, NINE = question("place", "is", "site"), question("score", "at_least", "9")
MEANT: dict[str, dict[str, object]] = {
    'place.NAOK == "A2"': SITE,
    "{place} = 'A2'": SITE,
    "'A2' = {place}": SITE,
    "place eq 'A2'": SITE,
    '((place.NAOK == "A2"))': SITE,
    "{place} <> 'A2'": question("place", "is_not", "site"),
    "{score} > 8": NINE,
    "8 < {score}": NINE,
    "{score} >= 9": NINE,
    "77X8X9.NAOK >= 9": NINE,
    "score lt 7": question("score", "at_most", "6"),
    "{hours} > 2": {"all": [question("hours", "at_least", "2"), question("hours", "is_not", "2")]},
    "{done} contains 'oil'": question("done", "is", "oil"),
    "{done} anyof ['oil', 'seal']": question("done", "one_of", "oil", "seal"),
    "{done} noneof ['oil', 'seal']": question("done", "none_of", "oil", "seal"),
    "{done} allof ['oil', 'seal']": {
        "all": [question("done", "is", "oil"), question("done", "is", "seal")]
    },
    'done_oil.NAOK == "Y"': question("done", "is", "oil"),
    'done_oil.NAOK != "Y"': question("done", "is_not", "oil"),
    'done_oil.NAOK == ""': question("done", "is_not", "oil"),
    "{again} = false": question("again", "is", "no"),
    "{quality.fit} <= 2": question("quality.fit", "at_most", "2"),
    "{score} empty": question("score", "not_answered"),
    "{score} notempty": question("score", "answered"),
    'score.NAOK != ""': question("score", "answered"),
    "is_empty(score.NAOK)": question("score", "not_answered"),
    "!is_empty(score)": {"not": question("score", "not_answered")},
    "{score} >= 9 and {place} = 'A2'": {"all": [NINE, SITE]},
    "{score} >= 9 && {place} = 'A2' || {place} = 'A2'": {"any": [{"all": [NINE, SITE]}, SITE]},
    "not ({score} >= 9 or {place} = 'A2')": {"not": {"any": [NINE, SITE]}},
}


@pytest.mark.parametrize(("text", "meant"), MEANT.items(), ids=MEANT)
def test_an_expression_becomes_the_same_condition(text: str, meant: dict[str, object]) -> None:
    assert translate_expression(text, KNOWN) == read_condition(meant)


REFUSED = {
    "": "breaks off",
    "{place}": "breaks off",
    "{place} = {score}": "no fixed value",
    "{later} = 1": "later is no question that was carried over before",
    "{place} = 'A3'": "no answer that was carried over",
    "{place} > 'A1'": "has no order",
    "{done} = ['oil', 'seal']": "whole set",
    "sum(score, hours) > 3": "the function sum is not known here",
    "{score} + 1 > 3": "cannot be read",
    "{score} > 3 {score} > 4": "nothing is expected",
    "({score} > 3": "a ) is missing",
    "(" * 60 + "{score} > 3" + ")" * 60: "nests too deeply",
    " or ".join(["{score} > 3"] * 60): "more than 50",
    "{score} > 3 and " * 400 + "{score} > 3": "too long",
    "done_oil > 1": "either chosen or not",
    "{done} anyof []": "compares with nothing",
}


@pytest.mark.parametrize(("text", "words"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_ours_cannot_say_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(ConditionError) as caught:
        translate_expression(text, KNOWN)

    assert words in str(caught.value)


PIECES = st.sampled_from(
    ["{score}", "place", "done_oil", "'A2'", "3", "[", "]", "(", ")", "!", "and", "||", "=", ">=",
     "anyof", "empty", "is_empty", ".NAOK", "{", "'", ",", "-"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=40))
def test_any_text_is_translated_or_refused_and_what_is_translated_can_be_kept(text: str) -> None:
    condition = _translate(text)

    assert condition is None or read_condition(write_condition(condition)) == condition


def _translate(text: str) -> Condition | None:
    try:
        return translate_expression(text, KNOWN)
    except ConditionError:
        return None
