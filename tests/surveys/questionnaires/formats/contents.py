"""Questionnaires of every type and setting, drawn at random."""

from __future__ import annotations

from hypothesis import strategies as st

from customers.models import Audience
from surveys.questionnaires.conditions import AllOf, AnyOf, Condition, Fact, Not, Operator, Test
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import END, Direction, Flow, QuestionShape, Skip
from surveys.questionnaires.types import (
    FACTS,
    GRID_SCALES,
    QuestionMetric,
    QuestionType,
    Setting,
)

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
# What can be stored: anything but NUL and lone surrogates, blanks and right-to-left included.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
LANGUAGES = st.sampled_from(["en", "de", "pt-br", "ar", "zh-hans"])
COUNTS = st.none() | st.integers(1, 200)
VALUES = st.from_regex(r"[a-z0-9_]{1,6}", fullmatch=True)


def _of(setting: Setting, kind: QuestionType) -> bool:
    return setting in FACTS[kind].settings


def tests() -> st.SearchStrategy[Condition]:
    def test(operator: Operator, name: str, is_fact: bool, values: list[str]) -> Condition:
        if operator in {Operator.AT_LEAST, Operator.AT_MOST}:
            values = [str(len(values))]
        if not operator.needs_value:
            values = []
        elif operator not in {Operator.ONE_OF, Operator.NONE_OF}:
            values = values[:1]
        return Test(str(Fact.PARTNER) if is_fact else name, operator, tuple(values), is_fact)

    return st.builds(
        test, st.sampled_from(Operator), KEYS, st.booleans(), st.lists(VALUES, min_size=1)
    )


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    tests(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=5,
)
NAMES = st.lists(VALUES, unique=True, max_size=4).map(tuple)


@st.composite
def shapes(draw: st.DrawFn, key: str) -> QuestionShape:
    kind = draw(st.sampled_from(QuestionType))
    limits = st.none() | st.decimals(-99, 99, places=2).map(str)
    return QuestionShape(
        key=key,
        type=kind,
        is_required=_of(Setting.REQUIRED, kind) and draw(st.booleans()),
        metric=draw(st.none() | st.sampled_from(QuestionMetric)),
        options=draw(NAMES) if _of(Setting.OPTIONS, kind) else (),
        max_length=draw(COUNTS),
        offers_not_applicable=_of(Setting.NOT_APPLICABLE, kind) and draw(st.booleans()),
        exclusive=draw(NAMES) if _of(Setting.EXCLUSIVE, kind) else (),
        fewest=draw(COUNTS),
        most=draw(COUNTS),
        rows=draw(NAMES) if _of(Setting.ROWS, kind) else (),
        scale=draw(st.sampled_from(GRID_SCALES)) if _of(Setting.SCALE, kind) else None,
        lowest=draw(limits),
        highest=draw(limits),
        decimals=draw(st.integers(0, 6)),
        construct=draw(st.just("") | KEYS),
        objectives=draw(NAMES),
        direction=draw(st.none() | st.sampled_from(Direction)),
        show_if=draw(st.none() | CONDITIONS),
        skips=tuple(draw(st.lists(st.builds(Skip, CONDITIONS, st.just(END) | KEYS), max_size=2))),
    )


@st.composite
def contents(draw: st.DrawFn) -> QuestionnaireContent:
    """Any content, finished or not; some of its texts are missing, blank or there."""
    keys = draw(st.lists(KEYS, unique=True, max_size=5))
    questions = tuple(draw(shapes(key)) for key in keys)
    bare = QuestionnaireContent("end_user.any", Audience.END_USER, questions, {})
    written = st.dictionaries(st.sampled_from(bare.text_keys), TEXTS, max_size=12)
    return QuestionnaireContent(
        key=f"end_user.{draw(KEYS)}",
        audience=draw(st.sampled_from(Audience)),
        questions=questions,
        texts=draw(st.dictionaries(LANGUAGES, written, max_size=3)),
        flow=draw(st.sampled_from(Flow)),
    )
