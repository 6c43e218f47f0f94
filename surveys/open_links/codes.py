"""The code of an address as SVG: black on white in every colour scheme, and nothing from elsewhere.

Error correction M at least (a code still reads with 15 % of it gone), and the quiet zone of four
modules that readers need (ISO/IEC 18004).
"""

from __future__ import annotations

import io
from typing import Any

import segno
from markupsafe import Markup

ERROR_CORRECTION = "m"
QUIET_ZONE_MODULES = 4
DARK, LIGHT = "#000", "#fff"
FILE_SCALE = 10


def draw_code(address: str, name: str) -> Markup:
    """The code as an SVG element that fills the box it stands in; `name` is read out for it."""
    drawn = _code_of(address).svg_inline(
        border=QUIET_ZONE_MODULES, omitsize=True, dark=DARK, light=LIGHT, title=name
    )
    # Its text is ours but for the title, which segno escapes.
    return Markup(drawn).replace(Markup("<svg "), Markup('<svg role="img" '), 1)  # noqa: S704


def write_code_file(address: str, name: str) -> bytes:
    """The code as a whole SVG file."""
    file = io.BytesIO()
    _code_of(address).save(
        file,
        kind="svg",
        border=QUIET_ZONE_MODULES,
        scale=FILE_SCALE,
        dark=DARK,
        light=LIGHT,
        title=name,
    )
    return file.getvalue()


def _code_of(address: str) -> Any:
    return segno.make(address, error=ERROR_CORRECTION, micro=False)
