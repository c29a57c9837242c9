"""Labels, dates and names in one language."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from cases.domain import dates
from cases.public_site import addresses
from cases.public_site.languages import best
from cases.public_site.queries.schemas import Document

Shown = dict[str, Any]


@lru_cache(maxsize=256)
def labels(choices: type[TextChoices], language: str) -> Mapping[str, str]:
    """The labels of a vocabulary in one language, by code."""
    with override(language):
        return {member.value: str(member.label) for member in choices}


def label(choices: type[TextChoices], code: str, language: str) -> str:
    """The label of a code; empty for an empty code, the code itself if the vocabulary no longer has it."""
    return labels(choices, language).get(code, code)


@lru_cache(maxsize=8192)
def _in_words(edtf: str, language: str) -> str:
    return dates.display(edtf, language)


def date(partial: Document | None, language: str) -> str:
    """A partial date in words; empty if there is none."""
    return _in_words(partial["edtf"], language) if partial else ""


def period(start: Document | None, end: Document | None, language: str) -> str:
    """Two partial dates as a range: "since 1 October 2021" without an end; an end on an unknown day is shown as such."""
    first, last = date(start, language), date(end, language)
    if end and not last:
        return f"{first} – {_('date unknown')}" if first else _("ended, date unknown")
    if first and last:
        return first if first == last else f"{first} – {last}"
    if start and first:
        return since(start, language)
    return dates.display_until(end["edtf"], language) if end else ""


def since(start: Document, language: str) -> str:
    """A partial date as the beginning of something ongoing: "since 1 October 2021"."""
    return dates.display_since(start["edtf"], language)


def sentence(text: str) -> str:
    """A text with a full stop, unless an abbreviation already ends it with one ("1 октября 2021 г.")."""
    return text if text.endswith(".") else f"{text}."


# Names of the time zones of most hearings; other zones are named by their city.
ZONES = {
    "Europe/Minsk": gettext_lazy("Minsk time"),
    "Europe/Moscow": gettext_lazy("Moscow time"),
    "Europe/Kyiv": gettext_lazy("Kyiv time"),
}


def time_zone(zone: str) -> str:
    """The common name of a time zone: "Minsk time" for "Europe/Minsk"; empty for an empty one."""
    if not zone:
        return ""
    city = zone.rpartition("/")[2].replace("_", " ")
    return str(ZONES[zone]) if zone in ZONES else _("%(city)s time") % {"city": city}


# How citations of provisions read in other languages; the register holds them in English.
CITED = {
    "be": (("art.", "арт."), (" part ", " ч. "), ("section ", "арт. "), (" CAO", " КаАП")),
    "ru": (("art.", "ст."), (" part ", " ч. "), ("section ", "ст. "), (" CAO", " КоАП")),
}


def citation(label: str, language: str) -> str:
    """A provision's citation in the reader's language: "art. 361-1 part 3" is "ст. 361-1 ч. 3" in Russian."""
    for english, other in CITED.get(language, ()):
        label = label.replace(english, other)
    return label


def tongue_of(address: str) -> str:
    """Language in which a screen reader should read an address: Russian for Cyrillic letters, otherwise unspecified."""
    return "ru" if any("а" <= letter <= "я" for letter in address.lower()) else ""


def named(reference: Document | None, language: str) -> Shown | None:
    """A reference value by name, with the language of the name and the URL of its page."""
    if reference is None:
        return None
    text, name_language = best(reference["name"], language)
    text = text or citation(reference.get("label", ""), language) or reference.get("code", "")
    return {
        "text": text,
        "lang": "" if name_language in (language, "local", "") else name_language,
        "url": addresses.of(language, reference["noun"], reference["ref"]),
    }


def cited(provision: Document | None, language: str) -> Shown | None:
    """A provision as it is cited, with its title."""
    if provision is None:
        return None
    title, title_language = best(provision["name"], language)
    return {
        "text": citation(provision.get("label", ""), language) or title,
        "title": title if provision.get("label") else "",
        "lang": "" if title_language in (language, "local", "") else title_language,
        "url": addresses.of(language, "provision", provision["ref"]),
    }


def length(penalty: Mapping[str, Any], language: str) -> str:
    """Length of a penalty: "3 years 6 months"."""
    parts = []
    with override(language):
        if penalty["years"]:
            parts.append(ngettext("%(n)d year", "%(n)d years", penalty["years"]) % {"n": penalty["years"]})
        if penalty["months"]:
            parts.append(ngettext("%(n)d month", "%(n)d months", penalty["months"]) % {"n": penalty["months"]})
        if penalty["days"]:
            parts.append(ngettext("%(n)d day", "%(n)d days", penalty["days"]) % {"n": penalty["days"]})
    return " ".join(parts)


def money(amount: str | None, currency: str) -> str:
    """An amount with its currency; thousands separated by a narrow no-break space, hundredths only if there are any."""
    if amount is None:
        return ""
    whole = f"{Decimal(amount):,.2f}".removesuffix(".00").replace(",", "\u202f")
    return f"{whole} {currency}".strip()


def text_in(texts: list[Document], language: str, field: str = "text") -> Shown | None:
    """The text in the reader's language, otherwise an approved one in another language, marked with its language."""
    by_language = {row["language"]: row for row in texts if row.get(field)}
    chosen, text_language = best({code: row[field] for code, row in by_language.items()}, language)
    if not chosen:
        return None
    return {
        "text": chosen,
        "lang": text_language,
        "id": by_language[text_language]["id"],
        "foreign": text_language != language,
    }


def listed(values: list[Any], show: Callable[[Any], Any]) -> list[Any]:
    """The non-empty results of `show` for each value."""
    return [shown for value in values if (shown := show(value))]
