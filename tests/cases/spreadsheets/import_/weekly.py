"""An invented weekly list that fills every kind of record, and the records as plain data that can be compared."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.domain.dates import parse
from cases.models import Citation, Defendant, ImportBatch, Person
from cases.spreadsheets.import_.apply_import import Preview, carry_out, preview
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.mapping.schema import Mapping
from cases.spreadsheets.reading import read_table
from tests.cases.spreadsheets.import_ import lists

WHOLE = """
title = "Invented weekly list"
organisations = ["Invented Committee", "Other Committee"]
occupations = ["teacher", "nurse"]
[source]
title = "Invented weekly list of partners"
[place]
country = "BY Belarus"
jurisdiction = "Belarus"
[rows]
key = ["id"]
[people]
column = "people"
separator = ";"
[[name]]
text = "person.name"
language = { value = "en" }
[[name]]
when = [{ column = "alias", filled = true }]
text = "alias"
kind = { value = "alias" }
language = { value = "en" }
[person]
gender = { column = "gender", table = "genders" }
born = { column = "born", dates = "day_first" }
notes = ["note"]
[occupation]
when = [{ column = "work", filled = true }]
occupation = "work"
[recognition]
when = [{ column = "recognised", filled = true }]
organisation = "recognised"
status = { value = "political_prisoner" }
from_date = { column = "recognised_on", dates = "day_first" }
[[custody]]
when = [{ column = "arrested", filled = true }]
kind = { value = "remand" }
from_date = { column = "arrested", dates = "day_first" }
until = { column = "remand_until", dates = "day_first" }
[[custody]]
when = [{ column = "serving", filled = true }]
kind = { value = "serving" }
from_date = { column = "serving", dates = "day_first" }
facility = "prison"
[[violation]]
when = [{ column = "beaten", filled = true }]
kind = { value = "ill_treatment" }
on_date = { column = "beaten", dates = "day_first" }
[case]
when = [{ columns = ["charges", "sentenced", "penalty"], filled = true }]
title = { template = "Case of row {id}" }
number = "number"
kind = { value = "criminal" }
[defendant]
stage = { value = "verdict", when = [{ column = "sentenced", filled = true }], otherwise = "charged" }
[[charge]]
when = [{ column = "charges", filled = true }]
style = "words"
charges = "charges"
status = { value = "charged" }
[sentence]
when = [{ columns = ["sentenced", "penalty"], filled = true }]
instance = { value = "first" }
decided = { column = "sentenced", dates = "day_first" }
[[penalty]]
when = [{ column = "penalty", filled = true }]
kind = { column = "penalty", table = "penalties" }
length = "length"
[[penalty]]
when = [{ column = "fine", filled = true }]
kind = { value = "fine" }
[[code]]
name = "Invented Code"
[tables.genders]
m = "male"
f = "female"
[tables.penalties]
prison = "imprisonment"
life = "life"
home = "restriction_home"
[[facility]]
name = "Invented prison"
kind = "colony"
spellings = ["IP 1"]
[[facility]]
name = "Invented colony"
kind = "colony"
spellings = ["IC 2"]
"""
COLUMNS = (
    "id", "people", "alias", "gender", "born", "note", "work", "recognised", "recognised_on", "arrested", "remand_until", "serving",
    "prison", "beaten", "charges", "number", "sentenced", "penalty", "length", "fine",
)  # fmt: skip


def weekly(toml: str = WHOLE) -> Mapping:
    """The mapping of the list."""
    return parse_mapping.read(tomllib.loads(toml), "weekly")


def row(**cells: str) -> dict[str, str]:
    """A row of the weekly list: empty but for what is given."""
    return {**dict.fromkeys(COLUMNS, ""), "id": "1", "people": "Ann Invented", **cells}


def edition(*rows: dict[str, str]) -> bytes:
    """A file with these rows."""
    return lists.written(list(COLUMNS), list(rows))


def look_at(mapping: Mapping, content: bytes, by: User, **more: Any) -> Preview:
    """The preview of an edition."""
    return preview(mapping, read_table(content, "list.csv"), by, file_name="list.csv", **more)


def bring(mapping: Mapping, content: bytes, by: User, **more: Any) -> tuple[Preview, ImportBatch]:
    """Preview an edition and carry it out."""
    shown = look_at(mapping, content, by, **more)
    return shown, carry_out(shown, by, shown.table.sha256, accept_fall=True)


def alone(mapping: Mapping, content: bytes, by: User) -> list[Any]:
    """The records that an edition makes in a database that knows nothing; nothing of them stays."""
    with transaction.atomic():
        _shown, batch = bring(mapping, content, by)
        found = records(batch)
        transaction.set_rollback(True)
    return found


def records(batch: ImportBatch | None = None) -> list[Any]:
    """Every person (of one list) with everything below them, without keys and ids."""
    persons = Person.objects.all()
    if batch is not None:
        persons = persons.filter(pk__in=batch.rows.filter(number__gt=0).values("person"))
    return sorted((_person(person) for person in persons), key=json.dumps)


def _values(record: Any, *names: str) -> list[str]:
    """The values as text; of a date what it means, for the form in which a list writes it may be that of an earlier edition."""
    values = [getattr(record, f"{name}_edtf", "") or getattr(record, name) for name in names]
    return ["" if value is None else str(value) for value in values]


def _quote(citation: Citation) -> str:
    try:
        return parse(citation.quote).edtf or citation.quote
    except ValueError:
        return citation.quote


def _lines(text: str) -> list[str]:
    return sorted(text.split("\n"))


def _person(person: Person) -> Any:
    return [
        _values(person, "gender", "born", "died"), _lines(person.internal_notes),
        sorted(_values(name, "text", "kind", "language", "given", "family") for name in person.names.all()),
        sorted(_values(each, "occupation") for each in person.occupations.all()),
        sorted(_values(each, "organisation", "status", "from_date", "until") for each in person.recognitions.all()),
        sorted(_values(each, "kind", "facility", "from_date", "until", "end") for each in person.custody.all()),
        sorted(_values(each, "kind", "on_date") for each in person.violations.all()),
        sorted((_defendant(each) for each in person.prosecutions.all()), key=json.dumps), _citations(person),
    ]  # fmt: skip


def _defendant(defendant: Defendant) -> Any:
    return [
        _values(defendant.case, "title", "number", "kind", "jurisdiction"), _values(defendant, "stage", "stage_date"),
        _lines(defendant.internal_notes),
        sorted(_values(each, "provision", "status", "offence_stage") for each in defendant.charges.all()),
        sorted(
            [
                _values(each, "instance", "decided"), _lines(each.internal_notes),
                sorted(_values(penalty, "kind", "years", "months", "days", "regime") for penalty in each.penalties.all()),
            ]
            for each in defendant.sentences.all()
        ),
    ]  # fmt: skip


def _citations(root: Any) -> list[list[str]]:
    """What is cited of the values: the field, not the record, whose id is another in every database."""
    rows = Citation.objects.filter(**{root.noun(): root})
    return sorted([each.about.rpartition("/")[2], _quote(each), each.stance, each.says] for each in rows)
