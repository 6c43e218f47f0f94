from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaires.lint.lexicon import lexicon_of
from surveys.questionnaires.lint.stem import Stem


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("How is Nordhaus doing?", "How is ________ doing?"),
        ("Nordhaus Pumps are new.", "________ _____ are new."),
        ("Does Nordhaus help?", "Does ________ help?"),
        ("Rate the Expert 3000 unit.", "Rate the ______ ____ unit."),
        ("How do you NOT use it?", "How do you NOT use it?"),
        ("Do you know AT&T?", "Do you know __&_?"),
        ("How Was Your Last Repair Visit?", "How Was Your Last Repair Visit?"),
        ("Is “all in” clear?", 'Is "___ __" clear?'),
        ("Recommend {programme} to us?", "Recommend {_________} to us?"),
        ("Which? Select all that apply.", "Which? ______ ___ ____ _____."),
        ("Which (select all that apply)?", "Which (______ ___ ____ _____)?"),
        ("How, 0 = not at all bad?", "How, _ = ___ __ ___ bad?"),
    ],
)
def test_what_is_not_asked_is_masked(text: str, plain: str) -> None:
    assert Stem(text, lexicon_of("en")).plain == plain


def test_compounds_are_masked_in_the_bare_text() -> None:
    assert Stem("our always-on line", lexicon_of("en")).bare == "our _________ line".replace(
        "_________", "______-__"
    )


def test_german_nouns_are_no_names() -> None:
    assert Stem("Wie war die Lieferung?", lexicon_of("de")).plain == "Wie war die Lieferung?"


@given(st.text(max_size=80), st.sampled_from(["en", "de", "es", "fr"]))
@settings(max_examples=60, deadline=None)
def test_masking_keeps_every_place(text: str, language: str) -> None:
    stem = Stem(text, lexicon_of(language))

    assert len(stem.plain) == len(stem.bare) == len(text)
