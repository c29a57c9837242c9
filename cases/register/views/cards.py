"""The cards of a page of a list."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from cases.register.kept import Kept
from cases.register.reading import stored
from cases.register.showing.cards import Card, together

_cards: Kept[Card] = Kept(2000)


def of(ids: Sequence[str], language: str) -> dict[str, Card]:
    """The cards of these people by id; whoever is not public is left out."""
    held = _cards.values()
    missing = [one for one in ids if (language, one) not in held]
    for ref, card in stored.cards(missing, language).items():
        held[language, ref] = card
    return {one: held[language, one] for one in ids if (language, one) in held}


def of_people(ids: Sequence[str], language: str) -> SafeString:
    """The cards of these people in their order, as HTML."""
    return together(of(ids, language), {})
