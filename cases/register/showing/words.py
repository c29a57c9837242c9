"""Labels, dates and names in one language."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cases import dates
from cases.register import addresses
from cases.register.languages import best
from cases.register.reading.shapes import Document

Shown = dict[str, Any]


@lru_cache(maxsize=256)
def labels(choices: type[TextChoices], language: str) -> Mapping[str, str]:
    """The labels of a vocabulary in one language, by code."""
    with override(language):
        return {member.value: str(member.label) for member in choices}


def label(choices: type[TextChoices], code: str, language: str) -> str:
    """The label of a code; empty for an empty one, the code itself where a later vocabulary no longer has it."""
    return labels(choices, language).get(code, code)


@lru_cache(maxsize=8192)
def _in_words(edtf: str, language: str) -> str:
    return dates.display(edtf, language)


def date(partial: Document | None, language: str) -> str:
    """A partial date in words; empty where there is none."""
    return _in_words(partial["edtf"], language) if partial else ""


def period(start: Document | None, end: Document | None, language: str) -> str:
    """Two partial dates as a span; an unknown end is left open."""
    first, last = date(start, language), date(end, language)
    if first and last:
        return first if first == last else f"{first} – {last}"
    if first:
        return f"{first} –"
    return _("until: %(date)s") % {"date": last} if last else ""


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
    """The language to read an address aloud in: Russian for one in Cyrillic letters, else not told."""
    return "ru" if any("а" <= letter <= "я" for letter in address.lower()) else ""


def named(reference: Document | None, language: str) -> Shown | None:
    """A reference value by name, with the language the name is in and the address of its page."""
    if reference is None:
        return None
    text, found = best(reference["name"], language)
    text = text or citation(reference.get("label", ""), language) or reference.get("code", "")
    return {
        "text": text,
        "lang": "" if found in (language, "local", "") else found,
        "url": addresses.of(language, reference["noun"], reference["ref"]),
    }


def cited(provision: Document | None, language: str) -> Shown | None:
    """A provision as it is cited, with its title."""
    if provision is None:
        return None
    title, found = best(provision["name"], language)
    return {
        "text": citation(provision.get("label", ""), language) or title,
        "title": title if provision.get("label") else "",
        "lang": "" if found in (language, "local", "") else found,
        "url": addresses.of(language, "provision", provision["ref"]),
    }


def length(penalty: Mapping[str, Any], language: str) -> str:
    """How long a penalty is: "3 years 6 months"."""
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
    """An amount with its unit; thousands apart by a narrow no-break space, hundredths only where there are any."""
    if amount is None:
        return ""
    whole = f"{Decimal(amount):,.2f}".removesuffix(".00").replace(",", "\u202f")
    return f"{whole} {currency}".strip()


def text_in(texts: list[Document], language: str, field: str = "text") -> Shown | None:
    """The text in the reader's language, else the one that is approved in another, told with its language."""
    by_language = {row["language"]: row for row in texts if row.get(field)}
    chosen, found = best({code: row[field] for code, row in by_language.items()}, language)
    if not chosen:
        return None
    return {"text": chosen, "lang": found, "id": by_language[found]["id"], "foreign": found != language}


def listed(values: list[Any], show: Callable[[Any], Any]) -> list[Any]:
    """What `show` makes of each value, without what it makes nothing of."""
    return [shown for value in values if (shown := show(value))]
