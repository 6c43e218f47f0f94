"""The kinds of this package. The flow is handed a tuple of kinds, these and those from above."""

from __future__ import annotations

from typing import Any

from customers.imports.kinds import ImportKind
from customers.imports.network import (
    PartnersImport,
    ProductLinesImport,
    SegmentsImport,
    TouchpointsImport,
)
from customers.imports.people import EndUsersImport, PartnerContactsImport
from customers.imports.transactions import TransactionsImport

Kinds = tuple[ImportKind[Any], ...]

KINDS: Kinds = (
    PartnersImport(),
    PartnerContactsImport(),
    EndUsersImport(),
    ProductLinesImport(),
    SegmentsImport(),
    TouchpointsImport(),
    TransactionsImport(),
)
