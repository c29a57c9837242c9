"""The forms of taking in a list. They ask; whether something can be done is decided by the verbs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.imports import by_hand, mapping_file, provisions
from cases.imports.reading.delimited import ENCODINGS
from cases.models import Code, Country, Jurisdiction
from cases.vocabulary import CustodyKind, Language, PenaltyKind

DELIMITERS = (("", _("guessed")), (",", _("comma ,")), (";", _("semicolon ;")), ("\\t", _("tab")), ("|", _("bar |")))


class ReadingForm(forms.Form):
    """How the file is written, where the guess is wrong."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False, choices=[("", _("guessed")), *zip(ENCODINGS, ENCODINGS, strict=True)])  # fmt: skip  # noqa: E501
    delimiter = forms.ChoiceField(label=_("Cells are divided by"), required=False, choices=DELIMITERS)
    sheet = forms.CharField(label=_("Sheet of a workbook"), required=False, max_length=100)
    fill_short_rows = forms.BooleanField(label=_("Rows may end early: take missing cells as empty"), required=False)

    def said(self) -> dict[str, Any]:
        """What was said, as the reading wants it; what was left open is not in it."""
        return {name: value for name, value in self.cleaned_data.items() if value and name in self.base_fields}


class UploadForm(ReadingForm):
    """The file, and if need be how it is written."""

    file = forms.FileField(
        label=_("List"), help_text=_("CSV, XLSX or ODS, up to 50 MB. Kept encrypted, for you alone, for a day at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}),
    )  # fmt: skip
    field_order = ("file",)

    def said(self) -> dict[str, Any]:
        """Without the file."""
        return {name: value for name, value in super().said().items() if name != "file"}


class ByHandForm(forms.Form):
    """What each column is, and what holds for the whole list."""

    title = forms.CharField(label=_("Name of the source"), max_length=200, help_text=_("As it will be cited: “Weekly list of partner P.”"))  # fmt: skip  # noqa: E501
    name = forms.RegexField(
        label=_("Short name of the mapping"), regex=mapping_file.NAME, max_length=60,
        help_text=_("Small letters, digits, underscores. The next list of this source is recognised by it."),
    )  # fmt: skip
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country.objects.order_by("name_en"))
    jurisdiction = forms.ModelChoiceField(label=_("Jurisdiction"), queryset=Jurisdiction.objects.order_by("name_en"))
    language = forms.ChoiceField(label=_("Language of the names"), choices=Language)
    key = forms.MultipleChoiceField(
        label=_("A row is known again by"), widget=forms.CheckboxSelectMultiple,
        help_text=_("A number that the source gives each person, where there is one; else the name with the date of birth."),
    )  # fmt: skip
    dates = forms.ChoiceField(
        label=_("05/06/2019 is"), required=False,
        choices=[("", _("not used: such a date is refused")), ("day_first", _("5 June")), ("month_first", _("6 May"))],
    )  # fmt: skip
    years_from = forms.ChoiceField(
        label=_("22 November 13 is"), required=False,
        choices=[
            ("", _("not used: such a date is refused")), ("1930", _("2013; 30 to 99 are 1930 to 1999")),
            ("1950", _("2013; 50 to 99 are 1950 to 1999")), ("2000", _("2013; every year is 2000 or later")),
        ],
    )  # fmt: skip
    serials = forms.BooleanField(label=_("41600 in a column of dates is 22 November 2013, as spreadsheets count days"), required=False)  # fmt: skip  # noqa: E501
    custody = forms.ChoiceField(label=_("Custody in this list is"), choices=CustodyKind, initial=CustodyKind.REMAND)
    charges = forms.ChoiceField(label=_("Charges are written as"), choices=[
        ("east_slavic", _("ч. 1 ст. 342")), ("english_prose", _("Article 342, part 1")), ("words", _("words, divided by commas")),
    ])  # fmt: skip
    code = forms.ModelChoiceField(label=_("Charges are of"), queryset=Code.objects.order_by("name_en"), required=False)
    penalty = forms.ChoiceField(
        label=_("A penalty in this list is"), choices=PenaltyKind, initial=PenaltyKind.IMPRISONMENT
    )

    def __init__(self, *args: Any, headers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert {choice for choice, _label in self.fields["charges"].choices} <= set(provisions.STYLES)  # type: ignore[attr-defined]
        self.headers = headers
        self.fields["key"].choices = [(header, header) for header in headers]  # type: ignore[attr-defined]
        choices = [(group, list(targets)) for group, targets in by_hand.TARGETS]
        for number, header in enumerate(headers):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=header, choices=[*choices[0][1], *choices[1:]], initial=by_hand.ASIDE
            )

    def column_fields(self) -> list[Any]:
        """The question for each column, in the order of the file."""
        return [self[f"column{number}"] for number in range(len(self.headers))]

    def general_fields(self) -> list[Any]:
        """The questions for the whole list."""
        return [self[name] for name in self.base_fields]

    def clean(self) -> dict[str, Any]:
        """What only the whole form can break."""
        cleaned = super().clean() or {}
        targets = [cleaned.get(f"column{number}") for number in range(len(self.headers))]
        if "name.text" not in targets:
            raise ValidationError(_("Say which column holds the name."))
        if "charge.charges" in targets and not cleaned.get("code"):
            raise ValidationError(_("Say of which code of law the charges are."))
        return cleaned

    def content(self) -> dict[str, Any]:
        """The tables of the mapping."""
        said = dict(self.cleaned_data)
        country = said["country"]
        said["country"] = f"{country.code} {country.name_en}"
        said["jurisdiction"] = said["jurisdiction"].name_en
        said["code"] = said["code"].name_en if said["code"] else ""
        return by_hand.content_of({header: said[f"column{number}"] for number, header in enumerate(self.headers)}, said)
