"""The notes of cases.terms in words for staff: translated by their code, codes of the vocabulary by their labels."""

from django.utils.translation import gettext

from cases.terms.notes import SENTENCES, Note
from cases.vocabulary import CustodyKind, Instance, PenaltyKind, Regime, Stage

CHOICES = {
    "custody": (CustodyKind,), "penalty": (PenaltyKind,), "regime": (Regime,), "stage": (Stage,), "kind": (Instance,),
    "term": (PenaltyKind,),
}  # fmt: skip
"""Which values of a note can be codes; a value that is none of the codes (a day) stays as it is."""


def said(note: Note) -> str:
    """A note as a sentence in the language of the reader."""
    return gettext(SENTENCES[note.code]).format_map({name: _word(name, value) for name, value in note.pairs})


def _word(name: str, value: str) -> str:
    for choices in CHOICES.get(name, ()):
        if value in choices.values:
            return str(choices(value).label)
    return value
