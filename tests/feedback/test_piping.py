"""Names of the transaction in the texts of a sheet."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.models import Node, Programme, Transaction
from tests.feedback.answering.conftest import Ask, ask
from tests.feedback.answering.factory import RECOMMEND, make_content
from tests.feedback.browsing import Respondent

__all__ = ["ask"]

TEXT = "Did {partner} of {programme} do well on {date} at the {touchpoint} of {product_line}?"


def test_known_names_are_filled_and_unknown_ones_have_words_of_their_own(
    respondent: Respondent, ask: Ask
) -> None:
    ask(make_content(RECOMMEND, texts={"recommend.text": TEXT}))

    page = respondent.open().text

    assert (
        "Did Nordhaus of Test programme do well on 11 November at the Delivery of your product?"
        in page
    ), page


def test_a_partner_nobody_knows_is_your_channel_partner(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(RECOMMEND, texts={"recommend.text": "How was {partner}?"}))
    with writing(session):
        session.execute(sa.update(Transaction).values(partner_id=None))

    assert "How was your channel partner?" in respondent.open().text


@pytest.mark.parametrize("name", ["{programme}", "<b>{date}</b>", "{{ 7 * 7 }}", "O'Neill & Sons"])
def test_a_name_is_only_ever_text(
    respondent: Respondent, session: Session, now: datetime, ask: Ask, name: str
) -> None:
    ask(make_content(RECOMMEND, texts={"recommend.text": "How was {partner}?"}))
    with writing(session):
        session.execute(sa.update(Node).values(name=name))
        session.execute(sa.update(Programme).values(name="{partner} GmbH"))

    page = respondent.open().text

    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"How was {shown.replace(chr(39), '&#39;')}?" in page
    assert "{partner} GmbH" in page
