"""Plan an import and carry it out, as the pages and the command do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.database import writing
from customers.imports.catalogue import KINDS
from customers.imports.column_maps import NO_MAP, read_column_map
from customers.imports.report import ImportPlan, ImportReport
from customers.imports.services import Source, carry_out, find_kind, plan_import

TRANSACTIONS = "key,touchpoint,date,partner,end_user,amount,currency\n"


def plan(
    session: Session, now: datetime, kind: str, text: str, column_map: str | None = None
) -> ImportPlan[Any]:
    source = Source(
        "file.csv",
        text.encode(),
        read_column_map(column_map.encode()) if column_map is not None else NO_MAP,
    )
    return plan_import(session, find_kind(KINDS, kind), source, now)


def run(
    session: Session, now: datetime, kind: str, text: str, column_map: str | None = None
) -> ImportReport:
    planned = plan(session, now, kind, text, column_map)
    with writing(session):
        return carry_out(
            session,
            find_kind(KINDS, kind),
            planned,
            command_line_scope(),
            now,
            leave_out_rejected=True,
        )


def reasons(planned: ImportPlan[Any]) -> list[tuple[int, str | None, str]]:
    return [
        (rejection.line, problem.column, problem.reason)
        for rejection in planned.rejections
        for problem in rejection.problems
    ]
