from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from metrics.exports.errors import MissingExtraError
from metrics.exports.formats import Format, write
from metrics.exports.table import Column, ExportTable
from metrics.exports.writers.spss_file import spss_names
from tests.metrics.exports.nasty import (
    TEXTS,
    expected,
    nasty_table,
    saved,
)


def read_spss(table: ExportTable, folder: Path) -> tuple[dict[str, list[Any]], Any]:
    path = saved(table, Format.SPSS, folder)
    return pyreadstat.read_sav(path, output_format="dict", user_missing=True)


def test_an_spss_file_gives_back_every_value(tmp_path: Path) -> None:
    read, _ = read_spss(nasty_table(), tmp_path)

    # SPSS knows no missing text, and fills every text up with spaces.
    assert list(read["text"]) == [(given or "").rstrip(" ") for given in TEXTS]
    for name in ("number", "share", "count", "day", "quality.speed"):
        assert list(read[name]) == expected(name), name
    assert list(read["big"]) == [value or "" for value in expected("big")]
    assert list(read["yes"])[:3] == [1, 0, None]
    given = datetime(2026, 10, 25, 0, 59, 59, 123456)  # noqa: DTZ001
    assert abs((read["answered_at_utc"][1] - given).total_seconds()) < 1e-4


def test_an_spss_file_has_labels_measures_and_missing_values(tmp_path: Path) -> None:
    _, meta = read_spss(nasty_table(), tmp_path)

    labels = meta.column_names_to_labels
    assert labels["text"] == 'What was said, in "full"'
    assert labels["number"] == "A number [points]"
    assert labels["answered_at_utc"] == "Answered (UTC)"
    assert meta.variable_value_labels["grade"] == {"A": "no warning", "F": "not shown"}
    assert meta.variable_value_labels["quality.speed"][10] == "very"
    assert meta.variable_value_labels["yes"] == {0: "no", 1: "yes"}
    assert meta.missing_ranges == {"quality.speed": [{"lo": 97.0, "hi": 97.0}]}
    measures = {name: meta.variable_measure[name] for name in ("grade", "quality.speed", "number")}
    assert measures == {"grade": "nominal", "quality.speed": "ordinal", "number": "scale"}
    assert any("Edition: 2026-W45 final" in line for line in meta.notes)


def test_names_that_spss_does_not_take_are_changed_and_noted(tmp_path: Path) -> None:
    read, meta = read_spss(nasty_table(), tmp_path)

    assert list(read)[-4:] == ["v_all", "v_ALL_2", "v__cmd", "a" * 64]
    assert len(meta.column_names_to_labels["a" * 64].encode()) <= 256
    assert "Variable v__cmd: the column =cmd of the other formats" in meta.notes


def test_names_of_an_spss_file_are_unique_whatever_they_were() -> None:
    names = ["ä" * 60, "ä" * 61, "Ä" * 60, "1", "v_1", "", "_", "a b", "a_b"]

    made = spss_names([Column(name, "") for name in names])

    assert len({name.casefold() for name in made}) == len(names)
    assert all(name[0].isalpha() and len(name.encode()) <= 64 for name in made)


def test_a_text_longer_than_spss_holds_is_cut_between_two_signs(tmp_path: Path) -> None:
    table = ExportTable("t", "T", (Column("a", "A"),), (("ب" * 20_000,),))

    read, _ = read_spss(table, tmp_path)

    assert read["a"][0] == "ب" * (32_767 // 2)


def test_without_the_extra_the_reader_is_told_which_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'twofold\[spss\]'"):
        write(nasty_table(), Format.SPSS)
