"""What changed in one place from one period to the next; the network's is in the edition itself."""

from __future__ import annotations

from metrics.dashboards.certainty import figure_with_limits
from metrics.dashboards.compare.queries import TwoWeeks
from metrics.dashboards.compare.verdicts import Outcome, Pair, judge
from metrics.dashboards.figures import figure_of, is_held
from metrics.dashboards.queries import Reading
from metrics.dashboards.week.changes import ChangeLine, Moves, moved_text, moves_of
from metrics.dashboards.wording import METRICS, window_text


def tell_step(data: TwoWeeks | None) -> Moves | None:
    """All metrics of both customers, judged together, as the page of two weeks judges them.

    None where there is nothing to compare with.
    """
    if data is None:
        return None
    before = window_text(data.earlier.week, data.chosen.window)
    lines = [_line(pair, outcome) for pair, outcome in judge(data, is_tested=True)]
    return moves_of(lines, before, f"Nothing here can be compared with {before}")


def _line(pair: Pair, outcome: Outcome) -> ChangeLine:
    said = ""
    if outcome.is_real:
        assert outcome.difference is not None
        said = moved_text(pair.audience, pair.metric, outcome.difference, pair.later)
    return ChangeLine(
        audience=pair.audience,
        what=METRICS[pair.metric].name,
        is_real=outcome.is_real,
        verdict=_verdict(pair, outcome),
        sentence=said,
        change=outcome.change,
        interval=outcome.interval,
        q=outcome.q,
        figure=figure_of(pair.later),
    )


def _verdict(pair: Pair, outcome: Outcome) -> str:
    if outcome.is_real:
        return "Real"
    if outcome.change:
        return "No detectable change"
    if outcome.reason:
        return outcome.reason
    which = "earlier" if _is_known(pair.later) else "newer"
    return f"Not compared: the {which} figure is held or not shown"


def _is_known(reading: Reading | None) -> bool:
    return reading is not None and not is_held(reading) and bool(figure_with_limits(reading))
