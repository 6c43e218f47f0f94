"""The forms of what stands beside figures."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from core.api.paging import PageQuery
from metrics.api.schemas import count_of, number_of, one_of, page_form, text_of
from metrics.comparison.figures import DriverKind
from metrics.dashboards.queries import AUDIENCES
from metrics.method import WINDOWS
from metrics.models import Level, Metric

SIDES = ("", "above", "below")


class DriversQuery(PageQuery):
    audience = one_of(AUDIENCES)
    driver = one_of(DriverKind)


class StandingsQuery(PageQuery):
    audience = one_of(AUDIENCES)
    metric = one_of(Metric)
    window = fields.Integer(load_default=None, validate=validate.OneOf(WINDOWS))
    node = fields.String(load_default=None, metadata={"description": "key of a channel partner"})


class ChartsQuery(PageQuery):
    audience = one_of(AUDIENCES)
    metric = one_of(Metric)
    level = one_of(Level)
    node = fields.String(load_default=None, metadata={"description": "key of a place"})
    touchpoint = fields.String(
        load_default=None, metadata={"description": "its key; empty for the total"}
    )


class DistributionsQuery(PageQuery):
    audience = one_of(AUDIENCES)
    metric = one_of(Metric)
    level = one_of(Level)
    node = fields.String(load_default=None, metadata={"description": "key of a place"})


class BesideSchema(Schema):
    id = text_of("stable: it names the same for ever")
    edition = text_of()
    audience = fields.String(required=True, attribute="of", validate=validate.OneOf(AUDIENCES))
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class OfFigureSchema(BesideSchema):
    metric = text_of("", *Metric)
    n = count_of("of the figure that it is said of")
    grade = text_of("of the figure that it is said of")
    label_url = fields.String(
        required=True, allow_none=True, metadata={"description": "its label, for a person"}
    )


class ChartSchema(OfFigureSchema):
    """One series of finals, week by week, against its frozen baseline."""

    level = text_of("", *Level)
    node = text_of("key of the place; empty for the network")
    touchpoint = text_of("its key; empty for the total")
    value = number_of("the week's point")
    centre = number_of("mean of the baseline")
    low = number_of("lower control limit")
    high = number_of("upper control limit")
    drift = number_of("moving average (EWMA)")
    drift_low = number_of()
    drift_high = number_of()
    baseline_from = fields.String(required=True, allow_none=True)
    baseline_to = fields.String(required=True, allow_none=True)
    baseline_count = fields.Integer(required=True)
    series_count = count_of("series watched together; the limits allow for this many")
    side = text_of("on which side it signals; empty: it does not", *SIDES)
    since_week = fields.String(required=True, allow_none=True)
    reason = text_of("why there is no chart yet")


class StandingSchema(OfFigureSchema):
    """A channel partner among the others: no ranking where rank sets do not part."""

    window = fields.Integer(required=True)
    node = text_of("key of the channel partner")
    value = number_of()
    shrunk = number_of("shrunk towards the mean of all: the order to read partners in")
    shrunk_low = number_of("95 %")
    shrunk_high = number_of("95 %")
    rank_low = count_of("ranks it may have, 1 the highest, all at once at 95 %")
    rank_high = count_of()
    tier = count_of("only where tiers part")
    partner_count = fields.Integer(required=True)


class DriverSchema(BesideSchema):
    """What goes with recommendation over 13 weeks: an association, never an effect."""

    kind = text_of("", *DriverKind)
    name = text_of()
    touchpoints = fields.List(
        fields.String(), required=True, metadata={"description": "where it was asked; empty: all"}
    )
    size = number_of(
        "of an event: NPS of those it befell less that of those with nothing wrong; of a rating: "
        "its part of the explained variance"
    )
    size_low = number_of("95 %")
    size_high = number_of("95 %")
    share = number_of("of an event: of all transactions; of a rating: of what is explained")
    mean = number_of("mean rating")
    mean_low = number_of()
    mean_high = number_of()
    rank_low = count_of()
    rank_high = count_of()
    entangled = fields.Boolean(required=True)
    r2 = number_of("explained variance")
    n = count_of("answers")
    accounts = count_of()
    population = count_of("transactions it stands for")


class SharePartSchema(Schema):
    """Neighbouring values of the scale."""

    lowest = fields.Integer(required=True)
    highest = fields.Integer(required=True)
    percent = fields.Integer(required=True, metadata={"description": "of the weight, rounded"})


class DistributionSchema(OfFigureSchema):
    """How the answers of 13 weeks spread over the scale; of three answers or more each."""

    level = text_of("", *Level)
    node = text_of("key of the place; empty for the network")
    window = fields.Integer(required=True)
    parts = fields.List(
        fields.Nested(SharePartSchema),
        required=True,
        metadata={"description": "in the order of the scale; empty: see reason"},
    )
    reason = text_of("why it is not told")


ChartPage = page_form(ChartSchema)
StandingPage = page_form(StandingSchema)
DriverPage = page_form(DriverSchema)
DistributionPage = page_form(DistributionSchema)
