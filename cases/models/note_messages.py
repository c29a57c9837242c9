"""Texts of calculation notes for staff: notes of cases.domain.sentencing translated by code, vocabulary codes by their labels."""

import re
from collections.abc import Mapping

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop, ngettext

from cases.domain.sentencing.calculation_notes import SENTENCES, Note
from cases.domain.sentencing.credit import NO_RULE
from cases.domain.sentencing.term import Term
from cases.domain.vocabulary import CustodyKind, Instance, PenaltyKind, Regime, Stage

CHOICES = {
    "custody": (CustodyKind,), "penalty": (PenaltyKind,), "regime": (Regime,), "stage": (Stage,), "kind": (Instance,),
    "term": (PenaltyKind,),
}  # fmt: skip
"""Which values of a note can be codes; a value that is none of the codes (a day) stays as it is."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "verdict": gettext_noop("verdict"), "release": gettext_noop("release"), "expulsion": gettext_noop("expulsion"),
        "exchange": gettext_noop("exchange"), "death": gettext_noop("death"), "acquittal": gettext_noop("acquittal"),
        "reduction": gettext_noop("reduction"),
    },
    "source": {NO_RULE: gettext_noop("no rule found, counted day for day"), "no source": gettext_noop("no source")},
}  # fmt: skip
"""Words of cases.domain.sentencing that are no codes of the vocabulary."""
FIELDS = ("what", "earlier", "later")
"""Values of a note that name a date of a record: "custody.until"."""
UNKNOWN_DAY = gettext_noop("unknown date")
LENGTH = re.compile(r"([0-9]+) (year|month|day)s?")


def said(note: Note) -> str:
    """A note as a sentence in the language of the reader."""
    return gettext(SENTENCES[note.code]).format_map({name: _word(name, value) for name, value in note.pairs})


def field_label(date: str) -> str:
    """Label of a date field ("custody.until") as on the forms: "Period of custody: until"."""
    noun, _dot, name = date.partition(".")
    model = apps.get_model("cases", noun)
    return f"{capfirst(str(model._meta.verbose_name))}: {model._meta.get_field(name).verbose_name}"


def length(term: Term) -> str:
    """A term in words: "1 year 6 months"."""
    return _lengths(str(term))


def _word(name: str, value: str) -> str:
    if value == UNKNOWN_DAY:
        return gettext(UNKNOWN_DAY)
    if name == "jurisdiction":
        return value.upper()
    if name in FIELDS:
        return field_label(value)
    for choices in CHOICES.get(name, ()):
        if value in choices.values:
            return str(choices(value).label)
    if value in WORDS.get(name, {}):
        return gettext(WORDS[name][value])
    return _lengths(value) if name in ("term", "longest") else value


def _lengths(text: str) -> str:
    return LENGTH.sub(lambda found: _one(int(found[1]), found[2]), text)


def _one(number: int, unit: str) -> str:
    words = {
        "year": ngettext("%(n)s year", "%(n)s years", number),
        "month": ngettext("%(n)s month", "%(n)s months", number),
        "day": ngettext("%(n)s day", "%(n)s days", number),
    }
    return words[unit] % {"n": number}
