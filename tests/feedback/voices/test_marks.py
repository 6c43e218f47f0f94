from __future__ import annotations

import time

import pytest

from feedback.voices.marks import ADDRESS, E_MAIL, NAME, NUMBER, PHONE, find_marks


def _found(text: str, *names: str) -> list[tuple[str, str]]:
    return [(text[mark.start : mark.end], mark.words) for mark in find_marks(text, names)]


@pytest.mark.parametrize(
    ("text", "marked", "words"),
    [
        ("write to ann.b@x.example please", "ann.b@x.example", E_MAIL),
        ("see https://x.example/a?b=1 there", "https://x.example/a?b=1", ADDRESS),
        ("see www.x.example there", "www.x.example", ADDRESS),
        ("call +49 40 66969 137 today", "+49 40 66969 137", PHONE),
        ("call 020 7946 0142 today", "020 7946 0142", PHONE),
        ("(040) 66969-137 war besetzt", "(040) 66969-137", PHONE),
        ("order 4711-2083 is missing", "4711-2083", NUMBER),
        ("unit SN-48213A failed", "SN-48213A", NUMBER),
        ("serial 20481234", "20481234", NUMBER),
        ("Mr. John Smith was kind", "Mr. John Smith", NAME),
        ("danke an Frau Müller dafür", "Frau Müller", NAME),
        ("La señora Vidal no vino", "señora Vidal", NAME),
        ("Sra. García López", "Sra. García López", NAME),
        ("pomogła Pani Wrona", "Pani Wrona", NAME),
        ("Merci à Mme Lefort", "Mme Lefort", NAME),
    ],
)
def test_what_looks_like_a_persons_data_is_marked(text: str, marked: str, words: str) -> None:
    assert (marked, words) in _found(text)


@pytest.mark.parametrize(
    "text",
    ["Three weeks in 2024.", "I would give 10/10!", "Don't come again, sir or madam",
     "frau dr", "The 2 filters cost 45.90 EUR", "¡Así da gusto!", ""],
)  # fmt: skip
def test_ordinary_words_and_small_numbers_are_not(text: str) -> None:
    assert _found(text) == []


def test_names_of_people_and_companies_near_the_transaction_are_marked_as_whole_words() -> None:
    text = "SCHMIDT was here, Schmidtchen not; ask at Odra."

    assert _found(text, "Eva Schmidt", "Odra Pneumatyka") == [("SCHMIDT", NAME), ("Odra", NAME)]


def test_a_known_name_is_marked_in_the_same_words_as_any_other() -> None:
    known = _found("Schmidt was kind", "Eva Schmidt")
    unknown = _found("Herr Schmidt was kind")

    assert known[0][1] == unknown[0][1]


@pytest.mark.parametrize("piece", ["a", "1", "A-", "+0 ", "a@", "a.", "www.", "Mr ", "(0"])
def test_four_thousand_characters_of_anything_are_read_at_once(piece: str) -> None:
    text = (piece * 4_000)[:4_000]

    began = time.process_time()
    find_marks(text, ["Eva Schmidt"])

    assert time.process_time() - began < 0.5
