"""The form for words of a list that nobody has explained yet."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

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
                help_text=_("%(field)s; %(count)s rows") % {"field": where.replace(".", ": "), "count": count},
            )  # fmt: skip

    def _choices(self, where: str, country: str) -> list[Any]:
        kind = kind_of(where)
        leave = ("", _("not answered: its rows stay refused"))
        if isinstance(kind, tuple):
            return [leave, *((f"{CODE}:{code}", code) for code in kind)]
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


def _known(records: Any) -> list[tuple[str, str]]:
    return [(f"{KNOWN}:{record.pk}", record.name_en) for record in records]


def country_of(mapping: Any) -> str:
    """The code of the country that a mapping belongs to."""
    return str(mapping.country[:2])
