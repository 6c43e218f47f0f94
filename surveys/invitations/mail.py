"""The invitation as a mail: checked and written when it is sent, so that no link is ever stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.languages import day_in_words, is_right_to_left, set_apart
from core.outbox.addresses import is_usable_address
from core.outbox.kinds import Cancellation, Desk, MailKind, MailOutcome
from core.outbox.letters import Letter
from surveys.invitations.queries import InvitationCase, find_case, find_invitation
from surveys.invitations.wording import InvitationWording, wording_of
from surveys.links import invitation_path, unsubscribe_path
from surveys.models import Invitation
from surveys.questionnaires.names import names_in
from surveys.questionnaires.piping import Names, fill_text
from surveys.questionnaires.queries import load_unfilled_sheet
from surveys.sampling.storing import INVITATION_MAIL

LONGEST_NAME = 100


@dataclass(frozen=True)
class InvitationMail:
    """Every text of the mail, ready to be set.

    The questionnaire's own texts, `title` and `intro`, may stand in another language.
    """

    language: str
    is_rtl: bool
    sheet_language: str
    sheet_is_rtl: bool
    greeting: str
    about: str
    title: str
    intro: str
    button: str
    url: str
    until: str
    promise: str
    stop: str
    stop_link: str
    stop_url: str


def _is_opted_out(invitation: Invitation, _now: datetime) -> bool:
    return invitation.contact.opted_out_at is not None or invitation.refused_at is not None


def _is_revoked(invitation: Invitation, _now: datetime) -> bool:
    return invitation.revoked_at is not None


def _is_expired(invitation: Invitation, now: datetime) -> bool:
    return now >= invitation.expires_at


def _is_without_address(invitation: Invitation, _now: datetime) -> bool:
    return not is_usable_address(invitation.contact.email)


CHECKS: tuple[tuple[str, Callable[[Invitation, datetime], bool]], ...] = (
    ("the person opted out before the mail was sent", _is_opted_out),
    ("the invitation was revoked before the mail was sent", _is_revoked),
    ("the field period ended before the mail could be sent", _is_expired),
    ("the person has no usable address any more", _is_without_address),
)


def render_invitation(
    session: Session, reference: str, now: datetime, desk: Desk
) -> Letter | Cancellation:
    """The letter of an invitation as things stand now, or why it is not to be sent."""
    case = find_case(session, int(reference))
    if case is None:
        return Cancellation("the invitation does not exist any more")
    for note, stops in CHECKS:
        if stops(case.invitation, now):
            return Cancellation(note)
    return _letter(session, case, desk)


def store_invitation_outcome(
    session: Session, reference: str, outcome: MailOutcome, now: datetime
) -> None:
    """What became of the mail, as the invitation's disposition needs it."""
    invitation = find_invitation(session, int(reference))
    if invitation is None:
        return
    if outcome is MailOutcome.SENT:
        invitation.sent_at = now
    elif outcome is MailOutcome.UNDELIVERABLE:
        invitation.undeliverable_at = now
    elif invitation.contact.opted_out_at is not None:
        invitation.refused_at = invitation.refused_at or now
    elif _is_expired(invitation, now) or _is_without_address(invitation, now):
        invitation.undeliverable_at = now


INVITATION_KIND = MailKind(INVITATION_MAIL, render_invitation, store_invitation_outcome)


def _letter(session: Session, case: InvitationCase, desk: Desk) -> Letter:
    contact = case.invitation.contact
    mail = _texts(session, case, desk)
    words = wording_of(mail.language).mail
    return Letter(
        to_name=(contact.name or "")[:LONGEST_NAME],
        to_address=contact.email or "",
        subject=words.subject.format(title=mail.title, programme=case.programme.name),
        text=desk.templates.get_template("surveys/mail/invitation.txt").render(mail=mail),
        html=desk.templates.get_template("surveys/mail/invitation.html").render(mail=mail),
        language=mail.language,
        headers=(
            ("List-Unsubscribe", f"<{mail.stop_url}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ),
    )


def _texts(session: Session, case: InvitationCase, desk: Desk) -> InvitationMail:
    invitation = case.invitation
    sheet = load_unfilled_sheet(session, invitation.version_id, invitation.language)
    names = _names(case, sheet.language)
    wording = wording_of(invitation.language)
    base_url = desk.settings.base_url
    return InvitationMail(
        language=wording.language,
        is_rtl=is_right_to_left(wording.language),
        sheet_language=sheet.language,
        sheet_is_rtl=sheet.is_rtl,
        greeting=_greeting(wording, invitation.contact.name),
        about=_about(wording, case),
        title=fill_text(sheet.title, names),
        intro=fill_text(sheet.intro, names),
        button=wording.mail.button,
        url=base_url + invitation_path(desk.keys, invitation.id),
        until=wording.mail.until.format(day=day_in_words(_last_on(case), wording.language)),
        promise=f"{wording.mail.promise} {wording.promises[invitation.promise]}",
        stop=wording.mail.stop,
        stop_link=wording.mail.stop_link,
        stop_url=base_url + unsubscribe_path(desk.keys, invitation.id),
    )


def _names(case: InvitationCase, language: str) -> Names:
    return names_in(
        language,
        programme=case.programme.name,
        partner=case.partner_name,
        product_line=case.product_line_name,
        touchpoint=case.touchpoint_name,
        occurred_on=case.occurred_on,
    )


def _greeting(wording: InvitationWording, name: str | None) -> str:
    if name and name.strip():
        called = " ".join(name.split())[:LONGEST_NAME]
        return wording.mail.greeting.format(name=set_apart(called, wording.language))
    return wording.mail.greeting_without_name


def _about(wording: InvitationWording, case: InvitationCase) -> str:
    template = wording.mail.about_partner if case.partner_name else wording.mail.about
    return template.format(
        programme=set_apart(case.programme.name, wording.language),
        day=day_in_words(case.occurred_on, wording.language),
        partner=set_apart(case.partner_name or "", wording.language),
    )


def _last_on(case: InvitationCase) -> date:
    """The last whole day on which the link works: it expires at a midnight."""
    last_instant = case.invitation.expires_at - timedelta(seconds=1)
    return last_instant.astimezone(ZoneInfo(case.programme.time_zone)).date()
