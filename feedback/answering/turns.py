"""One press of a button on a sheet: what came, and what it leads to in the sheet's course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import request

from core.context import current_context
from feedback.answering.links import OpenedLink
from feedback.course import Walk
from feedback.drafts.services import SheetSoFar, read_draft
from feedback.errors import SheetError
from feedback.forms import SheetForm
from feedback.pages import SheetState
from feedback.paradata import device_class_of, network_hash_of
from feedback.rows import SentSheet
from feedback.tokens import SheetToken, new_token, read_token, sign_token
from feedback.trail import PageLook, Trail, read_trail, sign_trail


class Deed(StrEnum):
    """What a button asks for. A form without a button's word is a sheet that is sent."""

    SEND = "send"
    NEXT = "next"
    BACK = "back"
    KEEP = "keep"  # save and go on later
    SAVE = "save"  # the script's own saving, in between
    AGAIN = "again"  # the same page, as in another language
    FRESH = "fresh"  # begin again


@dataclass(frozen=True)
class Turn:
    """`form` holds every question of the sheet; `walk` is what its answers lead through."""

    link: OpenedLink
    token: SheetToken
    trail: Trail | None
    form: SheetForm
    walk: Walk
    now: datetime
    deed: Deed = Deed.AGAIN
    is_repaired: bool = False

    @property
    def page(self) -> int:
        """The page that was sent; where nobody knows, the last, so that all of it is looked at."""
        return self.trail.page if self.trail else self.walk.page_before(self.walk.closing_page) or 1

    def checked(self, page: int | None = None) -> SheetForm:
        """The form of the questions that are shown, on one page or on all."""
        if page is None and not self.walk.course.is_branched:
            return self.form
        keys = self.walk.keys if page is None else {shape.key for shape in self.walk.page(page)}
        return SheetForm(self.link.ready, request.form, keys)

    def trail_at(self, page: int) -> Trail:
        if self.trail is None:
            return Trail(page, self.now, (PageLook(page, None, 1),))
        return self.trail.at(page, self.now)

    def state(self, page: int, problems: Mapping[str, str] | None = None) -> SheetState:
        """The sheet as it is drawn next."""
        keys, token = current_context().keys, self.token
        return SheetState(
            page=page,
            token=sign_token(keys, self.link.asked.subject, token),
            trail=sign_trail(keys, token.key, self.trail_at(page)),
            values=self.form.values,
            walk=self.walk,
            problems=problems or {},
        )

    def so_far(self, page: int) -> SheetSoFar:
        """The sheet as a draft keeps it."""
        return SheetSoFar(self.token, page, self.form.values, self.trail_at(page).looks)


def read_turn(link: OpenedLink, now: datetime) -> Turn:
    """What the request sends. A sheet without a token of this link's gets a new one, and is
    `is_repaired`: it is shown again before it is stored."""
    keys = current_context().keys
    try:
        token = read_token(keys, link.asked.subject, request.form.get("sheet", ""), now)
    except SheetError:
        token, is_repaired = new_token(link.asked.version_id, now), True
    else:
        link, is_repaired = link.at_version(token.version_id), False
    form = SheetForm(link.ready, request.form)
    trail = read_trail(keys, token.key, request.form.get("_trail", ""))
    return Turn(
        link=link,
        token=token,
        trail=trail.seen_until(now, waited=_has_waited(link, token, trail)) if trail else None,
        form=form,
        walk=link.ready.course.walk(form.given, link.asked.facts),
        now=now,
        deed=_deed(),
        is_repaired=is_repaired,
    )


def _has_waited(link: OpenedLink, token: SheetToken, trail: Trail) -> bool:
    """Whether the time since the page was drawn was not spent on it."""
    draft = link.asked.draft
    if "_waited" in request.form or draft is None:
        return "_waited" in request.form
    saved = read_draft(draft, token.version_id)
    return saved.token.key == token.key and trail.is_behind(saved.looks)


def _deed() -> Deed:
    if "_lang" in request.form:
        return Deed.AGAIN
    word = request.form.get("_go", Deed.SEND)
    return Deed(word) if word in set(Deed) else Deed.AGAIN


def sheet_of(turn: Turn, form: SheetForm) -> SentSheet:
    """The valid form as it is stored."""
    asked = turn.link.asked
    return SentSheet(
        key=turn.token.key,
        source=asked.source,
        audience=asked.audience,
        invitation_id=asked.invitation_id,
        open_link_id=asked.open_link_id,
        transaction_id=asked.transaction_id,
        version_id=asked.version_id,
        language=turn.link.ready.sheet.language,
        promise=asked.promise,
        invited_at=asked.invited_at,
        served_at=turn.token.served_at,
        received_at=turn.now,
        device_class=device_class_of(request.user_agent.string),
        network_hash=network_hash_of(current_context().keys, request.remote_addr),
        pages=turn.trail.stored(len(turn.walk.pages)) if turn.trail else None,
        answers=form.answers(),
    )
