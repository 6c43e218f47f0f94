"""What people write: a few sentences per language and mood, as people write them."""

from __future__ import annotations

from enum import StrEnum


class Mood(StrEnum):
    CONTENT = "content"
    MIXED = "mixed"
    CROSS = "cross"


COMMENTS: dict[str, dict[Mood, tuple[str, ...]]] = {
    "de": {
        Mood.CONTENT: (
            "Alles bestens, schnell und freundlich.",
            "Der Kompressor läuft leiser als der alte. Sehr zufrieden!",
            "Gute Beratung, wir wurden ernst genommen.",
            "Pünktlich, sauber gearbeitet, danke.",
        ),
        Mood.MIXED: (
            "Ordentlich, aber die Rückmeldung hat gedauert.",
            "Gerät gut, Papierkram zu viel.",
            "In Ordnung. Mehr nicht.",
        ),
        Mood.CROSS: (
            "Drei Wochen auf ein Ventil gewartet – so geht das nicht.",
            "Niemand hat zurückgerufen. Die Anlage stand zwei Tage.",
            "Teurer als angeboten und trotzdem undicht.",
        ),
    },
    "es": {
        Mood.CONTENT: (
            "Todo perfecto, el técnico muy amable.",
            "Rápido y bien explicado. ¡Así da gusto!",
            "El compresor trabaja mejor de lo que esperábamos.",
            "Siempre nos ayudan cuando llamamos.",
        ),
        Mood.MIXED: (
            "Bien, aunque nadie avisó de la hora.",
            "El equipo es bueno, el precio de los filtros no tanto.",
            "Correcto, sin más.",
        ),
        Mood.CROSS: (
            "Vino solo y tuvo que volver con otro. La línea estuvo parada hasta el viernes.",
            "Llamé cuatro veces y nadie sabía nada de mi avería.",
            "La pieza llegó tarde y era la equivocada.",
        ),
    },
    "fr": {
        Mood.CONTENT: (
            "Livraison à l'heure et mise en route sans souci.",
            "Très bon accueil, on se sent écouté.",
            "Matériel solide, rien à redire.",
            "Intervention rapide, merci à toute l'équipe.",
        ),
        Mood.MIXED: (
            "Correct, mais les délais pourraient être plus clairs.",
            "Bon produit, notice difficile à comprendre.",
            "Ça va.",
        ),
        Mood.CROSS: (
            "Deux rendez-vous annulés sans prévenir, c'est inadmissible.",
            "La pièce commandée n'est jamais arrivée.",
            "Fuite d'air dès la première semaine.",
        ),
    },
    "en": {
        Mood.CONTENT: (
            "Turned up when they said they would and fixed it first time.",
            "Quiet, reliable, and the people know their stuff.",
            "No complaints at all, would buy again.",
            "Helpful on the phone, parts here next day.",
        ),
        Mood.MIXED: (
            "Fine in the end, but I had to chase the quote.",
            "Good machine. The manual is another matter.",
            "Does the job.",
        ),
        Mood.CROSS: (
            "Waited in all day and nobody came.",
            "Third time the same dryer has failed this year.",
            "Sent the wrong filter twice, then charged for the return.",
        ),
    },
    "pl": {
        Mood.CONTENT: (
            "Szybko i fachowo, dziękujemy.",
            "Sprężarka działa bez zarzutu.",
            "Miła obsługa, wszystko wyjaśnione.",
            "Dostawa dzień wcześniej, świetnie!",
        ),
        Mood.MIXED: (
            "W porządku, choć trzeba było dzwonić dwa razy.",
            "Sprzęt dobry, części drogie.",
            "Może być.",
        ),
        Mood.CROSS: (
            "Serwis przyjechał po tygodniu, produkcja stała.",
            "Nikt nie odpowiada na reklamację.",
            "Zła część i żadnych przeprosin.",
        ),
    },
}


def mood_of(recommendation: int) -> Mood:
    """Promoters are content, passives mixed, detractors cross."""
    if recommendation >= 9:
        return Mood.CONTENT
    return Mood.MIXED if recommendation >= 7 else Mood.CROSS


def comment_of(language: str, recommendation: int, draw: float) -> str:
    """A comment for a uniform draw on 0–1; an unknown language is answered in English."""
    choices = COMMENTS.get(language, COMMENTS["en"])[mood_of(recommendation)]
    return choices[int(draw * len(choices))]
