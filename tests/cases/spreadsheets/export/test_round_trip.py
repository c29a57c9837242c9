"""A list of persons that is taken out and comes back as it is changes nothing, whatever the names and dates."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from accounts.models import User
from cases.domain.dates import parse_typed
from cases.domain.vocabulary import Gender, Language, NameKind
from cases.models import Person, PersonName, Record
from cases.models.record import logged_values
from cases.spreadsheets.export import export_files
from cases.spreadsheets.export.export_columns import SHEETS
from cases.spreadsheets.export.export_rows import rows_of
from cases.spreadsheets.import_.apply_import import carry_out, preview
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.reading import read_table
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = (
    "Віталь", "Мельнік", "Łarysa", "Ščyrakova", "Rəsul", "İlqar", "oğlu", "محمد", "عبد الفتاح", "အောင်ဆန်းစုကြည်", "黃之鋒",
    "O'Neil", "Кара-Мурза", "дʼАртаньян", "=1+1", "'=1", "+375", "-", "@SUM(A1)", "“N”", 'a"b', "a,b;c|d", "None", "NULL", "n/a",
    "-", "—", "?", "0012", "1E5", "TRUE", "no", "05/06/2019", "41600", "#REF!", "<b>", "e\u0301", "علی\u200cرضا", "İ", "ǅ", "ﬁ",
)  # fmt: skip
NAME = st.lists(
    st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf"]), max_size=12),
    min_size=1,
    max_size=4,
).map(" ".join)
DAY = st.dates(date(1900, 1, 1), date(2026, 12, 31))
SHAPES: Sequence[Any] = (
    "{0:%Y}", "{0:%Y-%m}", "{0:%Y-%m-%d}", "{0:%-d %B %Y}", "{0:%B %Y}", "about {0:%Y}", "before {0:%Y-%m-%d}", "after {0:%Y}",
    "between {0:%Y} and 2027", "{0:%Y}~", "{0:%Y-%m}?", "{0:%Y}-XX-XX", "{0:%Y/%m}/dd", "1980s", "1954-02-29", "spring {0:%Y}",
    "{0:%d.%m.%Y}", "",
)  # fmt: skip
PERSON = st.tuples(
    NAME, st.sampled_from(NameKind.values), st.sampled_from(Language.values), st.sampled_from(["", *Gender.values]),
    st.builds(str.format, st.sampled_from(SHAPES), DAY), st.builds(str.format, st.sampled_from(SHAPES), DAY),
)  # fmt: skip


def everything() -> dict[str, dict[str, str]]:
    rows: list[Record] = [*Person.objects.all(), *PersonName.objects.all()]
    return {row.path: logged_values(row) for row in rows}


def enter(text: str, kind: str, language: str, gender: str, born: str, died: str) -> None:
    """A person as an editor can enter them; what the records refuse is not entered at all."""
    if not text.strip():
        raise ValueError("The form strips spaces, and asks for a name.")
    for typed in (born, died):
        if typed:
            parse_typed(typed)
    with transaction.atomic():
        person = factories.person("", gender=gender, born=born, died=died)
        name = PersonName(person=person, text=text, kind=kind, language=language)
        name.full_clean(exclude=["person"])
        name.save(by=None)


def written(format: str, by: User) -> bytes:
    """The file as the page writes it, every column of it."""
    columns = SHEETS["person"].columns
    rows = rows_of(Person, list(Person.objects.values_list("pk", flat=True)), columns, user=by)
    headers = [column.name for column in columns]
    if format == "csv":
        return b"".join(export_files.csv_pieces(headers, rows))
    with export_files.xlsx_file(headers, rows, title="person") as book:
        return book.read()


@pytest.mark.parametrize(("format", "examples"), [("csv", 40), ("xlsx", 15)])
def test_any_persons_taken_out_and_back_are_unchanged(editor: User, format: str, examples: int) -> None:
    mapping = parse_mapping.load("casetracker")

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(PERSON, min_size=1, max_size=6))
    def come_back(people: list[tuple[str, ...]]) -> None:
        with transaction.atomic():
            entered = 0
            for each in people:
                try:
                    enter(*each)
                    entered += 1
                except (ValidationError, ValueError):
                    continue
            assume(entered)
            before, content = everything(), written(format, editor)
            table = read_table(content, f"person.{format}")
            shown = preview(mapping, table, editor)
            changed = [
                (row.name, row.outcome, row.reason, row.changes) for row in shown.rows if row.outcome != "unchanged"
            ]
            assert changed == []
            carry_out(shown, editor, table.sha256)
            assert everything() == before
            transaction.set_rollback(True)

    come_back()
