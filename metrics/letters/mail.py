"""The weekly letter as a mail: checked, read and written when it is sent, never stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment
from sqlalchemy.orm import Session

from core.outbox.kinds import Cancellation, Desk, MailKind, MailOutcome
from core.outbox.letters import Attachment, Letter
from metrics.dashboards.queries import EditionLine
from metrics.letters.compose import compose, correct
from metrics.letters.content import WeeklyLetter, mailable
from metrics.letters.errors import NoLetterError, PaperMissingError
from metrics.letters.links import CHOICES_PATH, stop_path
from metrics.letters.paper.services import print_for
from metrics.letters.queries import (
    Recipient,
    find_line,
    find_recipient,
    has_newer,
    last_sent,
    newest_of_week,
)
from metrics.letters.references import LETTER_MAIL, LetterReference
from metrics.letters.styles import dark_rules, style_attributes
from metrics.letters.text import set_text

LANGUAGE = "en"
# A letter whose arrival nobody confirmed goes out once more, and then no more.
MOST_UNANSWERED = 2


@dataclass(frozen=True)
class Case:
    """What a letter is checked by just before it leaves."""

    reference: LetterReference
    line: EditionLine
    person: Recipient | None
    newest: EditionLine | None
    has_newer: bool
    sent: EditionLine | None


def _is_gone(case: Case) -> bool:
    return case.person is None


def _has_other_role(case: Case) -> bool:
    person, about = case.person, case.reference
    held = (person.role, person.partner_key) if person else None
    return held != (about.role, about.partner_key)


def _is_unwanted(case: Case) -> bool:
    return case.person is not None and not case.person.choices.wants(case.line.kind)


def _is_early_for_a_partner(case: Case) -> bool:
    return not (case.line.is_final or case.reference.scope.sees_flashes)


def _is_revised(case: Case) -> bool:
    return case.newest is not None and case.newest.id != case.line.id


def _is_overtaken(case: Case) -> bool:
    """A correction of what somebody was sent is due however old the week."""
    return case.has_newer and case.sent is None


CHECKS: tuple[tuple[str, Callable[[Case], bool]], ...] = (
    ("the person cannot sign in any more or has no usable address", _is_gone),
    ("the person's role changed before the letter was sent", _has_other_role),
    ("the person wants no such letter any more", _is_unwanted),
    ("channel partners see finals only", _is_early_for_a_partner),
    ("a revision of the edition came out before the letter was sent", _is_revised),
    ("a newer edition came out before the letter was sent", _is_overtaken),
)


def render_letter(
    session: Session, reference: str, now: datetime, desk: Desk
) -> Letter | Cancellation:
    """The letter as things stand now, or why it is not to be sent."""
    about = LetterReference.parse(reference)
    line = find_line(session, about.edition_id)
    if line is None:
        return Cancellation("the edition does not exist any more")
    case = _case(session, about, line)
    for note, stops in CHECKS:
        if stops(case):
            return Cancellation(note)
    assert case.person is not None
    try:
        letter = _write(session, case, desk.settings.base_url, now)
    except NoLetterError as error:
        return Cancellation(str(error))
    if letter is None:
        return Cancellation("the revision changed nothing that the earlier letter said")
    return as_mail(session, letter, case.person, line, desk, now)


def _case(session: Session, about: LetterReference, line: EditionLine) -> Case:
    return Case(
        reference=about,
        line=line,
        person=find_recipient(session, about.user_id),
        newest=newest_of_week(session, line.week, line.kind),
        has_newer=has_newer(session, line),
        sent=last_sent(session, line, about),
    )


def _write(session: Session, case: Case, base_url: str, now: datetime) -> WeeklyLetter | None:
    letter = compose(session, case.reference.scope, case.line, base_url, now)
    if case.sent is None:
        return letter
    earlier = compose(session, case.reference.scope, case.sent, base_url, now)
    # What somebody in the house wrote of the revision is for the house.
    reason = case.line.reason if case.reference.scope.sees_whole_network else None
    return correct(letter, earlier, reason)


def as_mail(
    session: Session,
    letter: WeeklyLetter,
    person: Recipient,
    line: EditionLine,
    desk: Desk,
    now: datetime,
) -> Letter:
    """The letter set as HTML and as text, with the headers by which it is stopped in one click."""
    base_url = desk.settings.base_url
    stop_url = base_url + stop_path(desk.keys, person.user_id)
    urls = {"stop_url": stop_url, "choices_url": base_url + CHOICES_PATH}
    return Letter(
        to_name=person.name,
        to_address=person.email,
        subject=mailable(letter.subject),
        text=set_text(letter, **urls),
        html=set_html(letter, desk.templates, urls),
        language=LANGUAGE,
        headers=(
            ("List-Unsubscribe", f"<{stop_url}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ),
        attachments=_attachments(session, person, line, desk, now),
    )


def set_html(letter: WeeklyLetter, templates: Environment, urls: dict[str, str]) -> str:
    template = templates.get_template("metrics/letters/letter.html")
    return template.render(
        letter=letter, css=style_attributes(), dark=dark_rules(), mailable=mailable, **urls
    )


def _attachments(
    session: Session, person: Recipient, line: EditionLine, desk: Desk, now: datetime
) -> tuple[Attachment, ...]:
    """The PDF where it is wanted; the link stands in the letter anyway."""
    if not person.choices.wants_pdf:
        return ()
    scope = person.reference(line.id).scope
    try:
        printed = print_for(session, scope, line, desk.templates, now)
    except PaperMissingError:
        return ()
    return (Attachment(printed.name, "application/pdf", printed.content),)


def store_letter_outcome(
    session: Session, reference: str, outcome: MailOutcome, now: datetime
) -> None:
    """The outbox itself is the record of what became of a letter."""


LETTER_KIND = MailKind(
    LETTER_MAIL, render_letter, store_letter_outcome, most_unanswered=MOST_UNANSWERED
)
