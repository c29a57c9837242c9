"""People in lists, as HTML. Drawn once, when they are published (reading/stored.py): a page shows 25 of them, and to draw these
cost as much as everything else on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markupsafe import escape

from cases.register.reading.shapes import Document
from cases.register.showing import person as words


class Card(NamedTuple):
    """A card in pieces: between them stand, after a search, the name with marks, another name, and a piece of a text."""

    start: str
    name: str
    middle: str
    rest: str


@dataclass(frozen=True, slots=True)
class Met:
    """Where a search met a person: each in HTML, empty where it did not."""

    name: str = ""  # the shown name with marks
    other: str = ""  # another name with marks
    excerpt: str = ""


NOWHERE = Met()


def drawn(document: Document, language: str) -> Card:
    """The card of a person, with the language in force."""
    card = words.card(document, language)
    name = card["name"]
    middle = [
        f'<p class="line"><span class="status {card["status"]}">{escape(card["status_label"])}</span>',
        f" <span>{escape(card['place'])}</span>" if card["place"] else "",
        f' <span class="quiet">{escape(_("Arrested:"))} {escape(card["arrested"])}</span>' if card["arrested"] else "",
        "</p>",
    ]
    rest = [
        f'<p class="line">{escape(card["outcome"])}</p>' if card["outcome"] else "",
        _provisions(card),
        "</div>",
        f'<img class="thumb" src="{card["photo"]}" alt="" width="64" height="80" loading="lazy">'
        if card["photo"]
        else "",
        "</li>\n",
    ]
    start = (
        f'<li class="card"><div class="card-text"><h3><a href="{card["url"]}">'
        f'<bdi{_lang(name["lang"])} dir="{name["dir"]}">'
    )
    return Card(start, str(escape(name["text"])), "".join(middle), "".join(rest))


def together(cards: Mapping[str, Card], met: Mapping[str, Met]) -> SafeString:
    """Cards as HTML, with what a search met where it met it; both by id."""
    parts: list[str] = []
    for one, card in cards.items():
        here = met.get(one, NOWHERE)
        other = f'<p class="line quiet"><bdi>{here.other}</bdi></p>' if here.other else ""
        parts += (card.start, here.name or card.name, "</bdi></a></h3>", other, card.middle, here.excerpt, card.rest)
    return SafeString("".join(parts))


def excerpt_html(text: str, lang: str) -> str:
    """A piece of a text, which is HTML, in the language `lang` ("" for that of the page)."""
    return f'<p class="excerpt"{_lang(lang)} dir="auto">{text}</p>'


def line_html(label: str, text: str) -> str:
    """One more line of a card: a label and plain text."""
    return f'<p class="line"><span class="quiet">{escape(label)}</span> <strong>{escape(text)}</strong></p>'


def _lang(code: str) -> str:
    return f' lang="{escape(code)}"' if code else ""


def _provisions(card: dict[str, Any]) -> str:
    if not card["provisions"]:
        return ""
    told = "".join([f'<span class="law">{escape(one)}</span>' for one in card["provisions"]])
    more = f'<span class="law">+{card["more_provisions"]}</span>' if card["more_provisions"] else ""
    return f'<p class="line quiet">{told}{more}</p>'
