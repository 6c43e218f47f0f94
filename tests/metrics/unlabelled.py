"""Where a page, a document or a line gives a figure away without its grade and its label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from metrics.dashboards.partner.benchmark import rounded_for_peers
from metrics.dashboards.wording import change_text, value_text
from tests.metrics.walking import PDF, Answer, Element, changed_leaves, changed_texts, read_page

# What a figure and its grade may stand in together; never a whole section or page.
UNITS = {"num", "duo", "change", "beside", "facts-label"}
UNIT_TAGS = {"tr", "figure", "li"}


def violations(before: Answer, after: Answer, client: FlaskClient) -> Iterator[str]:
    """Where an answer gives a figure away without its grade and label."""
    if after.mimetype == "text/html":
        yield from _on_page(read_page(before.text), read_page(after.text), client)
    elif after.mimetype == "application/json":
        yield from _in_document(before.document, after.document)
    elif after.mimetype == PDF:
        # Set from the same parts as its page; lines of a PDF have no units to look for grades in.
        assert "Grade" in after.text or before.text == after.text
    else:
        yield from unlabelled_lines(before.text, after.text)


def _on_page(before: Element, after: Element, client: FlaskClient) -> Iterator[str]:
    for element, text in changed_texts(before, after):
        if _is_scale(element):
            continue
        if not any(_is_labelled(unit) for unit in element.upwards() if _is_unit(unit)):
            yield f"{text!r} stands without a grade that opens a label"
    for link in after.label_links:
        yield from _wrong_label(link, client)


def _is_scale(element: Element) -> bool:
    """The ends of an axis follow the figures and are none."""
    return element.tag == "text" and bool(element.classes & {"mid", "end"})


def _is_unit(element: Element) -> bool:
    return element.tag in UNIT_TAGS or bool(element.classes & UNITS)


def _is_labelled(unit: Element) -> bool:
    """A label's own page has its grade; anything else has a grade that opens one."""
    if "facts-label" in unit.classes:
        return any("grade" in one.classes for one in unit.within())
    return bool(unit.label_links)


def _wrong_label(link: Element, client: FlaskClient) -> Iterator[str]:
    href = link.attributes["href"]
    path, _, query = href.partition("?")
    answer = client.get(f"{path}.json?{query}")
    if answer.status_code != 200:
        yield f"{href} answers {answer.status_code}"
        return
    figure = answer.get_json()["figure"]
    units = (one for one in link.upwards() if _is_unit(one) or "withheld" in one.classes)
    about = next(units, link)
    is_same = any(text in about.text for text in _written(figure))
    if not is_same or f"Grade {figure['grade']}" not in about.text:
        yield f"{href} is the label of {figure['value']}, beside it stands {about.text!r}"


def _written(figure: dict[str, Any]) -> tuple[str, ...]:
    """The figure as a page may write it, exact or rounded for peers; of a hidden one nothing."""
    metric, value = figure["metric"], figure["value"]
    if value is None:
        return ("",)
    if figure["of"].endswith("gap"):
        return (change_text(value, metric),)
    rounded = rounded_for_peers(metric, value, figure["ci_low"], figure["ci_high"])
    return value_text(value, metric), value_text(rounded.value, metric)


def _in_document(before: Any, after: Any) -> Iterator[str]:
    for above, leaf in changed_leaves(before, after):
        labelled = any(
            isinstance(one, dict) and ("label_version" in one or {"grade", "label_url"} <= set(one))
            for one in above
        )
        if not labelled:
            yield f"{leaf!r} stands in a document without grade and label_url"


def unlabelled_lines(before: str, after: str) -> Iterator[str]:
    """A line with a figure has its grade, and it or the next one the address of the label."""
    known, lines = set(before.splitlines()), after.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line in known or not re.search(r"\d", line):
            continue
        if not re.search(r"grade [A-E]\b", line) or "/label/" not in line + following:
            yield f"{line!r} has no grade or no label"
