from __future__ import annotations

import html
import re
from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pypdf import PdfReader
from sqlalchemy.orm import Session

from core.database import writing
from core.outbox.models import MailState
from metrics.letters.choices import Choices
from metrics.models import Edition, Estimate, FindingRow
from metrics.signals.opening import open_signals_of
from tests.metrics.letters.desks import HOUSE, PostOffice, part, subject_of

FIGURE = re.compile(r"[−+]?[\d.]+ \[[^\]]+\], (?:n )?[\d,]+[^,]*, grade [A-F]")
TAGS = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)
SPACES = re.compile(r"\s+")
CANARY = "Lindner Technik"


def _figures(text: str) -> list[str]:
    return FIGURE.findall(SPACES.sub(" ", text))


def _words(page: str) -> str:
    return SPACES.sub(" ", html.unescape(TAGS.sub("", page)))


def test_everybody_gets_one_letter_of_an_edition_however_often_the_outbox_runs(
    office: PostOffice, published: list[Edition]
) -> None:
    office.queue(published[1])

    first, second = office.send(), office.send()

    assert (first.sent_count, second.sent_count) == (3, 0)
    assert sorted(str(one["To"]) for one in office.received()) == [
        "Channel_Partner <ana@ribera.example>",
        "Channel_Partner <jan@lindner.example>",
        "Executive <head@example.com>",
    ]


def test_the_executives_letter_names_the_week_and_the_finding_and_asks_the_five_questions(
    office: PostOffice, published: list[Edition]
) -> None:
    office.queue(published[1])

    office.send()

    [letter] = [one for one in office.received() if "head@" in str(one["To"])]
    text = part(letter, "plain")
    assert subject_of(letter).startswith("W45: end users’ recommendation fell")
    questions = re.findall(r"^-{72}\n(\d .*)$", text, re.MULTILINE)
    assert [question[0] for question in questions] == ["1", "2", "3", "4", "5"]
    assert "http://localhost/?week=2026-W45" in text
    assert "http://localhost/week.pdf?week=2026-W45" in text


def test_text_and_html_carry_the_same_figures_each_with_interval_n_and_grade(
    office: PostOffice, published: list[Edition]
) -> None:
    office.queue(published[1])

    office.send()

    for letter in office.received():
        in_text = _figures(part(letter, "plain"))
        assert len(in_text) > 10
        assert in_text == _figures(_words(part(letter, "html")))


def test_the_html_needs_no_image_no_script_and_nothing_from_outside(
    office: PostOffice, published: list[Edition]
) -> None:
    office.queue(published[1])

    office.send()

    for letter in office.received():
        page = part(letter, "html")
        assert not re.search(r"<img|<script|<link|<svg|url\(|@import|background-image", page)
        assert set(re.findall(r'(?:src|href)="(https?://[^/"]+)', page)) == {"http://localhost"}
        # Some mail programs cut a longer letter off.
        assert len(page.encode()) < 100_000


def test_a_plain_letter_is_at_most_72_columns_wide_but_for_addresses(
    office: PostOffice, published: list[Edition]
) -> None:
    office.queue(published[1])

    office.send()

    lines = [line for one in office.received() for line in part(one, "plain").splitlines()]
    assert [line for line in lines if len(line) > 72 and not line.startswith("http")] == []


def test_a_partners_letter_holds_its_own_figures_and_nothing_of_another_partner(
    office: PostOffice, session: Session, published: list[Edition]
) -> None:
    with writing(session):
        session.execute(
            sa.update(Estimate)
            .where(Estimate.node_key == "lindner", Estimate.value.is_not(None))
            .values(value=77.77, ci_low=77.7, ci_high=77.79, n=7777)
        )
        session.execute(
            sa.update(FindingRow).where(FindingRow.level == "network").values(what="Canary 4711")
        )
    office.queue(published[1])

    office.send()

    [letter] = [one for one in office.received() if "ana@" in str(one["To"])]
    whole = letter.as_string() + part(letter, "plain") + part(letter, "html")
    assert "Ribera Aire" in whole
    for canary in (CANARY, "lindner", "7,777", "77.7", "4711", "1,196"):
        assert canary not in whole


def test_a_partners_letter_shows_the_network_rounded_and_a_band_of_its_answers(
    office: PostOffice, published: list[Edition]
) -> None:
    office.queue(published[1])

    office.send()

    [letter] = [one for one in office.received() if "ana@" in str(one["To"])]
    assert re.search(r"Network, rounded +\d*[05] \[-?\d*[05]–\d*[05]\]", part(letter, "plain"))
    assert "n 100 or more" in part(letter, "plain").replace("\N{NO-BREAK SPACE}", " ")


def test_a_name_that_reads_from_right_to_left_or_looks_like_markup_stays_a_name(
    office: PostOffice, session: Session, published: list[Edition]
) -> None:
    with writing(session):
        session.execute(sa.text("UPDATE programmes SET name = '<b>شركة</b>'"))
        office.users["head@example.com"].name = "شركة\r\nBcc: all@example.com"
    office.queue(published[1])

    office.send()

    letter = next(one for one in office.received() if "head@" in str(one["To"]))
    assert "<bdi>&lt;b&gt;شركة&lt;/b&gt;</bdi>" in part(letter, "html")
    assert letter["Bcc"] is None


def test_after_a_lost_answer_there_is_one_repeat_with_the_same_id_and_no_other(
    office: PostOffice, published: list[Edition]
) -> None:
    office.letterbox.answer_lost.add("head@example.com")
    office.queue(published[1])

    for _ in range(4):
        office.send()
        office.clock.at += timedelta(hours=6)

    ids = [one["Message-ID"] for one in office.received() if "head@" in str(one["To"])]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    [mail] = [mail for mail in office.mails() if mail.state == MailState.FAILED]
    assert mail.unanswered_count == 2


def test_a_letter_can_be_stopped_in_one_click_without_signing_in(
    office: PostOffice, published: list[Edition]
) -> None:
    office.queue(published[1])

    office.send()

    for letter in office.received():
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        url = str(letter["List-Unsubscribe"]).replace("\n", "").strip("<> ")
        assert re.fullmatch(r"http://localhost/letters/stop/\d+-[\w-]{27}", url)
        assert url in part(letter, "plain")


def test_the_page_goes_along_as_pdf_where_that_is_wanted(
    office: PostOffice, published: list[Edition]
) -> None:
    office.choose("head@example.com", Choices(wants_final=True, wants_pdf=True))
    office.queue(published[1])

    office.send()

    by_reader = {str(one["To"]): list(one.iter_attachments()) for one in office.received()}
    [attached] = by_reader.pop("Executive <head@example.com>")
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "2026-W45-Test-programme.pdf"
    assert attached.get_content().startswith(b"%PDF")
    assert not any(by_reader.values())


def test_a_flash_says_that_it_is_early_in_subject_and_text(
    office: PostOffice, published: list[Edition]
) -> None:
    office.choose("head@example.com", Choices(wants_final=True, wants_flash=True))
    office.queue(published[2])

    office.send()

    [letter] = office.received()
    assert subject_of(letter).startswith("W46: early, ")
    assert "74 % of the expected answers" in part(letter, "plain").replace("\xa0", " ")


def test_the_executives_letter_and_its_pdf_say_what_to_do_whose_it_is_and_by_when(
    office: PostOffice, session: Session, published: list[Edition]
) -> None:
    zone = ZoneInfo("Europe/Berlin")
    with writing(session):
        open_signals_of(session, HOUSE, published[1], office.clock.now(), zone)
    office.choose("head@example.com", Choices(wants_final=True, wants_pdf=True))
    office.queue(published[1])

    office.send()

    letter = next(one for one in office.received() if "head@" in str(one["To"]))
    partner = next(one for one in office.received() if "ana@" in str(one["To"]))
    [attached] = letter.iter_attachments()
    pages = PdfReader(BytesIO(attached.get_content())).pages
    text = part(letter, "plain")
    opened = re.search(r"^\d+\N{NO-BREAK SPACE}signals? (?:is|are) open", text, re.MULTILINE)
    assert opened
    assert "Due " in text
    assert "Due " in " ".join(page.extract_text() for page in pages)
    assert "signal" not in part(partner, "plain")
