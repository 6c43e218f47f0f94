"""How a letter looks: mail programs take no style sheet, so every element carries its own style.

Each style has a name, by which the template asks for it and by which the few rules for a dark
screen find it.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

SANS = "-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"
SERIF = "Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,'Noto Serif',serif"
INK, QUIET, RULE, PAPER, PANEL = "#1a1b1e", "#55575c", "#d8d5cd", "#fcfbf8", "#f3f1eb"
PARTNER, PARTNER_WASH, USER, USER_WASH = "#0a5aa6", "#a9cbe9", "#b04600", "#f0bf98"
SMALL = f"font:400 13px/1.45 {SANS};color:{QUIET}"
FLAT = "border-collapse:collapse;border-spacing:0;width:100%"

STYLES: dict[str, str] = {
    "body": f"margin:0;padding:0;background:{PAPER};color:{INK}",
    "outer": f"{FLAT};background:{PAPER}",
    "room": "padding:20px 14px 32px",
    "sheet": f"border-collapse:collapse;width:100%;max-width:600px;color:{INK};text-align:left",
    "brand": f"padding:0 0 10px;border-bottom:1px solid {INK};font:600 15px/1.4 {SANS};color:{INK}",
    "dateline": f"padding:8px 0 0;{SMALL}",
    "preview": "display:none;max-height:0;overflow:hidden",
    "correction": f"padding:12px 0 0;font:600 15px/1.5 {SANS};color:{INK}",
    "title": f"margin:22px 0 0;font:600 25px/1.2 {SERIF};color:{INK}",
    "lead": f"margin:12px 0 0;font:400 16px/1.5 {SANS};color:{INK}",
    "part": f"padding:34px 0 0;color:{INK}",
    "head": f"margin:0;padding:8px 0 0;border-top:3px solid {INK};font:600 17px/1.3 {SANS};"
    f"color:{INK}",
    "about": f"margin:4px 0 0;{SMALL}",
    "say": f"margin:12px 0 0;font:400 17px/1.45 {SERIF};color:{INK}",
    "group": f"{FLAT};margin:16px 0 0",
    "name": f"padding:0 0 4px;border-bottom:1px solid {INK};font:600 15px/1.4 {SANS};color:{INK};"
    "text-align:left",
    "unit": f"font:400 13px/1.4 {SANS};color:{QUIET}",
    "who": f"padding:7px 10px 7px 0;border-bottom:1px solid {RULE};font:600 13px/1.4 {SANS};"
    f"color:{INK};text-align:left;vertical-align:top;width:36%",
    "beside": f"padding:7px 10px 7px 0;border-bottom:1px solid {RULE};font:400 13px/1.4 {SANS};"
    f"color:{QUIET};text-align:left;vertical-align:top;width:36%",
    "cell": f"padding:7px 0;border-bottom:1px solid {RULE};font:400 15px/1.4 {SANS};color:{INK};"
    "vertical-align:top;font-variant-numeric:tabular-nums",
    "value": f"font:600 20px/1.2 {SANS};color:{INK}",
    "range": f"color:{QUIET};white-space:nowrap",
    "grade": f"border:1px solid {INK};padding:0 5px;font:600 13px/1.4 {SANS};color:{INK}",
    "note": f"font:400 13px/1.4 {SANS};color:{QUIET}",
    "sure": f"font:600 13px/1.4 {SANS};color:{INK}",
    "reason": f"font:400 13px/1.4 {SANS};color:{QUIET}",
    "partner": f"color:{PARTNER}",
    "user": f"color:{USER}",
    "strip": f"{FLAT};margin:6px 0 2px;table-layout:fixed",
    "axis": f"height:6px;line-height:6px;font-size:1px;padding:0;background:{RULE}",
    "target": f"height:6px;line-height:6px;font-size:1px;padding:0;background:{INK}",
    "interval-partner": "height:6px;line-height:6px;font-size:1px;padding:0;"
    f"background:{PARTNER_WASH}",
    "interval-user": f"height:6px;line-height:6px;font-size:1px;padding:0;background:{USER_WASH}",
    "value-partner": f"height:6px;line-height:6px;font-size:1px;padding:0;background:{PARTNER}",
    "value-user": f"height:6px;line-height:6px;font-size:1px;padding:0;background:{USER}",
    "list": "margin:12px 0 0;padding:0 0 0 18px",
    "item": f"margin:0 0 8px;font:400 14px/1.45 {SANS};color:{INK}",
    "button": f"display:inline-block;padding:11px 18px;background:{INK};color:{PAPER};"
    f"font:600 15px/1.4 {SANS};text-decoration:none;border-radius:3px",
    "link": f"color:{INK};text-decoration:underline",
    "facts": f"padding:28px 0 0;{SMALL}",
    "foot": f"padding:16px 0 0;{SMALL}",
}

# Mail programs that turn dark: ink becomes paper, and the two colours their lighter selves.
DARK: dict[str, str] = {
    "body outer": "background:#141619!important",
    "title lead say head name who cell value grade sure item link correction brand":
        "color:#eceae4!important",
    "about unit beside range note reason dateline facts foot": "color:#b0b1b0!important",
    "head name brand grade": "border-color:#eceae4!important",
    "who beside cell": "border-color:#373a3f!important",
    "partner": "color:#74b9f2!important",
    "user": "color:#f0a05e!important",
    "axis": "background:#373a3f!important",
    "target": "background:#eceae4!important",
    "interval-partner": "background:#2f6594!important",
    "interval-user": "background:#875226!important",
    "value-partner": "background:#74b9f2!important",
    "value-user": "background:#f0a05e!important",
    "button": "background:#eceae4!important;color:#141619!important",
}  # fmt: skip


def style_attributes() -> Mapping[str, Markup]:
    """By name, the attributes an element carries."""
    return {
        name: Markup(' class="{}" style="{}"').format(name, escape(style))
        for name, style in STYLES.items()
    }


def dark_rules() -> Markup:
    """The one style sheet a letter has, for programs that read it."""
    rules = [
        f"{','.join('.' + name for name in names.split())}{{{style}}}"
        for names, style in DARK.items()
    ]
    sheet = "".join(rules)
    return Markup(":root{color-scheme:light dark}@media (prefers-color-scheme:dark){%s}") % (
        Markup(sheet)  # noqa: S704 # our own words, no reader's
    )
