"""Invented people and companies: name pools per country and how they become names and addresses.

Addresses end in `.example`, which is reserved and reaches nobody.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class NamePool:
    """Given names, family names and forms of company names ("{}" takes a family name)."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    companies: tuple[str, ...]


def _pool(given: str, family: str, companies: str) -> NamePool:
    return NamePool(tuple(given.split()), tuple(family.split()), tuple(companies.split("|")))


POOLS = (
    _pool(
        "Anna Jörg Käthe Lukas Miriam Götz Frauke Ömer Sören Heike Tobias Ulrike Jürgen Nele"
        " Björn Saskia Detlef Leyla Matthias Änne",
        "Müller Schäfer Köhler Krüger Weiß Jäger Böhm Möller Groß Vogel Lührs Yıldız Brandt"
        " Hübner Franke Sauer Dörfler Petersen Nowak Thießen",
        "Tischlerei {}|{} Metallbau GmbH|Autohaus {}|Lackiererei {}|{} Kunststofftechnik|"
        "Brauerei {}|{} Tiefbau|Molkerei {}",
    ),
    _pool(
        "José María Íñigo Lucía Ángel Begoña Raúl Noelia Andrés Inés Joaquín Montserrat Óscar"
        " Pilar Martín Sofía Jesús Ainhoa Álvaro Mercè",
        "García Martínez Núñez Ibáñez Muñoz Peña Giménez Ordóñez Vázquez Ferrer Puig Castaño"
        " Rodríguez Cañas Solà Domínguez Lázaro Bustos Yáñez Roca",
        "Carpintería {}|Talleres {}|{} Metal S.L.|Bodegas {}|Pinturas {}|{} Obras|"
        "Almazara {}|Cerámicas {}",
    ),
    _pool(
        "Hélène Benoît Chloé François Gaëlle Jérôme Noémie Rémi Zoé Mathieu Anaïs Loïc Sébastien"
        " Élodie Thomas Inès Cédric Maëlle Gérard Océane",
        "Lefèvre Dubois Gauthier Périn Mercier Chevalier Brûlé Rousseau Besançon Lemaître Girard"
        " Noël Fabre Guérin Marchand Hébert Joly Barré Texier Fournier",
        "Menuiserie {}|Garage {}|{} Plasturgie|Fromagerie {}|Carrosserie {}|{} Bâtiment|"
        "Verrerie {}|Imprimerie {}",
    ),
    _pool(
        "Alice Owen Priya Graham Siân Callum Zadie Rhys Harriet Imran Joan Keith Niamh Stuart"
        " Yasmin Peter Bronwen Lewis Fiona Derek",
        "Ashworth Begum Cartwright Davies Ellery Fairclough Hughes Iqbal Jardine Kershaw Lloyd"
        " Massey Norris O'Dowd Patel Rowntree Sutcliffe Thwaite Underhill Whitlock",
        "{} Joinery Ltd|{} & Sons|{} Motors|{} Fabrication|{} Brewing|{} Groundworks|"
        "{} Stone|{} Packaging",
    ),
    _pool(
        "Agnieszka Paweł Łukasz Małgorzata Michał Zofia Grażyna Jacek Stanisław Ewa Wojciech"
        " Bożena Krzysztof Żaneta Rafał Iwona Mirosław Kinga Tomasz Hanna",
        "Kowalczyk Wiśniewska Wójcik Kamiński Zając Dąbrowski Wróbel Jabłońska Gołąb Piątek"
        " Mazur Sikora Żak Szczepański Krawczyk Czajka Ławniczak Rutkowska Górski Lis",
        "Stolarnia {}|{} Mechanika|Warsztat {}|Lakiernia {}|{} Budownictwo|Mleczarnia {}|"
        "{} Tworzywa|Kamieniarstwo {}",
    ),
)

# Letters that do not come apart into a base letter and an accent.
_UNDIVIDED = str.maketrans(
    {"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "&": "and", "'": ""}
)


def ascii_slug(text: str) -> str:
    """Lower-case ASCII letters and digits of a name, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.translate(_UNDIVIDED))
    letters = "".join(c for c in plain if c.isascii() and (c.isalnum() or c in " -"))
    return "-".join(letters.lower().replace("-", " ").split())


def person_name(country_index: int, number: int) -> str:
    """The name of a country's person with this number; repeats after all combinations."""
    pool = POOLS[country_index]
    family, given = divmod(number, len(pool.given))
    return f"{pool.given[given]} {pool.family[family % len(pool.family)]}"


def company_name(country_index: int, number: int) -> str:
    pool = POOLS[country_index]
    form, family = divmod(number, len(pool.family))
    return pool.companies[form % len(pool.companies)].format(pool.family[family])


def address(name: str, domain: str, number: int | None = None) -> str:
    """An address that reaches nobody: jorg.muller.17@press.example."""
    local = ascii_slug(name).replace("-", ".")
    return f"{local}{'' if number is None else f'.{number}'}@{domain}.example"
