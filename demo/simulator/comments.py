"""What people write: a few sentences per language and mood, as people write them.

Each line is one thing to say, in several words. Sentences of 60 letters and more stand alone: a
check knows long comments that several people give word for word, and must meet some.
"""

from __future__ import annotations

from enum import StrEnum


class Mood(StrEnum):
    CONTENT = "content"
    MIXED = "mixed"
    CROSS = "cross"


Said = tuple[str, ...]
COMMENTS: dict[str, dict[Mood, tuple[Said, ...]]] = {
    "de": {
        Mood.CONTENT: (
            ("Alles bestens, schnell und freundlich.", "Freundlich und schnell, weiter so.",
             "Herr Brandt war sehr hilfsbereit, danke."),
            ("Der Kompressor läuft leiser als der alte. Sehr zufrieden!",
             "Endlich Ruhe in der Halle, läuft prima.", "Anlage läuft seit Wochen ohne Störung."),
            ("Gute Beratung, wir wurden ernst genommen.", "Ehrlich beraten, nicht überredet.",
             "Die Auslegung hat auf Anhieb gepasst."),
            ("Pünktlich, sauber gearbeitet, danke.", "Monteur pünktlich und ordentlich.",
             "Alles erklärt und die Halle sauber verlassen."),
        ),
        Mood.MIXED: (
            ("Ordentlich, aber die Rückmeldung hat gedauert.", "Gut, nur das Angebot kam spät.",
             "Erst nach zweimal Nachfragen kam eine Antwort."),
            ("Gerät gut, Papierkram zu viel.", "Anlage gut, Rechnung dreimal korrigiert.",
             "Technik ja, Formulare nein."),
            ("In Ordnung. Mehr nicht.", "Geht so.", "Passt, aber kein Grund zum Jubeln."),
        ),
        Mood.CROSS: (
            ("Drei Wochen auf ein Ventil gewartet – so geht das nicht.",
             "Ersatzteil zu Auftrag 4711-2083 fehlt bis heute.",
             "Liefertermin zweimal verschoben, ohne ein Wort."),
            ("Niemand hat zurückgerufen. Die Anlage stand zwei Tage.",
             "Bitte endlich melden: 040 66969 137.", "Zwei Tage Stillstand, keiner zuständig."),
            ("Teurer als angeboten und trotzdem undicht.", "Nach der Reparatur wieder undicht.",
             "Rechnung höher als das Angebot, ohne Grund."),
        ),
    },
    "es": {
        Mood.CONTENT: (
            ("Todo perfecto, el técnico muy amable.", "El técnico lo explicó todo muy bien.",
             "La señora Vidal nos atendió de maravilla."),
            ("Rápido y bien explicado. ¡Así da gusto!", "Resuelto en una mañana, gracias.",
             "Mejor servicio que el año pasado."),
            ("El compresor trabaja mejor de lo que esperábamos.", "Menos ruido y menos consumo.",
             "Equipo fiable, ni una parada este mes."),
            ("Siempre nos ayudan cuando llamamos.", "Contestan a la primera y saben del tema.",
             "Buen trato por teléfono, como siempre."),
        ),
        Mood.MIXED: (
            ("Bien, aunque nadie avisó de la hora.", "Vinieron, pero sin avisar de la hora.",
             "Correcto, pero tuve que insistir."),
            ("El equipo es bueno, el precio de los filtros no tanto.",
             "Buena máquina, recambios caros.", "Contento con el equipo, menos con el precio."),
            ("Correcto, sin más.", "Ni bien ni mal.", "Lo normal."),
        ),
        Mood.CROSS: (
            ("Vino solo y tuvo que volver con otro. La línea estuvo parada hasta el viernes.",),
            ("Llamé cuatro veces y nadie sabía nada de mi avería.",
             "Escribí a taller@ejemplo.example y nada.", "Tres días sin respuesta del servicio."),
            ("La pieza llegó tarde y era la equivocada.", "Pieza equivocada, pedido 88-41207.",
             "Esperamos diez días por un filtro."),
        ),
    },
    "fr": {
        Mood.CONTENT: (
            ("Livraison à l'heure et mise en route sans souci.", "Mise en route impeccable.",
             "Livré la veille, parfait."),
            ("Très bon accueil, on se sent écouté.", "Mme Lefort nous a très bien conseillés.",
             "On nous rappelle quand on le dit."),
            ("Matériel solide, rien à redire.", "Machine silencieuse, équipe ravie.",
             "Aucun arrêt depuis l'installation."),
            ("Intervention rapide, merci à toute l'équipe.", "Dépannés dans la journée, bravo.",
             "Technicien compétent et soigneux."),
        ),
        Mood.MIXED: (
            ("Correct, mais les délais pourraient être plus clairs.", "Bien, mais délais flous.",
             "Il a fallu relancer deux fois."),
            ("Bon produit, notice difficile à comprendre.", "Bonne machine, notice illisible.",
             "Produit bien, facture compliquée."),
            ("Ça va.", "Rien de spécial.", "Moyen, sans plus."),
        ),
        Mood.CROSS: (
            ("Deux rendez-vous annulés sans prévenir, c'est inadmissible.",
             "Personne n'est venu au rendez-vous.", "Annulé le matin même, encore une fois."),
            ("La pièce commandée n'est jamais arrivée.", "Commande 7203-55 : toujours rien.",
             "Pièce perdue, personne ne sait où."),
            ("Fuite d'air dès la première semaine.", "Déjà en panne après un mois.",
             "Réparé deux fois, la fuite est toujours là."),
        ),
    },
    "en": {
        Mood.CONTENT: (
            ("Turned up when they said they would and fixed it first time.",),
            ("Quiet, reliable, and the people know their stuff.", "Runs all day, never a fault.",
             "Half the noise of the old one."),
            ("No complaints at all, would buy again.", "Would recommend them to anybody.",
             "Mr Hale went out of his way for us."),
            ("Helpful on the phone, parts here next day.", "Parts arrived before nine.",
             "One call and it was sorted."),
        ),
        Mood.MIXED: (
            ("Fine in the end, but I had to chase the quote.", "Good, once somebody called back.",
             "Right result, two reminders."),
            ("Good machine. The manual is another matter.", "Great kit, confusing invoice.",
             "Solid product, clumsy web shop."),
            ("Does the job.", "Average.", "Nothing special."),
        ),
        Mood.CROSS: (
            ("Waited in all day and nobody came.", "Two no-shows in one week.",
             "Nobody came. Ring me on 020 7946 0142."),
            ("Third time the same dryer has failed this year.", "Unit SN-48213 failed again.",
             "Same fault back within a week."),
            ("Sent the wrong filter twice, then charged for the return.",
             "Wrong part, and no apology.", "Charged for a visit that fixed nothing."),
        ),
    },
    "pl": {
        Mood.CONTENT: (
            ("Szybko i fachowo, dziękujemy.", "Fachowo i na czas.", "Serwis na medal."),
            ("Sprężarka działa bez zarzutu.", "Cicho i bez przestojów.",
             "Sprzęt lepszy od poprzedniego."),
            ("Miła obsługa, wszystko wyjaśnione.", "Pani Wrona wszystko wyjaśniła.",
             "Uczciwa rada, bez naciągania."),
            ("Dostawa dzień wcześniej, świetnie!", "Części były następnego dnia.",
             "Wszystko zgodnie z umową."),
        ),
        Mood.MIXED: (
            ("W porządku, choć trzeba było dzwonić dwa razy.", "Dobrze, ale oferta przyszła późno.",
             "Trzeba było przypominać."),
            ("Sprzęt dobry, części drogie.", "Maszyna dobra, faktura z błędem.",
             "Dobry produkt, słaba instrukcja."),
            ("Może być.", "Przeciętnie.", "Bez zachwytu."),
        ),
        Mood.CROSS: (
            ("Serwis przyjechał po tygodniu, produkcja stała.", "Tydzień przestoju przez serwis.",
             "Serwisant przyjechał bez części."),
            ("Nikt nie odpowiada na reklamację.", "Reklamacja 2024/0913 bez odpowiedzi.",
             "Trzy telefony i żadnej odpowiedzi."),
            ("Zła część i żadnych przeprosin.", "Znowu przysłali zły filtr.",
             "Nieszczelne od pierwszego dnia."),
        ),
    },
}  # fmt: skip


def mood_of(recommendation: int) -> Mood:
    """Promoters are content, passives mixed, detractors cross."""
    if recommendation >= 9:
        return Mood.CONTENT
    return Mood.MIXED if recommendation >= 7 else Mood.CROSS


def comment_of(language: str, recommendation: int, draw: float) -> str:
    """A comment for a uniform draw on 0–1; an unknown language is answered in English."""
    things = COMMENTS.get(language, COMMENTS["en"])[mood_of(recommendation)]
    thing, rest = divmod(draw * len(things), 1.0)
    words = things[int(thing)]
    return words[int(rest * len(words))]
