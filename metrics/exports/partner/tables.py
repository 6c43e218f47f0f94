"""The tables of a channel partner's page: one entry each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from metrics.exports.partner import fields
from metrics.exports.partner.fields import PartnerRead, Rows
from metrics.exports.table import Column


@dataclass(frozen=True)
class PartnerTable:
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[PartnerRead], Rows]


PARTNER_TABLES: Mapping[str, PartnerTable] = {
    "figures": PartnerTable("Your figures", fields.FIGURES, fields.figure_rows),
    "peers": PartnerTable("You among the others", fields.PEERS, fields.peer_rows),
    "gaps": PartnerTable("Your gaps", fields.GAPS, fields.gap_rows),
    "trend": PartnerTable("Your figures over time", fields.TREND, fields.trend_rows),
    "ladder": PartnerTable("Who was heard", fields.LADDER, fields.ladder_rows),
    "findings": PartnerTable("What the checks found", fields.FINDINGS, fields.finding_rows),
}
