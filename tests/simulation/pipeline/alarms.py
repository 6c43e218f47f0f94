"""Sections of the report: false alarms, what is found, and what is called a change."""

from __future__ import annotations

from collections.abc import Iterator

from demo.simulator.places import PARTNER_INDEX, PARTNERS
from demo.truth import TOUCHPOINTS, Truth
from tests.simulation import selection
from tests.simulation.pipeline.accuracy import under_review
from tests.simulation.pipeline.counting import QUARTER
from tests.simulation.pipeline.results import AUDIENCES, Results, worlds
from tests.simulation.pipeline.scenarios import BEGINS, BY_KEY, CHOOSERS
from tests.simulation.pipeline.tables import table

SINCE = (1, 2, 4, 6, 8, 10, 13, 16)
POWER = "power"


def screen(results: Results) -> Iterator[str]:
    """False alarms, and cheats found."""
    yield "## The screen of the partners"
    yield ""
    yield (
        "One look at the end of a quarter (13 weeks). Honest partners under review (amber or red) "
        "are false alarms: at most 1 % of partner-quarters wanted. Partners of whom too little is "
        "known to tell are no quarter without alarm, and no cheat found."
    )
    yield ""
    head = ("world", "honest partner-quarters", "amber or red", "red", "cheats", "amber or red",
            "red")  # fmt: skip
    yield from table(head, _screen_rows(results))
    yield "Share of cheats under review, by weeks since their first:"
    yield ""
    yield from table(("world", *(f"week {week}" for week in SINCE)), _since_rows(results))


def _screen_rows(results: Results) -> Iterator[list[str]]:
    for _, world, runs in worlds(results):
        row = [world]
        for kind, digits, counted in (("honest", 2, "partners"), ("cheat", 0, "all")):
            start = f"screen {kind}|"
            partners = start + counted
            row.append(f"{runs.total(partners):.0f}")
            row.append(runs.rate(start + "review", partners).percent(digits))
            row.append(runs.rate(start + "fail", partners).percent(digits))
        yield row


def _since_rows(results: Results) -> Iterator[list[str]]:
    for scenario, world, runs in worlds(results):
        if scenario.cheats:
            rates = [under_review(runs, scenario.cheats, week) for week in SINCE]
            yield [world, *(rate.percent(0) for rate in rates)]


def power(results: Results) -> Iterator[str]:
    """The choosers through the pipeline, and the whole table of the screen by itself."""
    yield "## Power against a partner that chooses"
    yield ""
    yield (
        "Partners that hand over customers where something went wrong at .7 of the rate of the "
        "others (the case of methods M3). Fisher: exact one-sided power at .01 on the true table. "
        "Wanted: .80 in the cell of 200 transactions, 10 %, .95, elsewhere .9 of Fisher. First "
        "through the whole pipeline, one partner of each size, after a quarter:"
    )
    yield ""
    head = ("partner", "went wrong", "handed over", "transactions", "Fisher", "wanted",
            "amber or red", "met")  # fmt: skip
    yield from table(head, _power_rows(results))
    yield "Then the screen by itself, on simulated counts of invitations alone:"
    yield ""
    head = ("went wrong", "base rate", "transactions", "Fisher", "wanted", "amber or red", "red",
            "met")  # fmt: skip
    yield from table(head, _cell_rows(results))


def _power_rows(results: Results) -> Iterator[list[str]]:
    truth = BY_KEY["choosers"].truth
    wrong, known = went_wrong_share(truth), 1.0 - truth.supply.unknown_end_user
    kept = 1.0 - truth.omission.share_of_unhappy
    for key in CHOOSERS if "choosers" in results else ():
        partner = PARTNERS[PARTNER_INDEX[key]]
        n = round(partner.weekly_transactions * QUARTER)
        fisher, _ = selection.exact_powers(wrong, known, n, kept)
        rate = under_review(results["choosers"], (key,), QUARTER)
        wanted = 0.9 * fisher
        met = _met(rate.value, rate.error, wanted)
        yield [
            partner.size.value, f"{wrong:.0%}", f"{known:.0%}", f"{n}", f"{fisher:.3f}",
            f"{wanted:.3f}", rate.number(3), met,
        ]  # fmt: skip


def _cell_rows(results: Results) -> Iterator[list[str]]:
    for cell in results[POWER].sums if POWER in results else ():
        error = (cell["review"] * (1 - cell["review"]) / cell["repeats"]) ** 0.5
        yield [
            f"{cell['share']:.0%}", f"{cell['base']:.2f}", f"{cell['n']:.0f}",
            f"{cell['fisher']:.3f}", f"{cell['wanted']:.3f}",
            f"{cell['review']:.3f} ± {error:.3f}", f"{cell['red']:.3f}",
            _met(cell["review"], error, cell["wanted"]),
        ]  # fmt: skip


def _met(found: float, error: float, wanted: float) -> str:
    if found >= wanted:
        return "yes"
    return "within two errors" if found + 2 * error >= wanted else "**missed**"


def went_wrong_share(truth: Truth) -> float:
    """Chance that a transaction is late, returned or complained about."""
    shares = truth.touchpoint_shares(0)
    fine = sum(
        share * (1 - one.returned) * (1 - one.late) * (1 - truth.outcomes.complaint)
        for share, one in zip(shares, TOUCHPOINTS, strict=True)
    )
    return 1.0 - fine


def changes(results: Results) -> Iterator[str]:
    """Calls where nothing changed."""
    yield "## False “up” and “down”"
    yield ""
    yield (
        "Weeks in which any figure of the headline family (both audiences, four metrics, network "
        "totals against the week before) is called up or down though nothing changed; at most 10 % "
        "wanted. Weeks in which nothing could be compared are not counted. In the worlds that "
        "change, the week in which they do is counted apart."
    )
    yield ""
    rows = []
    for _, world, runs in worlds(results):
        steady = runs.rate("changes steady|called", "changes steady|weeks")
        changed = runs.rate("changes change|called", "changes change|weeks")
        rows.append([world, f"{steady.count:.0f}", steady.percent(), changed.percent(0)])
    yield from table(("world", "weeks", "called falsely", "called in the week of the change"), rows)


def careless(results: Results) -> Iterator[str]:
    """Answers set aside, by what they are."""
    yield "## Careless and fabricated answers"
    yield ""
    yield "Share of answers set aside, of those that are careless, fabricated by a partner, honest."
    yield ""
    kinds = {"careless": 1, "fabricated": 1, "honest": 2}
    rows = []
    for _, world, runs in worlds(results):
        for audience, who in AUDIENCES.items():
            group = f"rows {audience.value}|"
            rates = [
                runs.rate(f"{group}{kind} set aside", group + kind).percent(digits)
                for kind, digits in kinds.items()
            ]
            rows.append([world, who, *rates])
    yield from table(("world", "audience", *kinds), rows)


def drop(results: Results) -> Iterator[str]:
    """Within how many weeks a drop shows."""
    yield "## A real drop"
    yield ""
    yield (
        f"From week {BEGINS + 1} on the end users of repairs in Spain think 1.6 points less. Share "
        "of runs in which the interval of their published four-week NPS lies wholly below that of "
        "the last week before, by weeks since; at first the four weeks hold few of the drop."
    )
    yield ""
    weeks = range(1, 9)
    rows = []
    for key in ("drop", "faultless"):
        if key in results:
            rates = [results[key].rate(f"drop {n}|below", f"drop {n}|weeks") for n in weeks]
            rows.append([key, *(rate.percent(0) for rate in rates)])
    yield from table(("world", *(f"week {week}" for week in weeks)), rows)


def checks(results: Results) -> Iterator[str]:
    """What every check says of a world without fault."""
    yield "## What the checks say where nothing is wrong"
    yield ""
    yield "Share of the findings of each check in the faultless world."
    yield ""
    states = ("warn", "fail", "unknown", "not_applicable")
    rows = []
    for group in _groups(results):
        runs = results["faultless"]
        rates = [runs.rate(f"{group}|{state}", f"{group}|all").percent() for state in states]
        _, key, level = group.split(" ", 2)
        rows.append([key, level, f"{runs.total(group + '|all'):.0f}", *rates])
    head = ("check", "level", "findings", "warn", "fail", "unknown", "not applicable")
    yield from table(head, rows)


def _groups(results: Results) -> list[str]:
    if "faultless" not in results:
        return []
    return sorted({name.partition("|")[0] for name in results["faultless"].names("check ")})
