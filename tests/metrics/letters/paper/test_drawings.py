from __future__ import annotations

import re

from metrics.letters.paper.drawings import SHEET, styled
from metrics.letters.paper.pages import strokes


def test_a_shape_carries_what_every_rule_says_that_holds_for_it_the_last_one_winning() -> None:
    drawn = styled('<circle class="m u hollow" cx="5%"/>')

    assert drawn == (
        '<circle class="m u hollow" cx="5%" stroke-width="2" fill="#fff" stroke="#b04600"/>'
    )


def test_text_without_a_class_is_set_too_and_nothing_outside_of_drawings_is_touched() -> None:
    page = '<p class="m">Text</p><text x="0">50</text>'

    drawn = styled(page)

    assert drawn.startswith('<p class="m">Text</p><text x="0" font-family=')
    assert "font-size=" in drawn


def test_every_line_of_the_sheet_is_a_rule_that_can_be_read() -> None:
    lines = SHEET.read_text().splitlines()

    assert [line for line in lines if not re.fullmatch(r"[a-z]*(\.[a-z]+)*\{[^{}]+\}", line)] == []
    assert not any('"' in line for line in lines)


def test_a_line_becomes_strokes_in_per_cent_across_and_pixels_down() -> None:
    found = strokes("M0 12.5 500 10 1000 -3")

    assert [(one.x1, one.y1, one.x2, one.y2) for one in found] == [
        (0.0, 12.5, 50.0, 10.0),
        (50.0, 10.0, 100.0, -3.0),
    ]
