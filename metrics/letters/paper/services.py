"""The readers' pages set for paper and written as PDF."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from jinja2 import Environment
from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.dashboards.opening import Opened
from metrics.dashboards.partner.pages import build_partner_page
from metrics.dashboards.partner.queries import read_partner
from metrics.dashboards.partner.waiting.pages import build_waiting
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.voices.placing import voices_of_page
from metrics.dashboards.voices.reading import voices_of_partner
from metrics.dashboards.week.pages import build_week_page
from metrics.dashboards.week.places import NETWORK, Place
from metrics.dashboards.week.queries import read_week
from metrics.integrity.partners.reviews import read_review
from metrics.letters.compose import open_edition
from metrics.letters.errors import PaperMissingError
from metrics.letters.paper.drawings import styled
from metrics.letters.paper.pages import strokes
from metrics.signals.part import open_signals

FOLDER = Path(__file__).parent
# The least that a reader with a screen reader needs of a PDF: tags, title, language (PDF/UA).
VARIANT = "pdf/ua-1"
# Setting is all work for the processor and takes memory; side by side it would only take longer.
ONE_AT_A_TIME = Lock()
NOT_FOR_FILES = re.compile(r"[^A-Za-z0-9]+")
INSTALL = (
    "This installation cannot make PDFs yet. Ask an administrator to install the extra: "
    "pip install 'twofold[pdf]', and the system's Pango (on Debian: apt install "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0). Until then, print the page."
)


@dataclass(frozen=True)
class Printed:
    """A PDF, and the name it is saved under."""

    name: str
    content: bytes


def print_for(
    session: Session, scope: Scope, line: EditionLine, templates: Environment, now: datetime
) -> Printed:
    """The page a letter leads to: the network's, or the channel partner's own; without comments.

    A comment whose clearing is taken back, or whose writer is erased, is shown to nobody at once,
    and a mail cannot be called back.

    Raises PaperMissingError, and NoLetterError for an edition the scope may not see.
    """
    opened = open_edition(session, scope, line)
    if scope.partner_key is not None:
        key = scope.partner_key
        return print_partner(session, scope, opened, key, templates, has_comments=False)
    return print_week(session, scope, opened, NETWORK, templates, now, has_comments=False)


def print_week(
    session: Session,
    scope: Scope,
    opened: Opened,
    place: Place,
    templates: Environment,
    now: datetime,
    *,
    has_comments: bool = True,
) -> Printed:
    """A page of the week on paper; raises PaperMissingError."""
    data = read_week(session, scope, opened, place)
    page = build_week_page(data, "/")
    line = opened.choice.lead
    name = f"{line.week} {opened.programme.name} {place.title(opened.names)}"
    given = {
        "page": page,
        "signals": open_signals(session, scope, opened, place, now),
        "voices": voices_of_page(session, scope, opened, place, data.metric)
        if has_comments
        else (),
        **_facts(opened, page.place),
    }
    return _print("metrics/letters/week_paper.html", name, templates, **given)


def print_partner(
    session: Session,
    scope: Scope,
    opened: Opened,
    key: str,
    templates: Environment,
    *,
    has_comments: bool = True,
) -> Printed:
    """A channel partner's page on paper; raises PaperMissingError."""
    page = build_partner_page(read_partner(session, scope, opened, key), "/partner")
    review = read_review(session, scope, opened.choice.lead, key, opened.names, opened.zone)
    lead, period = opened.choice.lead, opened.programme.field_period_days
    waiting = build_waiting(review, lead, opened.zone, period)
    name = f"{lead.week} {page.name}"
    given = {
        "page": page,
        "waiting": waiting,
        "voices": (voices_of_partner(session, scope, lead, key),) if has_comments else (),
        **_facts(opened, page.name),
    }
    return _print("metrics/letters/partner_paper.html", name, templates, **given)


def _facts(opened: Opened, about: str) -> dict[str, str]:
    """What stands at the foot of every sheet."""
    line = opened.choice.lead
    revision = f", revision {line.revision}" if line.revision else ""
    edition = f"{line.week} {line.kind}{revision}"
    return {
        "programme": opened.programme.name,
        "running": f"{about} · {edition} · method {line.method_version} · "
        f"manifest {line.manifest_hash[:12]}",
    }


def _print(template: str, name: str, templates: Environment, **given: Any) -> Printed:
    html = templates.get_template(template).render(strokes=strokes, **given)
    return Printed(f"{NOT_FOR_FILES.sub('-', name).strip('-')}.pdf", write_pdf(html))


def write_pdf(html: str) -> bytes:
    """The document as PDF; nothing is fetched for it. Raises PaperMissingError."""
    try:
        # Here, since it is an extra, and takes half a second that nobody else should wait for.
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise PaperMissingError(INSTALL) from error
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    # Whatever stands in a page, its PDF opens no address and no file.
    nothing = URLFetcher(allowed_protocols=())
    sheet = CSS(string=(FOLDER / "paper.css").read_text(), url_fetcher=nothing)
    document = HTML(string=styled(html), url_fetcher=nothing)
    with ONE_AT_A_TIME:
        content = document.write_pdf(stylesheets=[sheet], pdf_variant=VARIANT)
    assert isinstance(content, bytes)
    return content
