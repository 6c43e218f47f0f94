from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import TranslationFileError
from surveys.translations.files import WRITINGS, FileFormat, read_translations
from surveys.translations.merging import TranslatedRow
from surveys.translations.strings import TranslationStatus, TranslationString, strings_of
from tests.surveys.translations.factory import GERMAN, content

# What a questionnaire can hold and XML can carry, formulas and quotation marks among it.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
    | st.sampled_from("='+-@\n"),
    min_size=1,
    max_size=12,
).filter(str.strip)
STRINGS = st.builds(
    TranslationString,
    st.from_regex(r"[a-z]{1,5}\.text", fullmatch=True),
    TEXTS,
    TEXTS,
    st.just("") | TEXTS,
    st.just(TranslationStatus.TRANSLATED),
)


def written(file_format: FileFormat, strings: list[TranslationString]) -> bytes:
    return WRITINGS[file_format].write(strings, "end_user.delivery", "de")


@pytest.mark.parametrize("file_format", FileFormat)
@given(strings=st.lists(STRINGS, min_size=1, max_size=4))
def test_what_is_exported_comes_back_the_same(
    file_format: FileFormat, strings: list[TranslationString]
) -> None:
    rows = read_translations(written(file_format, strings), "de")

    assert rows == tuple(TranslatedRow(each.key, each.source, each.target) for each in strings)


def test_no_cell_of_the_csv_is_run_as_a_formula() -> None:
    string = TranslationString("a.text", "x", '=HYPERLINK("x")', "+1+2", TranslationStatus.MISSING)

    data = written(FileFormat.CSV, [string])

    assert data.startswith(b"\xef\xbb\xbf")
    cells = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]
    assert cells[2:] == ['\'=HYPERLINK("x")', "'+1+2"]


def test_a_csv_that_a_spreadsheet_saved_with_semicolons_in_windows_letters_is_read() -> None:
    data = "KEY;Context;EN;Target\r\ntitle;x;Your delivery;Größe\r\n".encode("cp1252")

    assert read_translations(data, "de") == (TranslatedRow("title", "Your delivery", "Größe"),)


def test_inline_elements_of_translators_tools_give_their_text_back() -> None:
    data = b"""<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file
      source-language="en" target-language="de"><body><group><trans-unit id="intro">
      <source>For <x id="1" equiv-text="{programme}"/>.</source>
      <target>F\xc3\xbcr <g id="2"><x id="1" equiv-text="{programme}"/></g>.</target>
      </trans-unit></group></body></file></xliff>"""

    row = TranslatedRow("intro", "For {programme}.", "Für {programme}.")
    assert read_translations(data, "de") == (row,)


def test_a_unit_that_a_tool_cut_into_segments_is_one_text_again() -> None:
    data = b"""<xliff version="2.0" srcLang="en" trgLang="de"><file id="f">
      <unit id="u1" name="intro"><segment><source>Hello.</source><target>Hallo.</target></segment>
      <ignorable><source> </source></ignorable>
      <segment><source>Bye.</source><target>Auf bald.</target></segment></unit></file></xliff>"""

    assert read_translations(data, "de") == (
        TranslatedRow("intro", "Hello. Bye.", "Hallo. Auf bald."),
    )


REFUSED = {
    "empty": (b"", "The file is empty"),
    "a spreadsheet": (b"PK\x03\x04....", "a spreadsheet"),
    "no target": (b"key,en\na,b\n", "The column target is missing"),
    "other XML": (b"<html/>", "no XLIFF file"),
    "broken XML": (b"<xliff>", "not valid XML"),
    "a document type": (b"<!DOCTYPE xliff><xliff/>", "document type"),
    "another language": (
        b'<xliff version="2.0" srcLang="en" trgLang="fr-FR"/>',
        "a translation into fr-fr",
    ),
    "another language in 1.2": (
        b'<xliff version="1.2"><file target-language="es"/></xliff>',
        "a translation into es",
    ),
    "too large": (b"key,en,target\n" + b"x" * 5_000_001, "larger than 5 MB"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_translation_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(TranslationFileError) as caught:
        read_translations(data, "de")

    assert words in str(caught.value)


@pytest.mark.parametrize("file_format", FileFormat)
@given(data=st.data())
def test_a_file_damaged_anywhere_is_read_or_refused(
    file_format: FileFormat, data: st.DataObject
) -> None:
    whole = written(file_format, list(strings_of(content(german=GERMAN), "de")))
    start, length = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 30))
    damaged = whole[:start] + data.draw(st.binary(max_size=8)) + whole[start + length :]

    try:
        rows = read_translations(damaged, "de")
    except TranslationFileError as error:
        rows = (TranslatedRow("", str(error), ""),)

    assert isinstance(rows, tuple)
