"""Cards of people in lists, as HTML. Rendered once, at publication (queries/documents.py): a page shows 25 of them, and
rendering them would cost as much as the rest of the page. What depends on the day is rendered for each day from which it
changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markupsafe import escape

from cases.domain.custody_status import history_of, status_on, steps
from cases.public_site.presenters import person_page as words
from cases.public_site.queries.schemas import Document


class Card(NamedTuple):
    """A card in pieces: after a search, the name with marks, another name, and an excerpt of a text go between them."""

    start: str
    name: str
    middle: str
    rest: str


@dataclass(frozen=True, slots=True)
class Met:
    """Search matches of a person, as HTML; empty if there are none."""

    name: str = ""  # the shown name with marks
    other: str = ""  # another name with marks
    excerpt: str = ""


NOWHERE = Met()


class Drawn(NamedTuple):
    """A card as it is stored: versions of its middle part with the first day (ISO 8601) of each, in order."""

    start: str
    name: str
    middles: Sequence[Sequence[str]]
    rest: str

    def on(self, day: date) -> Card | None:
        """The card on a day; None for a day before the first one it was rendered for."""
        iso_day = day.isoformat()
        middle = next((text for first, text in reversed(self.middles) if first <= iso_day), None)
        return None if middle is None else Card(self.start, self.name, middle, self.rest)


def drawn_on(document: Document, language: str, on: date) -> Card:
    """The card of a person on a day, in the active language."""
    card = words.card(document, language, on)
    return Card(*_around(card), _middle(card), _rest(card))


def drawn(document: Document, language: str) -> Drawn:
    """The card of a person for every day from the newest approval on, in the active language."""
    start = date.fromisoformat(document.get("changed_on") or "0001-01-01")
    history = history_of(document)
    card = words.card_on(document, language, status_on(history, start))
    middles: list[tuple[str, str]] = []
    for first, now in steps(history, start):
        middle = _middle(words.card_on(document, language, now))
        if not middles or middles[-1][1] != middle:
            middles.append((first.isoformat(), middle))
    return Drawn(*_around(card), middles, _rest(card))


def _around(card: dict[str, Any]) -> tuple[str, str]:
    name = card["name"]
    start = (
        f'<li class="card"><div class="card-text"><h3><a href="{card["url"]}">'
        f'<bdi{_lang(name["lang"])} dir="{name["dir"]}">'
    )
    return start, str(escape(name["text"]))


def _middle(card: dict[str, Any]) -> str:
    middle = [
        f'<p class="line"><span class="status {card["status"]}">{escape(card["status_label"])}</span>',
        f" <span>{escape(card['place'])}</span>" if card["place"] else "",
        f' <span class="quiet">{escape(_("Arrested:"))} {escape(card["arrested"])}</span>' if card["arrested"] else "",
        "</p>",
    ]
    return "".join(middle)


def _rest(card: dict[str, Any]) -> str:
    rest = [
        f'<p class="line">{escape(card["outcome"])}</p>' if card["outcome"] else "",
        _provisions(card),
        "</div>",
        f'<img class="thumb" src="{card["photo"]}" alt="" width="64" height="80" loading="lazy">'
        if card["photo"]
        else "",
        "</li>\n",
    ]
    return "".join(rest)


def together(cards: Mapping[str, Card], met: Mapping[str, Met]) -> SafeString:
    """Cards as HTML, with search matches; both by id."""
    parts: list[str] = []
    for ref, card in cards.items():
        match = met.get(ref, NOWHERE)
        other = f'<p class="line quiet"><bdi>{match.other}</bdi></p>' if match.other else ""
        parts += (card.start, match.name or card.name, "</bdi></a></h3>", other, card.middle, match.excerpt, card.rest)
    return SafeString("".join(parts))


def excerpt_html(text: str, lang: str) -> str:
    """An excerpt, given as HTML, in the language `lang` ("" for the language of the page)."""
    return f'<p class="excerpt"{_lang(lang)} dir="auto">{text}</p>'


def line_html(label: str, text: str) -> str:
    """An additional line of a card: a label and plain text."""
    return f'<p class="line"><span class="quiet">{escape(label)}</span> <strong>{escape(text)}</strong></p>'


def _lang(code: str) -> str:
    return f' lang="{escape(code)}"' if code else ""


def _provisions(card: dict[str, Any]) -> str:
    if not card["provisions"]:
        return ""
    labels = "".join([f'<span class="law">{escape(label)}</span>' for label in card["provisions"]])
    more = f'<span class="law">+{card["more_provisions"]}</span>' if card["more_provisions"] else ""
    return f'<p class="line quiet">{labels}{more}</p>'
