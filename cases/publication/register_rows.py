"""Convert approved values to rows of the register: which model and which columns."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connections, models

from cases.domain import names
from cases.public_site import models as register
from cases.public_site.models.edition_tables import Row
from cases.publication.approved_content import Approval
from cases.publication.display_names import name_keys, named, order_keys
from cases.publication.fill_tables import Columns, columns_of, fill
from cases.review.models import Picture
from cases.review.policy import POLICY, How, Public, public_fields
from cases.review.references import key_of, references_in

ROWS: dict[str, type[Row]] = {
    "person": register.PublishedPerson,
    "personname": register.PublishedName,
    "personcitizenship": register.PublishedCitizenship,
    "personoccupation": register.PublishedOccupation,
    "personsummary": register.PublishedPersonSummary,
    "photo": register.PublishedPhoto,
    "recognition": register.PublishedRecognition,
    "custody": register.PublishedCustody,
    "violation": register.PublishedViolation,
    "case": register.PublishedCase,
    "casesummary": register.PublishedCaseSummary,
    "defendant": register.PublishedDefendant,
    "charge": register.PublishedCharge,
    "hearing": register.PublishedHearing,
    "hearingdefendant": register.PublishedHearingDefendant,
    "hearingofficial": register.PublishedHearingOfficial,
    "sentence": register.PublishedSentence,
    "penalty": register.PublishedPenalty,
    "citation": register.PublishedCitation,
}
REGISTER = "register"
NESTED = frozenset({"country", "region", "law", "publisher"})  # columns of a reference value that refer to another one


def references_of(approval: Approval) -> dict[str, Mapping[str, Any]]:
    """The reference values used by one approval, by key; persons and cases share them."""
    return {key_of(r): r for row in approval.rows for value in row["values"].values() for r in references_in(value)}


def rows_of(approval: Approval) -> Iterator[tuple[type[models.Model], Columns]]:
    """All other register rows of one approval, with their models."""
    yield (
        register.Published,
        {
            "id": approval.ref,
            "noun": approval.noun,
            "digest": approval.digest,
            "first_on": approval.first_on,
            "changed_on": approval.changed_on,
        },
    )
    yield register.PublishedListOrder, {"owner": approval.ref, **order_keys(approval.noun, approval.rows)}
    if not any(row["path"] == f"{approval.noun}/{approval.ref}" for row in approval.rows):
        yield _named(ROWS[approval.noun], {"id": approval.ref, "owner": approval.ref}, approval)
    for row in approval.rows:
        yield _named(ROWS[row["path"].partition("/")[0]], _columns(row, approval.ref), approval)
    yield from ((register.PublishedRetired, {"id": ref, "owner": approval.ref}) for ref in approval.retired)


def _columns(row: Mapping[str, Any], owner: str) -> Columns:
    """The columns of the register row for one approved row."""
    noun, _slash, public_id = row["path"].partition("/")
    columns: dict[str, Any] = {"id": public_id, "owner": owner}
    parent, _slash, parent_id = row["parent"].partition("/")
    if f"{parent}_id" in columns_of(ROWS[noun]):
        columns[f"{parent}_id"] = parent_id
    hows = public_fields(noun)
    for field, value in row["values"].items():
        columns |= _filled(field, value, hows[field])
    return columns


def _filled(field: str, value: Any, how: How) -> dict[str, Any]:
    """The columns filled by one frozen value."""
    if how in (How.DATE, How.YEAR):
        return _date_columns(field, value)
    if how is How.REFERENCE:
        return {f"{field}_id": key_of(value)}
    if how in (How.LINK, How.ROW):
        return {f"{field}_id": value.partition("/")[2]}
    if how is How.PICTURE:
        picture = Picture.objects.get(sha256=value["sha256"])
        return {**value, "content": bytes(picture.content)}
    return {field: value}


def _reference_columns(key: str, frozen: Mapping[str, Any]) -> Columns:
    """The columns of one frozen reference value."""
    columns: dict[str, Any] = {"key": key}
    for name, value in frozen.items():
        if name in NESTED:
            columns[f"{name}_id"] = key_of(value)
        elif name == "date":
            columns |= _date_columns(name, value)
        else:
            columns[name] = value
    return columns


def _date_columns(field: str, value: Mapping[str, str]) -> dict[str, Any]:
    return {f"{field}_edtf": value["edtf"], f"{field}_lower": value.get("lower"), f"{field}_upper": value.get("upper")}


def _named(model: type[models.Model], columns: Columns, approval: Approval) -> tuple[type[models.Model], Columns]:
    """Add display names and sort key to a person's row."""
    return model, {**columns, **named(approval.rows)} if model is register.PublishedPerson else columns


def insert(approvals: Iterable[Approval]) -> None:
    """Insert the public content of these approvals, model by model."""
    approvals = list(approvals)
    # A retired id that now redirects elsewhere may still be stored with its former owner, if that one is updated later.
    moved = [ref for approval in approvals for ref in approval.retired]
    if moved:
        register.PublishedRetired._base_manager.filter(pk__in=moved)._raw_delete(REGISTER)
    _insert_references(approvals)
    _insert_name_keys([approval for approval in approvals if approval.noun == "person"])
    by_model: dict[type[models.Model], list[Columns]] = {}
    for approval in approvals:
        for model, columns in rows_of(approval):
            by_model.setdefault(model, []).append(columns)
    for model in sorted(by_model, key=lambda model: model._meta.db_table):
        fill(model, by_model[model])


def _insert_references(approvals: Iterable[Approval]) -> None:
    used = {approval.ref: references_of(approval) for approval in approvals}
    frozen_values = {key: frozen for references in used.values() for key, frozen in references.items()}
    rows = (_reference_columns(key, frozen_values[key]) for key in sorted(frozen_values))
    fill(register.Reference, rows, unless_there=True)
    _fill(register.Use, ("owner", "reference_id"), [(ref, key) for ref in used for key in sorted(used[ref])])


def _insert_name_keys(approvals: Iterable[Approval]) -> None:
    """Insert search keys of names: the keys of each name of a person, and for each key its deletions."""
    owner_keys = [(approval.ref, key) for approval in approvals for key in name_keys(approval.rows)]
    keys = sorted({key for _ref, key in owner_keys})
    _fill(register.PublishedNameKey, ("owner", "key"), owner_keys)
    _fill(
        register.PublishedNameNear, ("cut", "key"), [(cut, key) for key in keys for cut in sorted(names.deletions(key))]
    )


def _fill(model: type[models.Model], columns: tuple[str, str], rows: list[tuple[str, str]]) -> None:
    """Insert rows of two columns unless they exist. Not through the model: a person has a hundred of them."""
    table, column_list = model._meta.db_table, ", ".join(columns)
    with connections[REGISTER].cursor() as cursor:
        cursor.executemany(f"INSERT OR IGNORE INTO {table} ({column_list}) VALUES (%s, %s)", rows)  # noqa: S608


def remove(owner: str) -> None:
    """Delete everything of one person or case, and what is then unused: reference values, and deletions of name keys. As raw
    SQL: a publication runs three dozen of these statements."""
    owned: list[Any] = [
        register.Use,
        *ROWS.values(),
        register.PublishedRetired,
        register.PublishedNameKey,
        register.PublishedListOrder,
    ]
    with connections[REGISTER].cursor() as cursor:
        cursor.execute("SELECT reference_id FROM register_use WHERE owner = %s", [owner])
        references = cursor.fetchall()
        cursor.execute("SELECT key FROM register_publishednamekey WHERE owner = %s", [owner])
        keys = cursor.fetchall()
        for model, column in [*((table, "owner") for table in owned), (register.Published, "id")]:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE "{column}" = %s', [owner])  # noqa: S608
        cursor.executemany(
            "DELETE FROM register_reference WHERE key = %s "
            "AND NOT EXISTS (SELECT 1 FROM register_use WHERE reference_id = register_reference.key)",
            references,
        )
        cursor.executemany(
            "DELETE FROM register_publishednamenear WHERE key = %s "
            "AND NOT EXISTS (SELECT 1 FROM register_publishednamekey k WHERE k.key = register_publishednamenear.key)",
            keys,
        )


def insert_rules() -> None:
    """Insert the policy if it is missing, for the page that explains what is ever published and how."""
    if register.PublishedRule.objects.exists():
        return
    register.PublishedRule.objects.bulk_create(
        register.PublishedRule(
            noun=noun,
            field=field,
            position=position,
            how=rule.how.name.lower() if isinstance(rule, Public) else "",
            why="" if isinstance(rule, Public) else rule.why,
        )
        for noun, rules in POLICY.items()
        for position, (field, rule) in enumerate(rules.items())
    )
