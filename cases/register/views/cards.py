"""People in lists, as HTML. Put together by hand: a page shows 25 of them, and a template costs ten times as much."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.register.kept import Kept
from cases.register.reading import stored
from cases.register.showing import person as words

_cards: Kept[SafeString] = Kept(30_000)


def of_people(ids: Sequence[str], language: str) -> SafeString:
    """The cards of these people in their order; whoever is not public is left out."""
    held = _cards.values()
    missing = [one for one in ids if (language, one) not in held]
    for ref, brief in stored.briefs(missing).items():
        held[language, ref] = draw(words.card(brief, language))
    return SafeString("".join([held[language, one] for one in ids if (language, one) in held]))


def draw(card: dict[str, Any]) -> SafeString:
    """One card. After a search it may have `marked` (the name with marks), `other` (another name), `excerpt` {text, lang}."""
    name = card["name"]
    parts = [
        f'<li class="card"><div class="card-text"><h3><a href="{card["url"]}"><bdi{_lang(name["lang"])} dir="{name["dir"]}">',
        card.get("marked") or escape(name["text"]),
        "</bdi></a></h3>",
        f'<p class="line quiet"><bdi>{card["other"]}</bdi></p>' if card.get("other") else "",
        f'<p class="line"><span class="status {card["status"]}">{escape(card["status_label"])}</span>',
        f" <span>{escape(card['place'])}</span>" if card["place"] else "",
        f' <span class="quiet">{escape(_("Arrested:"))} {escape(card["arrested"])}</span>' if card["arrested"] else "",
        "</p>",
        _excerpt(card.get("excerpt")),
        f'<p class="line">{escape(card["outcome"])}</p>' if card["outcome"] else "",
        _provisions(card),
        "</div>",
        f'<img class="thumb" src="{card["photo"]}" alt="" width="64" height="80" loading="lazy">'
        if card["photo"]
        else "",
        "</li>\n",
    ]
    return SafeString("".join(parts))


def _lang(code: str) -> str:
    return f' lang="{escape(code)}"' if code else ""


def _excerpt(excerpt: dict[str, str] | None) -> str:
    return f'<p class="excerpt"{_lang(excerpt["lang"])} dir="auto">{excerpt["text"]}</p>' if excerpt else ""


def _provisions(card: dict[str, Any]) -> str:
    if not card["provisions"]:
        return ""
    told = "".join([f'<span class="law">{escape(one)}</span>' for one in card["provisions"]])
    more = f'<span class="law">+{card["more_provisions"]}</span>' if card["more_provisions"] else ""
    return f'<p class="line quiet">{told}{more}</p>'
