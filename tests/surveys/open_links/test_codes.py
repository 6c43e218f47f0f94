"""The codes hold what ISO/IEC 18004 asks of them, read back from the drawing itself."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
import segno

from surveys.open_links.codes import QUIET_ZONE_MODULES, draw_code, write_code_file

ADDRESS = "https://feedback.example.com/o/1234-abcdefghijklmnopqrstuvwxyzA"
SVG = "{http://www.w3.org/2000/svg}"


def modules_of(drawing: str) -> tuple[int, set[tuple[int, int]]]:
    """The box's width in modules and the dark ones, from the strokes of the drawing."""
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing)
    path = re.search(r'<path[^>]*stroke="#000"[^>]* d="([^"]+)"', drawing)
    assert box, drawing
    assert path, drawing
    assert box[1] == box[2]
    dark: set[tuple[int, int]] = set()
    x, y = 0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            dark |= {(x + step, int(y)) for step in range(int(values[0]))}
            x += int(values[0])
        elif command == "M":
            x, y = int(values[0]), values[1]
        else:
            x, y = x + int(values[0]), y + values[1]
    return int(box[1]), dark


@pytest.mark.parametrize("address", [ADDRESS, "http://localhost/o/1-" + "x" * 27])
def test_every_module_of_the_code_is_drawn_where_it_belongs(address: str) -> None:
    code = segno.make(address, error="m", micro=False)

    width, dark = modules_of(draw_code(address, "code"))

    quiet = QUIET_ZONE_MODULES
    assert width == code.symbol_size(border=quiet)[0]
    assert dark == {
        (column + quiet, row + quiet)
        for row, modules in enumerate(code.matrix)
        for column, module in enumerate(modules)
        if module
    }


def test_the_code_has_its_quiet_zone_and_stands_enough_damage() -> None:
    width, dark = modules_of(draw_code(ADDRESS, "code"))

    assert QUIET_ZONE_MODULES >= 4
    assert min(min(place) for place in dark) == QUIET_ZONE_MODULES
    assert max(max(place) for place in dark) == width - QUIET_ZONE_MODULES - 1
    assert segno.make(ADDRESS, error="m", micro=False).error in {"M", "Q", "H"}


def test_on_the_smallest_label_a_module_is_large_enough_for_any_phone() -> None:
    width, _ = modules_of(draw_code(ADDRESS, "code"))

    assert 38 / width >= 0.5  # millimetres, on a label's 38


def test_the_code_is_black_on_white_and_has_a_name() -> None:
    drawn = draw_code(ADDRESS, "A & B <script>")

    assert drawn.startswith('<svg role="img" ')
    assert "<title>A &amp; B &lt;script&gt;</title>" in drawn
    assert 'fill="#fff"' in drawn
    assert "style=" not in drawn
    assert "http" not in draw_code("urn:nothing", "code")


def test_the_file_is_an_svg_of_its_own() -> None:
    root = ET.fromstring(write_code_file(ADDRESS, "A & B"))

    assert root.tag == f"{SVG}svg"
    assert root.get("width") == root.get("height")
    assert [title.text for title in root.iter(f"{SVG}title")] == ["A & B"]
