"""The cards on a page of a list."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.safestring import SafeString

from cases.public_site.edition_cache import Kept
from cases.public_site.presenters.person_cards import Card, together
from cases.public_site.queries import documents

_cards: Kept[Card] = Kept(2000)


def of(ids: Sequence[str], language: str) -> dict[str, Card]:
    """The cards of these people by id; people who are not public are left out."""
    cached = _cards.values()
    missing = [person for person in ids if (language, person) not in cached]
    for ref, card in documents.cards(missing, language, timezone.localdate()).items():
        cached[language, ref] = card
    return {person: cached[language, person] for person in ids if (language, person) in cached}


def of_people(ids: Sequence[str], language: str) -> SafeString:
    """The cards of these people in the order given, as HTML."""
    return together(of(ids, language), {})
