"""What goes out comes back: every stored column, into an empty installation and onto the same one."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.duplicates import merge_verbs
from cases.models import Case, Person, Record
from cases.review.models import Snapshot
from cases.spreadsheets.export.export import take_out_package
from cases.spreadsheets.package import take_in
from cases.spreadsheets.package.read_package import read_package
from cases.spreadsheets.package.tables import BY_NOUN, PRIVATE_KINDS, STAYS, TABLES, computed_columns
from tests import factories
from tests.cases.spreadsheets.package.whole_records import whole

pytestmark = pytest.mark.django_db


def records() -> list[type[Record]]:
    return [model for model in apps.get_app_config("cases").get_models() if issubclass(model, Record)]


def stored() -> dict[str, dict[str, Any]]:
    """Every column of every record that leaves, as it is stored; references by public id."""
    found: dict[str, dict[str, Any]] = {}
    for table in TABLES:
        if table.with_files:
            continue
        names = [
            f.name
            for f in table.model._meta.concrete_fields
            if f.name not in STAYS and f"{table.noun}.{f.name}" not in STAYS
        ]
        for record in table.model._base_manager.all():
            values = {name: getattr(record, name) for name in names} | {
                "names_folded": getattr(record, "names_folded", "")
            }
            found[record.path] = {
                name: value.public_id if isinstance(value, Record) else value for name, value in values.items()
            }
    return found


def empty() -> None:
    """An installation in which nothing was entered."""
    for table in reversed(TABLES):
        for name in ("adjourned_to", "replaces", "predecessor"):
            if name in table.fields:
                models.QuerySet(table.model).update(**{name: None})
        if table.noun == "personname":
            apps.get_model("cases", "namekey")._base_manager.all().delete()
        models.QuerySet(table.model).delete()


def out(by: User, **given: Any) -> bytes:
    made = take_out_package(by=by, filtered_by="", **{"sensitive": True, **given})
    with made.file:
        return made.file.read()


def back(content: bytes, by: User, *, update: bool = False) -> take_in.Plan:
    package = read_package(io.BytesIO(content))
    shown = take_in.preview(package, by=by, update=update)
    assert not shown.faults, shown.faults
    return take_in.take_in(package, by=by, digest=shown.digest, update=update)


def edited(content: bytes, name: str, change: Any) -> bytes:
    """The package with one of its files changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.namelist():
            told = old.read(member)
            new.writestr(member, change(told) if member == name else told)
    return made.getvalue()


def test_every_stored_column_is_in_a_table_or_stays_for_a_reason() -> None:
    for model in records():
        noun = model.noun()
        if noun in PRIVATE_KINDS:
            assert noun not in BY_NOUN
            continue
        told = {"public_id", *BY_NOUN[noun].fields, *computed_columns(model)}
        stays = {name for name in STAYS if "." not in name} | {
            name.partition(".")[2] for name in STAYS if name.startswith(f"{noun}.")
        }
        columns = {f.name for f in model._meta.concrete_fields}
        assert columns <= told | stays, columns - told - stays
        assert not told & stays and told <= columns, (told & stays, told - columns)
    assert all(len(reason) > 10 for reason in [*STAYS.values(), *PRIVATE_KINDS.values()])


def test_whole_records_fill_every_column(editor: User) -> None:
    """So that the tests below compare every column, and not blanks with blanks."""
    whole(editor)
    for table in TABLES:
        rows = list(table.model._base_manager.all())
        for name in table.fields:
            if not table.with_files and not table.is_reference and name != "restricted":
                assert any(getattr(row, name) not in (None, "") for row in rows), (table.name, name)


def test_package_comes_back_into_an_empty_installation(editor: User) -> None:
    whole(editor)
    before = stored()
    content = out(editor)
    empty()
    assert stored() == {}
    plan = back(content, editor)
    assert stored() == before
    assert not plan.differences
    assert Person.objects.get().created_by == editor
    assert not Snapshot.objects.exists()


def test_package_comes_back_where_it_left_and_changes_nothing(editor: User) -> None:
    whole(editor)
    before, entries = stored(), Entry.objects.count()
    versions = {row.path: row.version for model in (Person, Case) for row in model.objects.all()}
    plan = back(out(editor), editor)
    assert (plan.new, plan.differences, plan.changed) == ({}, [], {})
    assert stored() == before
    assert {row.path: row.version for model in (Person, Case) for row in model.objects.all()} == versions
    assert Entry.objects.count() == entries + 2  # that it went out, and that it came back


def test_second_time_finds_the_records_of_the_first(editor: User) -> None:
    whole(editor)
    content = out(editor)
    empty()
    back(content, editor)
    before = stored()
    assert back(content, editor).new == {}
    assert stored() == before


def test_several_persons_with_rows_among_each_other_come_back(editor: User) -> None:
    for _time in range(3):
        _person, case = whole(editor)
    person = Person.objects.first()
    assert person is not None
    factories.penalty(
        factories.sentence(factories.defendant(case=case, person=person, by=editor), by=editor), by=editor
    )
    before = stored()
    content = out(editor)
    empty()
    back(content, editor)
    assert stored() == before


def test_restricted_record_stays_restricted_to_whoever_takes_it_in(editor: User, reviewer: User) -> None:
    person, _case = whole(editor)
    person.refresh_from_db()
    person.restrict(readers=[reviewer], reason="Invented.", by=editor)
    before = stored()
    content = out(editor)
    assert "restricted among them: 1" in Entry.objects.filter(action="exported").latest("sequence").note
    empty()
    back(content, editor)
    assert stored() == before
    assert list(Person.objects.get().readers.all()) == [editor]


def test_restricted_record_of_others_is_neither_taken_out_nor_overwritten(editor: User, reviewer: User) -> None:
    person, _case = whole(editor)
    content = out(editor)
    person = Person.objects.get()
    person.restrict(
        readers=[reviewer, factories.user(permissions=["cases.view_person"])], reason="Invented.", by=reviewer
    )
    person = Person.objects.get()
    person.set_readers([reader for reader in person.readers.all() if reader != editor], by=reviewer)
    assert person.public_id.encode() not in b"".join(_members(out(editor)).values())
    shown = take_in.preview(read_package(io.BytesIO(content)), by=editor, update=True)
    assert {fault.table.name for fault in shown.faults} >= {"persons", "names", "custody", "defendants"}
    assert not shown.differences and not shown.changed


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_chosen_persons_take_their_cases_and_no_other_person_along(editor: User) -> None:
    person, case = whole(editor)
    other = factories.person("Хтосьці Іншы")
    elsewhere = factories.defendant(case=case, person=other)
    factories.sentence(elsewhere, internal_notes="of the other")
    factories.citation(case, about=f"defendant/{elsewhere.public_id}/stage", quote="about the other")
    text = b"".join(_members(out(editor, persons=[person.pk])).values())
    assert case.public_id.encode() in text
    for word in (other.public_id, elsewhere.public_id, "Іншы", "of the other", "about the other"):
        assert word.encode() not in text, word
    assert other.public_id.encode() in b"".join(_members(out(editor, cases=[case.pk])).values())


def test_sensitive_columns_leave_by_their_permission_and_if_asked_for(editor: User) -> None:
    whole(editor)
    names = {"contacts", "health", "relatives", "given_by"}
    without = _members(out(editor, sensitive=False))
    assert not names & set(without["persons.csv"].decode().splitlines()[0].split(","))
    assert b"the mother" not in without["consents.csv"]
    publisher = factories.user(permissions=["cases.export_records", *(f"cases.view_{table.noun}" for table in TABLES)])
    with pytest.raises(Refused):
        out(publisher)
    assert out(publisher, sensitive=False)


def test_without_a_column_the_value_here_stays(editor: User) -> None:
    whole(editor)
    before = stored()
    plan = back(out(editor, sensitive=False), editor, update=True)
    assert (plan.differences, stored()) == ([], before)


def test_other_values_are_told_and_taken_only_if_asked_for(editor: User) -> None:
    person, _case = whole(editor)
    content = edited(out(editor), "persons.csv", lambda told: told.replace(b"about 1980", b"1981"))
    plan = back(content, editor)
    assert [(each.column, each.here, each.package) for each in plan.differences] == [("born", "about 1980", "1981")]
    assert plan.package.changed == ["persons.csv"]
    person = Person.objects.get()
    assert person.born == "about 1980"
    back(content, editor, update=True)
    person = Person.objects.get()
    assert (person.born, person.born_edtf, person.updated_by) == ("1981", "1981", editor)


def test_reference_data_under_another_id_is_found_by_what_it_is(editor: User) -> None:
    whole(editor)
    content = out(editor)
    empty()
    country = factories.country()
    plan = back(content, editor)
    assert plan.same["country"] == 1
    assert {row.country for row in apps.get_model("cases", "court").objects.all()} == {country}


def test_person_who_was_merged_meanwhile_is_found_in_the_other(editor: User) -> None:
    person, _case = whole(editor)
    content = out(editor)
    survivor = factories.person("=Іван “Выдуманы”", by=editor)
    person = Person.objects.get(pk=person.pk)
    merge_verbs.request_merge(
        kept=survivor,
        gone=person,
        by=editor,
        seen=(survivor.version, person.version),
        choices={},
    )
    before = stored()
    plan = back(content, editor)
    assert plan.new == {}
    assert stored() == before


BAD = {
    "no zip": lambda _content: b"nothing",
    "no descriptor": lambda content: edited_names(content, lambda name: name.replace("datapackage", "package")),
    "unknown file": lambda content: edited_names(content, lambda name: name.replace("persons", "people")),
    "a path": lambda content: edited_names(content, lambda name: name.replace("persons", "../persons")),
    "unknown column": lambda content: edited(content, "persons.csv", lambda told: told.replace(b"gender", b"sex")),
    "private column": lambda content: edited(content, "persons.csv", lambda told: told.replace(b"gender", b"merged_into")),
    "short row": lambda content: edited(content, "countries.csv", lambda told: told + b"abc\r\n"),
    "two of an id": lambda content: edited(content, "countries.csv", lambda told: told + told.splitlines(keepends=True)[1]),
    "no UTF-8": lambda content: edited(content, "countries.csv", lambda told: told + b"\xff"),
    "NUL": lambda content: edited(content, "countries.csv", lambda told: told + b"\0"),
    "newer form": lambda content: edited(content, "datapackage.json", lambda told: told.replace(b'"form": 1', b'"form": 2')),
    "descriptor": lambda content: edited(content, "datapackage.json", lambda _told: b"[]"),
    "deep descriptor": lambda content: edited(content, "datapackage.json", lambda _told: b"[" * 100_000),
    "cut off": lambda content: content[: len(content) // 2],
}  # fmt: skip


def edited_names(content: bytes, change: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, told in _members(content).items():
            new.writestr(change(name), told)
    return made.getvalue()


@pytest.mark.parametrize("fault", sorted(BAD))
def test_what_is_no_package_is_refused_in_a_sentence(editor: User, fault: str) -> None:
    whole(editor)
    content = BAD[fault](out(editor))
    before = stored()
    with pytest.raises(Refused) as refused:
        back(content, editor)
    assert refused.value.sentence.endswith(".")
    assert stored() == before


WRONG_ROWS = {
    "date": ("persons.csv", b"about 1980", b"nonsense"),
    "choice": ("persons.csv", b",male,", b",unknown,"),
    "number": ("penalties.csv", b",3,6,1,", b",x,6,1,"),
    "negative": ("penalties.csv", b",3,6,1,", b",-3,6,1,"),
    "huge": ("penalties.csv", b",3,6,1,", b",99999999999999999999,6,1,"),
    "amount": ("penalties.csv", b"1234.50", b"NaN"),
    "time": ("hearings.csv", b"10:30:00", b"25:00"),
    "boolean": ("defendants.csv", b",true,", b",maybe,"),
    "link": ("recognitions.csv", b"https://example.org/s", b"javascript:1"),
    "reference": ("custody.csv", None, None),
}  # fmt: skip


@pytest.mark.parametrize("fault", sorted(WRONG_ROWS))
def test_row_with_a_wrong_value_is_refused_with_its_line(editor: User, fault: str) -> None:
    person, _case = whole(editor)
    name, old, new = WRONG_ROWS[fault]
    old, new = (old, new) if old is not None else (person.public_id.encode(), b"2" * 12)
    content = edited(out(editor), name, lambda told: told.replace(old, new))
    empty()
    package = read_package(io.BytesIO(content))
    shown = take_in.preview(package, by=editor)
    assert shown.faults and shown.faults[0].table.file == name and shown.faults[0].line >= 2
    with pytest.raises(Refused, match=re.escape(name)):
        take_in.take_in(package, by=editor, digest=shown.digest)
    assert stored() == {}


def test_only_who_may_import_takes_in_and_only_what_was_shown(editor: User, auditor: User) -> None:
    whole(editor)
    content = out(editor)
    package = read_package(io.BytesIO(content))
    with pytest.raises(Refused):
        take_in.preview(package, by=auditor)
    shown = take_in.preview(package, by=editor, update=True)
    person = Person.objects.get()
    person.born = "1999"
    person.save(by=editor)
    with pytest.raises(Refused, match="changed since"):
        take_in.take_in(package, by=editor, digest=shown.digest, update=True)
    assert Person.objects.get().born == "1999"


def test_descriptor_says_what_the_tables_are(editor: User) -> None:
    """Against the rules of Frictionless Data Package and Table Schema, read by hand."""
    whole(editor)
    members = _members(out(editor))
    told = json.loads(members["datapackage.json"])
    name = re.compile(r"^([-a-z0-9._/])+$")
    assert told["profile"] == "tabular-data-package" and name.match(told["name"])
    resources = {resource["name"]: resource for resource in told["resources"]}
    assert len(resources) == len(told["resources"]) >= 30
    assert {resource["path"] for resource in resources.values()} == set(members) - {"datapackage.json"}
    rows = {}
    for resource in resources.values():
        assert name.match(resource["name"]) and resource["encoding"] == "utf-8" and resource["title"]
        content = members[resource["path"]]
        assert resource["bytes"] == len(content) and resource["hash"].startswith("sha256:")
        header, *lines = csv.reader(io.StringIO(content.decode(), newline=""))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        rows[resource["name"]] = [dict(zip(header, line, strict=True)) for line in lines]
        assert lines, resource["name"]
    for resource in resources.values():
        _check_schema(resource, resources, rows)


TYPES = {
    "string": str, "boolean": {"true": True, "false": False}.__getitem__, "integer": int, "number": float,
    "time": re.compile(r"^\d\d:\d\d:\d\d$").match,
}  # fmt: skip


def _check_schema(resource: dict[str, Any], resources: dict[str, Any], rows: dict[str, list[dict[str, str]]]) -> None:
    schema = resource["schema"]
    assert schema["primaryKey"] == ["id"] and schema["missingValues"] == [""]
    mine = rows[resource["name"]]
    assert len({row["id"] for row in mine}) == len(mine)
    for field in schema["fields"]:
        assert set(field) <= {"name", "type", "title", "description", "constraints"} and field["title"]
        limits = field.get("constraints", {})
        assert set(limits) <= {"required", "unique", "pattern", "enum", "maxLength"}
        for row in mine:
            value = row[field["name"]]
            if value == "":
                assert not limits.get("required"), (resource["name"], field["name"])
                continue
            assert TYPES[field["type"]](value) is not None
            assert "pattern" not in limits or re.match(limits["pattern"], value)
            assert "enum" not in limits or value in limits["enum"]
            assert "maxLength" not in limits or len(value) <= limits["maxLength"]
    for key in schema.get("foreignKeys", ()):
        (column,), reference = key["fields"], key["reference"]
        assert reference["fields"] == ["id"]
        target = rows[reference["resource"] or resource["name"]]
        assert {row[column] for row in mine} <= {"", *(row["id"] for row in target)}, (resource["name"], column)
    pointing = {column for key in schema.get("foreignKeys", ()) for column in key["fields"]}
    assert pointing == {
        field["name"]
        for field in schema["fields"]
        if field["name"] != "id" and "pattern" in field.get("constraints", {})
    }


def test_counts_of_each_table_add_up_to_its_rows(editor: User) -> None:
    whole(editor)
    content = edited(out(editor), "persons.csv", lambda told: told.replace(b"about 1980", b"1981"))
    content = edited(content, "penalties.csv", lambda told: told.replace(b",3,6,1,", b",x,6,1,"))
    for update in (False, True):
        plan = take_in.preview(read_package(io.BytesIO(content)), by=editor, update=update)
        for each in plan.counts():
            assert each.rows == each.new + each.same + each.changed + each.kept + each.refused, each
        assert {each.table.name: (each.changed, each.kept) for each in plan.counts()}["persons"] == (update, not update)


def test_commands_take_a_package_out_and_in(editor: User, tmp_path: Any) -> None:
    whole(editor)
    before, file = stored(), tmp_path / "package.zip"
    call_command("export_package", str(file), "--as", "editor", "--sensitive", stdout=io.StringIO())
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_package", str(file), "--as", "editor", stdout=io.StringIO())
    empty()
    told = io.StringIO()
    call_command("import_package", str(file), "--as", "editor", "--dry-run", stdout=told)
    assert "persons: 1 rows = 1 new" in told.getvalue() and stored() == {}
    call_command("import_package", str(file), "--as", "editor", stdout=told)
    assert stored() == before
    file.write_bytes(b"nothing")
    with pytest.raises(CommandError, match="not a data package"):
        call_command("import_package", str(file), "--as", "editor", stdout=told)
