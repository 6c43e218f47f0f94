from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customers.models import Audience
from surveys.errors import ContentError
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import READY_FOLDER, read_folder
from surveys.questionnaires.formats.limits import MOST_OPTIONS, MOST_QUESTIONS
from surveys.questionnaires.formats.own import dump, load, read_content, write_content
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import QuestionType
from tests.surveys.questionnaires.formats.contents import contents

READY = {content.key: content for content in read_folder(READY_FOLDER)}


def document(*questions: Any, **members: Any) -> dict[str, Any]:
    return {
        "format": "twofold-questionnaire/1",
        "key": "end_user.delivery",
        "audience": "end_user",
        "title": {"en": "Your delivery"},
        "intro": {"en": "Two minutes."},
        "questions": list(questions),
        **members,
    }


def question(**members: Any) -> dict[str, Any]:
    return {"key": "reason", "type": "choice", "text": {"en": "What mattered most?"}, **members}


@settings(max_examples=40)
@given(contents())
def test_what_is_written_reads_as_the_same_content(content: QuestionnaireContent) -> None:
    read = load(dump(content))

    assert read == content
    assert read.content_hash == content.content_hash
    assert read_content(write_content(content)) == content


@settings(max_examples=40)
@given(contents())
def test_the_same_content_is_written_as_the_same_text(content: QuestionnaireContent) -> None:
    assert dump(load(dump(content))) == dump(content)


@pytest.mark.parametrize("key", sorted(READY))
def test_every_ready_questionnaire_goes_through_a_file_and_back(key: str) -> None:
    content = READY[key]

    assert load(dump(content)).content_hash == content.content_hash


def test_texts_stand_beside_what_they_belong_to() -> None:
    content = QuestionnaireContent(
        "end_user.delivery",
        Audience.END_USER,
        (QuestionShape("reason", QuestionType.CHOICE, options=("price",)),),
        {
            "en": {"reason.text": "Why?", "reason.option.price": "Price"},
            "de": {"reason.text": "Warum?", "reason.option.price": "Preis"},
        },
    )

    assert write_content(content)["questions"] == [
        {
            "key": "reason",
            "type": "choice",
            "text": {"en": "Why?", "de": "Warum?"},
            "options": [{"value": "price", "label": {"en": "Price", "de": "Preis"}}],
        }
    ]


def test_letters_of_every_script_stand_as_they_are() -> None:
    content = read_content(document(question(text={"ar": "كيف كان؟", "zh": "怎么样？"})))

    assert "كيف كان؟" in dump(content)
    assert "怎么样？" in dump(content)


def test_an_unfinished_questionnaire_can_be_read() -> None:
    content = read_content(document({"key": "recommend", "type": "recommendation"}, title={}))

    assert content.questions[0].key == "recommend"
    assert "recommend.text" not in content.texts.get("en", {})


WRONG: dict[str, tuple[Any, str]] = {
    "no table": ([], "The document: a table in braces"),
    "another format": (document(format="other/1"), '"format": "twofold-questionnaire/1"'),
    "no key": ({**document(), "key": None}, 'The document: "key" is missing'),
    "unknown audience": (document(audience="robots"), "audience: 'robots' is not known"),
    "unknown member": (document(colour="red"), "colour: nothing here has this name"),
    "questions no list": (document() | {"questions": {}}, "questions: a list in brackets"),
    "unknown type": (document(question(type="slider")), "questions[0].type: 'slider'"),
    "type is a list": (document(question(type=["choice"])), "questions[0].type: "),
    "required in words": (document(question(required="yes")), "questions[0].required: true or"),
    "value is missing": (
        document(question(options=[{"value": "a"}, {"label": {"en": "B"}}])),
        'questions[0].options[1]: "value" is missing',
    ),
    "value is true": (
        document(question(options=[{"value": True}])),
        "questions[0].options[0].value: a text in quotation marks",
    ),
    "label without language": (
        document(question(options=[{"value": "a", "label": "A"}])),
        "questions[0].options[0].label: texts stand by language",
    ),
    "no language code": (document(title={"English": "x"}), "title.English: 'English' is no"),
    "text is a number": (document(title={"en": 7}), "title.en: a text in quotation marks"),
    "half a character": (document(title={"en": "\ud800"}), "title.en: the text holds"),
    "NUL in a condition": (
        document(question(show_if={"question": "a", "is": "is", "value": "\0"})),
        "questions[0].show_if: the text holds",
    ),
    "broken condition": (
        document(question(show_if={"question": "a", "is": "like"})),
        "questions[0].show_if: 'like' is no way to compare",
    ),
    "skip without a target": (
        document(question(skips=[{"if": {"question": "a", "is": "answered"}}])),
        'questions[0].skips[0]: "to" is missing',
    ),
    "label of a score that is none": (
        document(question(type="satisfaction5", options=[{"value": "6"}])),
        "questions[0].options[0]: the type satisfaction5 brings its own values: 1, 2, 3, 4, 5",
    ),
    "options of a consent": (
        document(question(type="consent", options=[{"value": "given"}])),
        "questions[0].options[0]: the type consent brings its own values",
    ),
    "negative limit": (document(question(most=0)), "questions[0].most: a whole number, 1 or"),
    "too many questions": (
        document(*(question() for _ in range(MOST_QUESTIONS + 1))),
        "201 questions; at most 200",
    ),
    "too many options": (
        document(question(options=[{"value": str(n)} for n in range(MOST_OPTIONS + 1)])),
        "201 options; at most 200",
    ),
    "too long a text": (document(title={"en": "x" * 10_001}), "10,001 characters"),
}


@pytest.mark.parametrize(("raw", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_place(raw: Any, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_content(raw)

    assert words in str(caught.value)


BROKEN = {
    "no JSON": ("{", "not valid JSON"),
    "a name twice": ('{"key": 1, "key": 2}', "'key' stands twice"),
    "not a number": ('{"key": NaN}', "NaN is no number"),
    "nested without end": ("[" * 100_000, "nests tables too deeply"),
    "thousands of digits": ("1" * 5000, "thousands of digits"),
    "a megabyte": ('"' + "x" * 1_000_001, "larger than"),
}


@pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN)
def test_text_that_is_no_document_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        load(text)

    assert words in str(caught.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=40)
@given(contents(), st.data())
def test_a_document_damaged_anywhere_is_read_or_refused_but_never_fails(
    content: QuestionnaireContent, data: st.DataObject
) -> None:
    raw = write_content(content)
    _damage(raw, data)

    read = _read_or_refuse(raw)

    if isinstance(read, QuestionnaireContent):
        assert json.dumps(write_content(read))
        assert read.content_hash
    else:
        assert read.encode()


def _read_or_refuse(raw: Any) -> QuestionnaireContent | str:
    try:
        return read_content(raw)
    except ContentError as error:
        return str(error)


def _damage(raw: Any, data: st.DataObject) -> None:
    """Put anything in the place of one value, somewhere in the document."""
    names = list(raw) if isinstance(raw, dict) else list(range(len(raw)))
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    if isinstance(raw[name], dict | list) and raw[name] and data.draw(st.booleans()):
        _damage(raw[name], data)
    else:
        raw[name] = data.draw(ANYTHING)
