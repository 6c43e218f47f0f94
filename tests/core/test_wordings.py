from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from core.errors import WordingError
from core.wordings import Plural, find_gaps, languages_in, read_texts, read_words

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("surveys", "feedback")
FOLDERS = sorted(folder for name in PACKAGES for folder in (ROOT / name).rglob("wordings"))
LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "pt", "zh")
ENGLISH: dict[str, Any] = {
    "send": "Send",
    "from_whom": "From {programme}",
    "thanks": {"heading": "Thank you"},
    "duration": {"one": "{count} question", "other": "{count} questions"},
}
GERMAN: dict[str, Any] = {
    "send": "Senden",
    "from_whom": "Von {programme}",
    "thanks": {"heading": "Danke"},
    "duration": {"one": "Eine Frage", "other": "{count} Fragen"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_everything_a_respondent_meets_is_whole_in_every_language(
    folder: Path, language: str
) -> None:
    gaps = find_gaps(read_texts(folder, language), read_texts(folder, "en"), language)

    assert languages_in(folder) == LANGUAGES
    assert gaps == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_french_signs_do_not_begin_a_line(folder: Path) -> None:
    assert not re.search(r" [?!:;](?:\s|\"|$)", (folder / "fr.toml").read_text("utf-8"))


def test_a_whole_translation_has_no_gaps() -> None:
    assert find_gaps(GERMAN, ENGLISH, "de") == ()


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        pytest.param({"thanks": {}}, "thanks.heading is missing", id="missing"),
        pytest.param({"sent": "Gesendet"}, "sent is unknown", id="unknown"),
        pytest.param({"send": {"heading": "S"}}, "send is of another kind", id="table for a text"),
        pytest.param({"thanks": "Danke"}, "thanks is of another kind", id="text for a table"),
        pytest.param(
            {"from_whom": "Von uns"}, "from_whom has not the same {places}", id="place missing"
        ),
        pytest.param(
            {"send": "{name} senden"}, "send has not the same {places}", id="place too much"
        ),
        pytest.param(
            {"duration": {"other": "{count} Fragen"}},
            "duration needs the plural forms one, other",
            id="plural form missing",
        ),
        pytest.param(
            {"duration": {"one": "1", "few": "{count}", "other": "{count}"}},
            "duration needs the plural forms one, other",
            id="plural form too much",
        ),
        pytest.param(
            {"duration": "{count} Fragen"},
            "duration needs the plural forms one, other",
            id="no plural",
        ),
        pytest.param(
            {"duration": {"one": "Eine", "other": "Viele"}},
            "duration.other has not the same {places}",
            id="count missing",
        ),
    ],
)
def test_each_gap_is_named(change: dict[str, Any], gap: str) -> None:
    assert find_gaps({**GERMAN, **change}, ENGLISH, "de") == (gap,)


def test_words_with_a_gap_are_refused_with_the_file_and_the_place(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('send = "Send"\nback = "Back"\n')
    (tmp_path / "de.toml").write_text('send = "Senden"\n')

    with pytest.raises(WordingError, match=r"de\.toml cannot be used: back is missing"):
        read_words(tmp_path, "de")


def test_words_come_in_the_closest_language_with_its_plurals(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('send = "Send"\n[many]\none = "one"\nother = "{count}"\n')

    words = read_words(tmp_path, "en-US")

    assert words["language"] == "en"
    assert words["send"] == "Send"
    assert words["many"].format(count=1) == "one"
    assert words["many"].format(count=21) == "21"


def test_a_plural_fills_other_places_too() -> None:
    text = Plural("ar", {"two": "{name}: اثنان", "few": "{name}: {count}"})

    assert text.format(count=2, name="Ü") == "Ü: اثنان"
    assert text.format(count=3, name="Ü") == "Ü: 3"
