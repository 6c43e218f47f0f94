from __future__ import annotations

from datetime import date

from surveys.questionnaires.names import names_in
from surveys.questionnaires.piping import Placeholder, fill_text

EVERY = " ".join(f"{{{placeholder}}}" for placeholder in Placeholder)


def test_what_is_known_is_named_and_what_is_not_has_words_of_its_own() -> None:
    known = names_in(
        "de",
        programme="Alder",
        partner="Nordhaus",
        product_line="Pumpen",
        touchpoint="Lieferung",
        occurred_on=date(2026, 11, 11),
    )
    unknown = names_in(
        "de", programme="Alder", partner=None, product_line=None, touchpoint=None, occurred_on=None
    )

    assert fill_text(EVERY, known) == "Alder Nordhaus Pumpen Lieferung 11. November"
    assert fill_text(EVERY, unknown) == (
        "Alder Ihr Fachhändler Ihr Produkt Ihr Kontakt mit uns jenem Tag"
    )


def test_a_name_that_runs_the_other_way_is_set_apart() -> None:
    names = names_in(
        "ar", programme="Alder", partner=None, product_line=None, touchpoint=None, occurred_on=None
    )

    assert names[Placeholder.PROGRAMME] == "\u2068Alder\u2069"
