"""The marketplace example, walked with invented orders that have the same traps."""

from __future__ import annotations

import csv
import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.database import writing
from customers.imports.column_maps import read_column_map
from customers.imports.report import ImportReport
from customers.imports.services import Source, carry_out, find_kind, plan_import
from customers.models import ProductLine, Transaction
from feedback.imports.catalogue import KINDS
from feedback.models import Response
from surveys.services import load_questionnaires
from tests.factories import make_programme, transaction_of

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "olist"
ORDERS = ROOT / "tests" / "fixtures" / "olist_like"
STEPS = ("partners", "end_users", "product_lines", "transactions", "responses")


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("olist_join", EXAMPLE / "join.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("joined")
    load_script().join(ORDERS, out)
    return out


def run(session: Session, now: datetime, kind_key: str, folder: Path) -> ImportReport:
    kind = find_kind(KINDS, kind_key)
    column_map = read_column_map((EXAMPLE / f"{kind_key}.toml").read_bytes())
    source = Source(f"{kind_key}.csv", (folder / f"{kind_key}.csv").read_bytes(), column_map)
    plan = plan_import(session, kind, source, now)
    with writing(session):
        return carry_out(session, kind, plan, command_line_scope(), now)


@pytest.fixture
def reports(session: Session, now: datetime, joined: Path) -> dict[str, ImportReport]:
    make_programme(session, now, time_zone="America/Sao_Paulo")
    with writing(session):
        load_questionnaires(session, EXAMPLE / "questionnaires", now)
    return {kind_key: run(session, now, kind_key, joined) for kind_key in STEPS}


def transactions(session: Session, order: str) -> list[Transaction]:
    return list(
        session.scalars(
            sa.select(Transaction).where(Transaction.joint_key == order).order_by(Transaction.key)
        )
    )


def responses(session: Session, order: str) -> list[Response]:
    return list(
        session.scalars(
            sa.select(Response)
            .join(Transaction, Response.transaction_id == Transaction.id)
            .where(Transaction.joint_key == order)
        )
    )


def rows_of(name: str) -> list[dict[str, Any]]:
    with (ORDERS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_every_file_is_imported(
    session: Session, reports: dict[str, ImportReport]
) -> None:
    del session
    assert {key: report.rejected_count for key, report in reports.items()} == dict.fromkeys(
        STEPS, 0
    )
    assert reports["responses"].counts.new == len(rows_of("order_reviews.csv"))


def test_importing_everything_again_changes_nothing(
    session: Session, now: datetime, joined: Path, reports: dict[str, ImportReport]
) -> None:
    assert all(not report.changes_nothing for report in reports.values())

    again = [run(session, now, kind_key, joined) for kind_key in STEPS]

    assert all(report.changes_nothing for report in again)


@pytest.mark.usefixtures("reports")
def test_an_order_with_two_sellers_is_two_joint_transactions_and_one_response(
    session: Session,
) -> None:
    both = transactions(session, "order-0131")
    (response,) = responses(session, "order-0131")

    assert [t.partner.key for t in both if t.partner] == ["seller-01", "seller-04"]
    assert response.transaction_id == both[0].id


@pytest.mark.usefixtures("reports")
def test_an_order_without_an_item_has_no_partner_and_no_amount(session: Session) -> None:
    (transaction,) = transactions(session, "order-0133")

    assert (transaction.key, transaction.partner, transaction.amount) == ("order-0133", None, None)


@pytest.mark.parametrize(
    ("order", "is_late", "outcome"),
    [
        ("order-0131", True, "late"),
        ("order-0132", False, "on time"),
        ("order-0134", True, "not delivered"),
        ("order-0135", True, "cancelled"),
        ("order-0136", None, "delivered, date not known"),
    ],
)
@pytest.mark.usefixtures("reports")
def test_the_outcome_stays_with_the_transaction(
    session: Session, order: str, is_late: bool | None, outcome: str
) -> None:
    found = transactions(session, order)

    assert {(t.is_late, t.outcome_detail) for t in found} == {(is_late, outcome)}


@pytest.mark.usefixtures("reports")
def test_product_lines_are_named_in_english_words_where_a_translation_is_known(
    session: Session,
) -> None:
    names = {line.key: line.name for line in session.scalars(sa.select(ProductLine))}

    assert names["beleza_saude"] == "Health beauty"
    assert names["pc_gamer"] == "Pc gamer"


@pytest.mark.usefixtures("reports")
def test_what_never_came_was_experienced_on_the_promised_day(session: Session) -> None:
    (never,) = transactions(session, "order-0134")

    assert (never.occurred_on, never.occurred_at) == (never.promised_on, None)


@pytest.mark.usefixtures("reports")
def test_a_late_sunday_evening_stays_in_its_week(session: Session) -> None:
    (sunday,) = transactions(session, "order-0140")

    assert sunday.occurred_at == datetime(2018, 5, 21, 2, 30, tzinfo=UTC)
    assert sunday.week == "2018-W20"


@pytest.mark.usefixtures("reports")
def test_two_reviews_of_one_order_and_one_review_of_two_orders_are_all_kept(
    session: Session,
) -> None:
    counts = [
        len(responses(session, order)) for order in ("order-0137", "order-0138", "order-0139")
    ]

    assert counts == [2, 1, 1]


@pytest.mark.usefixtures("reports")
def test_a_review_before_its_day_is_kept_with_its_time(session: Session) -> None:
    (response,) = responses(session, "order-0141")

    assert response.answered_at.date() < transaction_of(response).occurred_on


@pytest.mark.usefixtures("reports")
def test_a_comment_keeps_its_line_breaks_and_emoji(session: Session) -> None:
    (response,) = responses(session, "order-0142")

    texts = [answer.text for answer in response.answers if answer.question_key == "comment"]
    assert texts == ['Primeira linha\nsegunda, com vírgula\n"aspas" e 😡']


@pytest.mark.usefixtures("reports")
def test_who_was_asked_is_unknown(session: Session) -> None:
    invited = session.scalars(sa.select(Response.invitation_id).distinct()).all()

    assert invited == [None]
