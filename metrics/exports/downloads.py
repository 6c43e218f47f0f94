"""Offer a table on a page, and send it: what other pages need to hang a table of theirs on.

offer("estimates", week="2026-W45", kind="final", revision=0)   the links, for downloads.html
send_table(table, read_format("xlsx"))                          the answer of the view
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, send_file, url_for

from metrics.exports.editions.tables import EDITION_TABLES
from metrics.exports.formats import FORMATS, Format, write
from metrics.exports.partner.tables import PARTNER_TABLES
from metrics.exports.table import ExportTable

EDITION_ENDPOINT = "exports.edition_table"
LISTING_ENDPOINT = "exports.listing"
PARTNER_ENDPOINT = "exports.partner_table"


@dataclass(frozen=True)
class DownloadLink:
    """One format of a table: its words, where it is, and what it is good for."""

    words: str
    url: str
    about: str


def offer(
    table_name: str, *, endpoint: str = EDITION_ENDPOINT, **address: Any
) -> tuple[DownloadLink, ...]:
    """A link for each format. The endpoint's route takes `table` and `ending` and what else is in
    the address: "/bench/<table>.<ending>"."""
    return tuple(
        DownloadLink(
            facts.words,
            url_for(endpoint, table=table_name, ending=one.value, **address),
            facts.about,
        )
        for one, facts in FORMATS.items()
    )


def offer_edition(
    week: str, kind: str, revision: int, *, is_replaced: bool = False, **cut: str
) -> dict[str, tuple[DownloadLink, ...]]:
    """The links of every table of an edition, by the table's name; `cut` as `level`, `node`.

    An edition that was replaced by a revision has none for its figures.
    """
    return {
        name: offer(name, week=week, kind=kind, revision=revision, **cut)
        for name, table in EDITION_TABLES.items()
        if not (is_replaced and table.has_figures)
    }


def offer_partner(week: str, **partner: str) -> dict[str, tuple[DownloadLink, ...]]:
    """The links of every table of a partner's page; the house says whose."""
    return {
        name: offer(name, endpoint=PARTNER_ENDPOINT, week=week, **partner)
        for name in PARTNER_TABLES
    }


def send_table(table: ExportTable, wanted: Format) -> Response:
    """The file, streamed from where it was written; raises what `write` does."""
    download = write(table, wanted)
    response = send_file(
        download.content,
        mimetype=download.media_type,
        as_attachment=True,
        download_name=download.filename,
        max_age=None,
    )
    response.content_length = download.size_bytes
    # A stream that is handed through would be taken for a static file, and kept compressed.
    response.direct_passthrough = False
    response.headers["Cache-Control"] = "no-store"
    return response
