"""Rejected rows as a file: the reason beside each row, safe to open in a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import Any

from customers.imports.columns import REJECT_COLUMNS
from customers.imports.report import ImportPlan

# What a spreadsheet would take for a formula. A plain number is none.
FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*")


def write_rejected(plan: ImportPlan[Any]) -> bytes:
    """UTF-8 with its mark, since spreadsheets look for it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*REJECT_COLUMNS, *map(formula_safe, plan.header)])
    for rejection in plan.rejections:
        columns = "; ".join(problem.column or "row" for problem in rejection.problems)
        reasons = "; ".join(problem.reason for problem in rejection.problems)
        texts = (columns, reasons, *rejection.cells)
        writer.writerow([rejection.line, *map(formula_safe, texts)])
    return codecs.BOM_UTF8 + out.getvalue().encode("utf-8", errors="replace")


def formula_safe(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell
