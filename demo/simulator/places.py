"""The invented network of Alder & Voss: countries, regions, forty channel partners, what is sold.

Every name is made up. Keys are ASCII; names carry the letters of their languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SizeClass(StrEnum):
    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"


@dataclass(frozen=True)
class Country:
    name: str
    prefix: str
    language: str
    currency: str
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Partner:
    """One channel partner; `weekly_transactions` is its expected number per week."""

    key: str
    name: str
    country_index: int
    region: str
    size: SizeClass

    @property
    def country(self) -> Country:
        return COUNTRIES[self.country_index]

    @property
    def weekly_transactions(self) -> float:
        return WEEKLY_TRANSACTIONS[self.size]


@dataclass(frozen=True)
class Line:
    key: str
    name: str
    share: float
    price: float


COUNTRIES = (
    Country(
        "Germany", "DE", "de", "EUR", ("Norddeutschland", "Nordrhein-Westfalen", "Süddeutschland")
    ),
    Country("Spain", "ES", "es", "EUR", ("Cataluña", "Comunidad Valenciana", "Andalucía")),
    Country("France", "FR", "fr", "EUR", ("Île-de-France", "Rhône-Alpes", "Grand Ouest")),
    Country("Britain", "GB", "en", "GBP", ("North of England", "Midlands and South")),
    Country("Poland", "PL", "pl", "PLN", ("Mazowsze", "Śląsk")),
)
GERMANY, SPAIN, FRANCE, BRITAIN, POLAND = range(5)

# 6 × 70 + 14 × 36 + 20 × 14 = 1,204 transactions a week.
WEEKLY_TRANSACTIONS = {SizeClass.LARGE: 70.0, SizeClass.MEDIUM: 36.0, SizeClass.SMALL: 14.0}

# Name | index of the region in its country | L, M or S.
_NETWORK = {
    GERMANY: (
        "Küstenluft Drucklufttechnik|0|L",
        "Brinkmann Kompressoren|0|M",
        "Hansen & Möhle Anlagenservice|0|S",
        "Lüttmann Industriebedarf|0|S",
        "Ruhrdruck Systemhaus|1|L",
        "Overbeck Pneumatik|1|M",
        "Sieglar Werkstattausrüstung|1|S",
        "Höxter Maschinenhandel|1|S",
        "Alpenwind Kompressoren|2|M",
        "Grünthaler Drucklufttechnik|2|M",
        "Weiß & Söhne Maschinen|2|S",
    ),
    SPAIN: (
        "Ribera Aire|0|L",
        "Compresores Montseny|0|M",
        "Talleres Peñalver|0|S",
        "Aire Llobregat|0|S",
        "Neumática Albufera|1|M",
        "Suministros Ibáñez|1|M",
        "Compresores Segura Núñez|1|S",
        "Aire del Sur|2|M",
        "Maquinaria Guadalén|2|S",
    ),
    FRANCE: (
        "Pneuma Île-de-France|0|L",
        "Établissements Lefèvre-Roux|0|M",
        "Air Comprimé Beauséjour|0|S",
        "Compresseurs du Rhône|1|M",
        "Ateliers Gaëtan Périer|1|S",
        "Savoie Équipement|1|S",
        "Océane Industrie|2|M",
        "Bretagne Matériel Pro|2|S",
    ),
    BRITAIN: (
        "Calder Vale Compressed Air|0|L",
        "Tyneford Pneumatics|0|M",
        "Dalesway Workshop Supply|0|S",
        "Pennock & Rhys Engineering|0|S",
        "Mercia Air Systems|1|M",
        "Fenwright Industrial|1|S",
        "Severnside Plant & Tool|1|S",
    ),
    POLAND: (
        "Mazowiecka Technika Powietrza|0|L",
        "Wiśniowski Sprężarki|0|M",
        "Zakład Łąkowski|0|S",
        "Śląskie Sprężarki Serwis|1|M",
        "Gliwicka Pneumatyka|1|S",
    ),
}
_SIZES = {"L": SizeClass.LARGE, "M": SizeClass.MEDIUM, "S": SizeClass.SMALL}


def _partner(country_index: int, number: int, line: str) -> Partner:
    name, region_index, size = line.split("|")
    country = COUNTRIES[country_index]
    region = country.regions[int(region_index)]
    return Partner(f"{country.prefix}{number:02d}", name, country_index, region, _SIZES[size])


PARTNERS = tuple(
    _partner(country_index, number, line)
    for country_index, lines in _NETWORK.items()
    for number, line in enumerate(lines, start=1)
)
PARTNER_INDEX = {partner.key: index for index, partner in enumerate(PARTNERS)}


@dataclass(frozen=True)
class Segment:
    """`share` of the companies, in twentieths."""

    key: str
    name: str
    twentieths: int


SEGMENTS = (
    Segment("small-business", "Small business", 8),
    Segment("mid-size", "Mid-size business", 7),
    Segment("key-account", "Key accounts", 3),
    Segment("public-sector", "Public sector", 2),
)
# A company's segment by its number, so that no draw is needed; who has no company is a small one.
SEGMENT_OF_REST = tuple(
    place for place, segment in enumerate(SEGMENTS) for _ in range(segment.twentieths)
)

PRODUCT_LINES = (
    Line("workshop-piston", "Workshop piston compressors", 0.26, 1_400),
    Line("rotary-screw", "Rotary screw compressors", 0.24, 11_500),
    Line("oil-free", "Oil-free compressors", 0.12, 17_000),
    Line("mobile-site", "Mobile site compressors", 0.16, 21_000),
    Line("air-treatment", "Dryers and filters", 0.14, 2_300),
    Line("vacuum-pumps", "Vacuum pumps", 0.08, 6_800),
)
