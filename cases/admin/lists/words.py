"""The form for words of a list that nobody has explained yet."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.imports.changes import MODELS
from cases.imports.words import CODE, KNOWN, NEW, Word, kind_of
from cases.models import Facility, Occupation, Organisation
from cases.vocabulary import FacilityKind

MOST = 60  # words asked on one page; the others come after


class WordsForm(forms.Form):
    """One question for each unknown word; unanswered, its rows stay refused."""

    def __init__(self, *args: Any, unknown: list[list[Any]], country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words: list[Word] = [(where, text) for where, text, _count in unknown[:MOST]]
        for number, (where, text, count) in enumerate(unknown[:MOST]):
            self.fields[f"word{number}"] = forms.ChoiceField(
                label=f"“{text}”", required=False, choices=self._choices(where, country),
                help_text=ngettext("%(field)s; %(count)s row", "%(field)s; %(count)s rows", count)
                % {"field": _called(where), "count": count},
                widget=forms.Select(attrs={"autofocus": True} if number == 0 else {}),
            )  # fmt: skip

    def _choices(self, where: str, country: str) -> list[Any]:
        kind = kind_of(where)
        leave = ("", _("not answered: its rows stay refused"))
        if isinstance(kind, tuple):
            labels: dict[Any, Any] = dict(_field(where).flatchoices)
            return [leave, *((f"{CODE}:{code}", labels.get(code, code)) for code in kind)]
        if kind == "facility":
            places = Facility.objects.filter(country__code=country).order_by("name_en")
            new = [(f"{NEW}:{code}", label) for code, label in FacilityKind.choices]
            return [leave, (_("a new place, to be verified; it is a"), new), (_("the same as"), _known(places))]
        model: Any = Organisation if kind == "organisation" else Occupation
        return [
            leave,
            (f"{NEW}:", _("a new word, to be verified")),
            (_("the same as"), _known(model.objects.order_by("name_en"))),
        ]

    def answers(self) -> dict[Word, str]:
        """What was answered."""
        given = {word: self.cleaned_data[f"word{number}"] for number, word in enumerate(self.words)}
        return {word: answer for word, answer in given.items() if answer}


def _field(where: str) -> models.Field:
    noun, _dot, name = where.partition(".")
    field = MODELS[noun]._meta.get_field(name)
    assert isinstance(field, models.Field), "words are asked of columns alone"
    return field


def _called(where: str) -> str:
    """What a reader calls the field: "period of custody: place of detention"."""
    return f"{MODELS[where.partition('.')[0]]._meta.verbose_name}: {_field(where).verbose_name}"


def _known(records: Any) -> list[tuple[str, str]]:
    return [(f"{KNOWN}:{record.pk}", record.name_en) for record in records]


def country_of(mapping: Any) -> str:
    """The code of the country that a mapping belongs to."""
    return str(mapping.country[:2])
