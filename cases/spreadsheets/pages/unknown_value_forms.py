"""The form for words of a list that nobody has explained yet, with the likeliest answer chosen beforehand."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cases.domain.sentencing.penalty_text import read_penalty
from cases.domain.vocabulary import FacilityKind
from cases.models.distinct_labels import distinct, labelled
from cases.spreadsheets.import_.known_records import MODELS
from cases.spreadsheets.import_.unknown_values import CODE, KNOWN, MADE, NEW, NONE, TERMS, Word, kind_of
from cases.spreadsheets.mapping.guess_columns import GENDERS
from cases.spreadsheets.mapping.likeliest import Known, likeliest
from cases.spreadsheets.mapping.schema import fold
from cases.spreadsheets.mapping.value_words import ABROAD, ENDS, RECOGNITIONS, RELEASED, STAGES

MOST = 60  # words asked on one page; the others come after
LANGUAGES = ("en", "be", "ru")
USUAL: dict[str, dict[str, str]] = {
    "person.gender": GENDERS, "custody.end": ENDS, "recognition.status": RECOGNITIONS, "defendant.stage": STAGES,
}  # fmt: skip


def word_key(where: str, text: str) -> str:
    """The name of the question for a word, the same whichever other words are asked."""
    return "word-" + sha256(f"{where}\0{text}".encode()).hexdigest()[:16]


class WordQuestions:
    """Choices and likeliest answers for words of a list; each kind of record is read once. `country`: its code."""

    def __init__(self, country: str) -> None:
        self.country = country
        self._records: dict[str, list[Any]] = {}

    def choices(self, where: str, *, leave: str) -> list[Any]:
        """What may be answered; `leave`: what happens if nothing is."""
        kind = kind_of(where)
        first = ("", leave)
        if isinstance(kind, tuple):
            labels: dict[Any, Any] = dict(_field(where).flatchoices)
            none = (f"{NONE}:", _("none of these: keep it as a note"))
            return [first, none, *((f"{CODE}:{code}", labels.get(code, code)) for code in kind)]
        known = [(f"{KNOWN}:{record.public_id}", distinct(record)) for record in self.records(kind)]
        if kind == "facility":
            new: list[Any] = [(f"{NEW}:{code}", label) for code, label in FacilityKind.choices]
            none = (f"{NONE}:", _("not a place: not held anywhere"))
            return [first, none, (_("a new place, to be verified; it is a"), new), (_("the same as"), known)]
        none = (f"{NONE}:", _("none of these: keep it as a note"))
        new = [(f"{NEW}:", _("a new word, to be verified"))] if kind in MADE else []
        return [first, none, *new, (_("the same as"), known)]

    def likeliest(self, where: str, text: str) -> str:
        """The answer that the word most likely asks for; "" where nothing tells."""
        kind = kind_of(where)
        if isinstance(kind, tuple):
            return self._likeliest_code(where, text, kind)
        if kind == "facility" and (fold(text) in RELEASED or fold(text) in ABROAD):
            return f"{NONE}:"
        records = self.records(kind)
        known = [
            Known(each.public_id, (each.name_en, each.name_be, each.name_ru), getattr(each, "code", ""))
            for each in records
        ]
        found = likeliest(text, known)
        return f"{KNOWN}:{found}" if found else ""

    def _likeliest_code(self, where: str, text: str, codes: Sequence[str]) -> str:
        usual = next((code for code in codes if fold(text) in {fold(code), *_labels_of(where, code)}), None)
        if usual is None:
            usual = USUAL.get(where, {}).get(fold(text))
        said = read_penalty(text)
        if usual is None and where in ("penalty.kind", "penalty.regime") and not said.left:
            usual = (said.kind if where == "penalty.kind" else said.regime) or None
        if usual is None:
            return ""
        return f"{CODE}:{usual}" if usual else f"{NONE}:"

    def records(self, kind: str) -> list[Any]:
        """The records of the reference data that a word of this kind may mean."""
        if kind not in self._records:
            records = TERMS[kind].objects.order_by("name_en")
            if kind in ("facility", "court", "region"):
                records = records.filter(country__code=self.country)
            self._records[kind] = list(labelled(records))
        return self._records[kind]


class WordsForm(forms.Form):
    """One question for each unknown word; unanswered, its rows stay refused or keep it as a note."""

    def __init__(self, *args: Any, unknown: list[list[Any]], country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words: list[Word] = [(where, text) for where, text, _count in unknown[:MOST]]
        questions = WordQuestions(country)
        for number, (where, text, count) in enumerate(unknown[:MOST]):
            self.fields[f"word{number}"] = forms.ChoiceField(
                label=f"“{text}”", required=False,
                choices=questions.choices(where, leave=_("not answered: its rows stay refused, or keep it as a note")),
                initial=questions.likeliest(where, text),
                help_text=ngettext("%(field)s; %(count)s row", "%(field)s; %(count)s rows", count)
                % {"field": called(where), "count": count},
                widget=forms.Select(attrs={"autofocus": True} if number == 0 else {}),
            )  # fmt: skip

    def answers(self) -> dict[Word, str]:
        """What was answered."""
        given = {word: self.cleaned_data[f"word{number}"] for number, word in enumerate(self.words)}
        return {word: answer for word, answer in given.items() if answer}


def _field(where: str) -> models.Field:
    noun, _dot, name = where.partition(".")
    field = MODELS[noun]._meta.get_field(name)
    assert isinstance(field, models.Field), "words are asked of columns alone"
    return field


def _labels_of(where: str, code: str) -> set[str]:
    """The label of a choice in every language of the interface, folded."""
    labels = set()
    for language in LANGUAGES:
        with override(language):
            labels.add(fold(str(dict(_field(where).flatchoices).get(code, code))))
    return labels


def called(where: str) -> str:
    """What a reader calls the field: "period of custody: place of detention"."""
    return f"{MODELS[where.partition('.')[0]]._meta.verbose_name}: {_field(where).verbose_name}"


def country_of(mapping: Any) -> str:
    """The code of the country that a mapping belongs to."""
    return str(mapping.country[:2])
