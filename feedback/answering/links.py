"""A link that is being answered: what it asks, where it lives, and the sheet it opens."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import current_app, request

from core.database import db
from feedback.asked import Asked
from feedback.pages import SheetAddress, in_language
from feedback.sheets import ReadySheet, SheetShelf

SHELF = "twofold_sheets"


@dataclass(frozen=True)
class OpenedLink:
    """A link that is ours, with the sheet it opens in the wanted language."""

    asked: Asked
    address: SheetAddress
    ready: ReadySheet

    @property
    def language(self) -> str:
        """The one the reader reads; the questions may lack it and stand in English."""
        return self.ready.language

    @property
    def url(self) -> str:
        """Where the sheet is, in the language it is read in."""
        return in_language(self.address.path, self.language)

    def thanks_url(self, sheet_key: str) -> str:
        """An open link takes many sheets, so that its address says which one is thanked for."""
        url = in_language(f"{self.address.path}/thanks", self.language)
        return url if self.asked.open_link_id is None else f"{url}&sheet={sheet_key}"

    def at_version(self, version_id: int) -> OpenedLink:
        """As it was when a sheet of that version was opened."""
        if version_id == self.asked.version_id:
            return self
        return open_link(replace(self.asked, version_id=version_id), self.address)


def open_link(asked: Asked, address: SheetAddress) -> OpenedLink:
    """The link with its sheet, in the language that the request asks for, or the draft is in."""
    of_draft = asked.draft.language if asked.draft else asked.language
    wanted = request.form.get("_lang") or request.args.get("lang") or of_draft
    shelf: SheetShelf = current_app.extensions[SHELF]
    ready = shelf.get(db.session, asked.version_id, wanted, asked.programme)
    return OpenedLink(asked, address, ready)
