"""Figures that may not be shown, told together by their reason instead of one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metrics.dashboards.blocks import MetricBlock
from metrics.dashboards.figures import has_value, reason_of
from metrics.dashboards.matrices import Line
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.withheld import general_reason
from metrics.dashboards.wording import AUDIENCE_PLURALS, capital, listed, sentence

NOT_SHOWN = "Not shown: "


@dataclass(frozen=True)
class Quiet:
    """What is not shown, and the one reason for all of it."""

    what: str
    reason: str


def is_heard(blocks: Iterable[MetricBlock]) -> bool:
    return any(cell.figure.is_shown for block in blocks for cell in block.cells)


def why_quiet(blocks: Sequence[MetricBlock]) -> tuple[Quiet, ...]:
    """Both customers' figures by reason, in the order of the page; each reason in full."""
    found: dict[tuple[str, str], list[str]] = {}
    for block in blocks:
        for cell in block.cells:
            reason = sentence(cell.figure.reason.removeprefix(NOT_SHOWN))
            found.setdefault((cell.name, reason), []).append(block.plain_name)
    return tuple(
        Quiet(f"{name}, {listed(metrics)}", reason) for (name, reason), metrics in found.items()
    )


def fold_hidden(lines: Iterable[Line]) -> tuple[list[Line], tuple[Quiet, ...]]:
    """Lines with a figure to show, and the others by reason, so that they take no rows."""
    kept, found = [], dict[str, list[str]]()
    for line in lines:
        readings = [(audience, line.find(audience)) for audience in AUDIENCES]
        if any(has_value(reading) for _, reading in readings):
            kept.append(line)
            continue
        told = [
            f"{capital(AUDIENCE_PLURALS[audience])}: {_plain(reading)}"
            for audience, reading in readings
            if reading
        ]
        if told:
            found.setdefault(" ".join(told), []).append(line.name)
    return kept, tuple(Quiet(listed(names), reason) for reason, names in found.items())


def _plain(reading: Reading) -> str:
    return sentence(general_reason(reason_of(reading)).removeprefix(NOT_SHOWN))
