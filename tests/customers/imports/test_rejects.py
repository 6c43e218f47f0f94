from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from customers.imports.network import PartnersImport
from customers.imports.rejects import formula_safe, write_rejected
from customers.imports.services import Source, plan_import
from tests.factories import make_programme


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        pytest.param("=1+1", "'=1+1", id="a formula"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="an old formula"),
        pytest.param("+49 30 1234", "'+49 30 1234", id="a telephone number"),
        pytest.param("-cmd", "'-cmd", id="a minus and a word"),
        pytest.param("\t=1", "'\t=1", id="a tab before a formula"),
        pytest.param("＝1+1", "'＝1+1", id="a wide formula"),
        pytest.param("\n=1", "'\n=1", id="a line end before a formula"),
        pytest.param("-12,50", "-12,50", id="a negative amount"),
        pytest.param("plain", "plain", id="a word"),
    ],
)
def test_a_spreadsheet_runs_nothing_of_it(cell: str, safe: str) -> None:
    assert formula_safe(cell) == safe


def test_rejected_rows_have_their_reasons_beside_them_and_can_be_sent_again(
    session: Session, now: datetime
) -> None:
    make_programme(session, now)
    source = Source("f.csv", b'key,name,region\np1,One,\np2,,"=a\nb"\n')
    plan = plan_import(session, PartnersImport(), source, now)

    data = write_rejected(plan)

    header, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert header[:3] == ["rejected_line", "rejected_column", "rejected_reason"]
    assert row == ["3", "name", "is empty, and must be there", "p2", "", "'=a\nb"]
    corrected = Source("f.csv", data.replace(b"p2,,", b"p2,Two,"))
    again = plan_import(session, PartnersImport(), corrected, now)
    assert [(partner.key, partner.name) for partner in again.rows] == [("p2", "Two")]
