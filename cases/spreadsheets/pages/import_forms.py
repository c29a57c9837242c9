"""The forms of taking in a list. They ask; whether something can be done is decided by the verbs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import CustodyKind, Language, PenaltyKind
from cases.models import Code, Country, Jurisdiction
from cases.models.distinct_choices import DistinctChoiceField
from cases.spreadsheets.import_ import charge_cells
from cases.spreadsheets.mapping import guess_columns, mapping_form, parse_mapping
from cases.spreadsheets.pages import column_defaults
from cases.spreadsheets.reading import Table
from cases.spreadsheets.reading.delimited import ENCODINGS

DELIMITERS = (("", _("guessed")), (",", _("comma ,")), (";", _("semicolon ;")), ("\\t", _("tab")), ("|", _("bar |")))


class ReadingForm(forms.Form):
    """How the file is written, where the guess is wrong."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False, choices=[("", _("guessed")), *zip(ENCODINGS, ENCODINGS, strict=True)])  # fmt: skip  # noqa: E501
    delimiter = forms.ChoiceField(label=_("Cells are divided by"), required=False, choices=DELIMITERS)
    sheet = forms.CharField(label=_("Sheet of a workbook"), required=False, max_length=100)
    fill_short_rows = forms.BooleanField(label=_("Rows may end early: take missing cells as empty"), required=False)

    header_row = forms.IntegerField(label=_("Headers are in row"), required=False, min_value=1, max_value=50_000)
    hidden = forms.BooleanField(label=_("Include hidden rows and columns"), required=False)

    def said(self) -> dict[str, Any]:
        """What was said, as the reading wants it; what was left open is not in it."""
        return {name: value for name, value in self.cleaned_data.items() if value and name in self.base_fields}


class UploadForm(ReadingForm):
    """The file, and if need be how it is written."""

    file = forms.FileField(
        label=_("List"), help_text=_("CSV, XLSX, ODS, JSON or JSON Lines, up to 50 MB. Kept encrypted, for you alone, for a day at most."),  # noqa: E501
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods,.json,.jsonl,.ndjson"}),
    )  # fmt: skip
    field_order = ("file",)

    def said(self) -> dict[str, Any]:
        """Without the file."""
        return {name: value for name, value in super().said().items() if name != "file"}


class ByHandForm(forms.Form):
    """What each column is, and what holds for the whole list. Everything that can be guessed is chosen beforehand."""

    title = forms.CharField(label=_("Name of the source"), max_length=200, help_text=_("As it will be cited: “Weekly list of partner P.”"))  # fmt: skip  # noqa: E501
    country = DistinctChoiceField(label=_("Country"), queryset=Country.objects.order_by("name_en"))
    jurisdiction = DistinctChoiceField(label=_("Jurisdiction"), queryset=Jurisdiction.objects.order_by("name_en"))
    code = DistinctChoiceField(label=_("Legal code"), queryset=Code.objects.order_by("name_en"), required=False)
    language = forms.ChoiceField(label=_("Language of the names"), choices=Language)
    name = forms.RegexField(
        label=_("Short name of the mapping"), regex=parse_mapping.NAME, max_length=60,
        help_text=_("Small letters, digits, underscores. The next list of this source is recognised by it."),
    )  # fmt: skip
    key = forms.MultipleChoiceField(
        label=_("Identify a row by (unique columns)"), widget=forms.CheckboxSelectMultiple,
        help_text=_("A number that the source gives each person, where there is one; else the name with the date of birth."),
    )  # fmt: skip
    people = forms.ChoiceField(
        label=_("Several people in one cell"), required=False,
        choices=[("", _("no: one person a row")), (";", _("divided by ;")), (",", _("divided by ,")), ("\n", _("each on a line"))],
    )  # fmt: skip
    one_row_is = forms.ChoiceField(
        label=_("One row is"), required=False,
        choices=[("person", _("one person: each person has one row")), ("event", _("one event: a person may have several rows"))],
    )  # fmt: skip
    wins = forms.ChoiceField(
        label=_("If rows of one person disagree, use"), required=False,
        choices=[("first", _("the first row")), ("last", _("the last row"))],
    )  # fmt: skip
    dates = forms.ChoiceField(
        label=_("Date order for 05/06/2019"), required=False,
        choices=[("", _("as each column shows; else kept as a note")), ("day_first", _("5 June")), ("month_first", _("6 May"))],
    )  # fmt: skip
    years_from = forms.ChoiceField(
        label=_("Two-digit years (22 November 13)"), required=False,
        choices=[
            ("", _("not used: such a date is kept as a note")), ("1930", _("2013; 30 to 99 are 1930 to 1999")),
            ("1950", _("2013; 50 to 99 are 1950 to 1999")), ("2000", _("2013; every year is 2000 or later")),
        ],
    )  # fmt: skip
    serials = forms.BooleanField(label=_("41600 in a column of dates is 22 November 2013, as spreadsheets count days"), required=False)  # fmt: skip  # noqa: E501
    custody = forms.ChoiceField(
        label=_("Custody type"),
        required=False,
        choices=[("", _("as the place of each row says")), *CustodyKind.choices],
    )
    charges = forms.ChoiceField(label=_("Charges are written as"), choices=[
        ("east_slavic", _("ч. 1 ст. 342")), ("english_prose", _("Article 342, part 1")), ("words", _("words, divided by commas")),
    ])  # fmt: skip
    penalty = forms.ChoiceField(
        label=_("A length without a penalty is"), required=False,
        choices=[("", _("imprisonment of people in a colony; else kept as a note")), *PenaltyKind.choices],
    )  # fmt: skip

    FIRST = ("title", "country", "jurisdiction", "code", "language")

    def __init__(self, *args: Any, table: Table, file_name: str, kept: dict[str, Any], **kwargs: Any) -> None:
        self.table, self.headers = table, table.headers
        self.guesses = guess_columns.guess(table.headers, table.rows)
        self.kept = kept
        super().__init__(*args, **kwargs)
        assert {choice for choice, _label in self.fields["charges"].choices} <= set(charge_cells.STYLES)  # type: ignore[attr-defined]
        self.fields["key"].choices = [(header, header) for header in self.headers]  # type: ignore[attr-defined]
        choices = [(group, list(targets)) for group, targets in mapping_form.TARGETS]
        for number, header in enumerate(self.headers):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=header, choices=[*choices[0][1], *choices[1:]], initial=self.guesses[number].target
            )
        self._propose(file_name)
        self.initial = {**self.initial, **{name: kept[name] for name in self.fields if name in kept}}
        self._ask_orders()

    def _propose(self, file_name: str) -> None:
        country = column_defaults.country_of_list(self.table, self.guesses)
        names = self._cells("name.text", [each.target for each in self.guesses])
        jurisdiction, code = column_defaults.jurisdiction_of(country), column_defaults.code_of_list(country)
        self.initial = {
            "title": column_defaults.title_of(self.table, file_name), "name": column_defaults.name_of(file_name),
            "country": country and country.pk, "jurisdiction": jurisdiction and jurisdiction.pk, "code": code and code.pk,
            "charges": "east_slavic", "language": column_defaults.language_of(names), "key": column_defaults.key_of(self.table, self.guesses),  # noqa: E501
            **self.initial,
        }  # fmt: skip

    def _ask_orders(self) -> None:
        """A question for each column of dates that does not show by itself whether day or month comes first."""
        self.orders: dict[str, str] = {}
        for number, target in enumerate(self.targets()):
            if target not in mapping_form.DATES:
                continue
            cells = [row[number] for row in self.table.rows if row[number]]
            order, decided = guess_columns.date_order(cells)
            if decided:
                self.orders[self.headers[number]] = order
                continue
            example = next(cell for cell in cells if guess_columns.needs_order(cell))
            self.fields[f"order{number}"] = forms.ChoiceField(
                label=f"{self.headers[number]}: {example}", required=False, initial=self.kept.get(f"order{number}", order),
                choices=[("day_first", _("day first")), ("month_first", _("month first")), ("", _("not known: keep it as a note"))],
            )  # fmt: skip

    def _cells(self, target: str, targets: list[str]) -> list[str]:
        place = targets.index(target) if target in targets else None
        return [] if place is None else [row[place] for row in self.table.rows if row[place]]

    def value(self, name: str) -> Any:
        """What is said of a field: posted, kept from before, or proposed."""
        return self[name].value() if name in self.fields else None

    def _record(self, name: str) -> Any:
        """The record that is said to be chosen in a field; None where there is none, or no longer."""
        try:
            return self.fields[name].to_python(self.value(name))
        except ValidationError:
            return None

    def targets(self) -> list[str]:
        """What each column is, in the order of the file."""
        return [str(self.value(f"column{number}") or mapping_form.ASIDE) for number in range(len(self.headers))]

    def column_fields(self) -> list[Any]:
        """The question for each column, in the order of the file."""
        return [self[f"column{number}"] for number in range(len(self.headers))]

    def first_fields(self) -> list[Any]:
        """The questions about the whole list that matter most."""
        return [self[name] for name in self.FIRST]

    def general_fields(self) -> list[Any]:
        """The other questions about the whole list."""
        return [self[name] for name in self.base_fields if name not in self.FIRST]

    def date_order_fields(self) -> list[Any]:
        """The questions about the order of day and month."""
        return [self[name] for name in self.fields if name.startswith("order") and name != "order"]

    def clean(self) -> dict[str, Any]:
        """What only the whole form can break."""
        cleaned = super().clean() or {}
        targets = [cleaned.get(f"column{number}") for number in range(len(self.headers))]
        if "name.text" not in targets:
            raise ValidationError(_("Say which column holds the name."))
        if "charge.charges" in targets and not cleaned.get("code"):
            raise ValidationError(_("Say of which code of law the charges are."))
        return cleaned

    def is_complete(self) -> bool:
        """Whether what is said or proposed so far makes a mapping."""
        if self.is_bound:
            return self.is_valid()
        wanted = ("title", "key")
        targets = self.targets()
        chosen = all(self._record(name) for name in ("country", "jurisdiction"))
        return chosen and all(self.value(name) for name in wanted) and "name.text" in targets and (
            "charge.charges" not in targets or self._record("code") is not None
        )  # fmt: skip

    def content(self) -> dict[str, Any]:
        """The tables of the mapping, of what is said or proposed so far."""
        said = {name: self.value(name) for name in self.base_fields}
        country, jurisdiction, code = (self._record(name) for name in ("country", "jurisdiction", "code"))
        targets = self.targets()
        said |= {
            "country": f"{country.code} {country.name_en}", "code": code.name_en if code else "",
            "jurisdiction": jurisdiction.name_en,
            "orders": {**self.orders, **{self.headers[int(each.name.removeprefix("order"))]: each.value() for each in self.date_order_fields()}},  # noqa: E501
            "order": column_defaults.order_of(self.headers[targets.index("name.text")]),
            "latin": {header: column_defaults.is_latin(self._cells(target, targets)) for header, target in zip(self.headers, targets, strict=True) if target == "name2.text"},  # noqa: E501
        }  # fmt: skip
        return mapping_form.content_of(dict(zip(self.headers, targets, strict=True)), said)
