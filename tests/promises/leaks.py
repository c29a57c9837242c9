"""Deliberate faults, each of a kind that has leaked somewhere. The proof must turn red under every one of them.

A leak "when frozen" is there while a record is submitted and approved; one "when published" while the register is made.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Any
from unittest import mock

from django.apps import apps

from cases.domain import dates
from cases.models import Custody, Facility, NameKey, PersonName, Record
from cases.public_site import models as register
from cases.publication import approved_content, publish, register_rows
from cases.review import freeze
from cases.review.models import Snapshot, SnapshotQuerySet, Status
from cases.review.policy import AGGREGATES, AS_IS, POLICY, public_fields
from cases.review.source_flags import Care

Leak = Callable[[], Any]
WHEN_FROZEN: dict[str, Leak] = {}
WHEN_PUBLISHED: dict[str, Leak] = {}


def leak(place: dict[str, Leak]) -> Callable[[Callable[[], Iterator[None]]], None]:
    def note(function: Callable[[], Iterator[None]]) -> None:
        place[function.__name__] = contextmanager(function)

    return note


@leak(WHEN_FROZEN)
def text_of_a_date_as_given() -> Iterator[None]:
    true = freeze.frozen_date

    def frozen_date(text: str, *, year_only: bool) -> Any:
        frozen = true(text, year_only=year_only)
        return frozen and frozen | {"edtf": text}

    with mock.patch.object(freeze, "frozen_date", frozen_date):
        yield


@leak(WHEN_FROZEN)
def whole_birth_date() -> Iterator[None]:
    with mock.patch.object(dates, "year_only", lambda partial: partial):
        yield


@leak(WHEN_FROZEN)
def unverified_maximum() -> Iterator[None]:
    with mock.patch.dict(POLICY["provision"], max_months=AS_IS):
        yield


@leak(WHEN_FROZEN)
def internal_notes_in_the_public_text() -> Iterator[None]:
    true = freeze.frozen_row

    def frozen_row(record: Record, *left_out: Any) -> Any:
        row = true(record, *left_out)
        if row and "public_text" in row["values"]:
            row["values"]["public_text"] += record.internal_notes  # type: ignore[attr-defined]
        return row

    with mock.patch.object(freeze, "frozen_row", frozen_row):
        yield


@leak(WHEN_FROZEN)
def notes_in_reference_data() -> Iterator[None]:
    true = freeze.frozen_reference

    def frozen_reference(record: Record) -> Any:
        return true(record) | {"city": getattr(record, "internal_notes", "")}

    with mock.patch.object(freeze, "frozen_reference", frozen_reference):
        yield


@leak(WHEN_FROZEN)
def restricted_people_and_confidential_sources() -> Iterator[None]:
    def members(root: Any) -> Iterator[Record]:
        yield root
        for noun in AGGREGATES[root.noun()][1:]:
            model = apps.get_model("cases", noun)
            yield from model._base_manager.filter(**{freeze.lookup_of_root(model, root.noun()): root})

    # What stands behind it is taken away too: nobody who is restricted may be named in a submission, nor a marked source shown.
    with (
        mock.patch.object(freeze, "members", members),
        mock.patch.object(SnapshotQuerySet, "visible_to", lambda submissions, _user: submissions),
        mock.patch.object(SnapshotQuerySet, "naming_restricted", lambda submissions: submissions.none()),
        mock.patch.object(approved_content, "care_now", lambda _submissions: Care(frozenset(), frozenset())),
    ):
        yield


@leak(WHEN_PUBLISHED)
def withheld_list_ignored() -> Iterator[None]:
    true = approved_content.approved_rows
    with mock.patch.object(
        approved_content, "approved_rows", lambda content, _withheld, persons: true(content, set(), persons)
    ):
        yield


@leak(WHEN_PUBLISHED)
def link_to_a_person_who_is_private() -> Iterator[None]:
    def everybody(snapshots: Iterable[Snapshot]) -> set[str]:
        return {mention.ref for snapshot in snapshots for mention in snapshot.mentions.filter(noun="person")}

    with mock.patch.object(approved_content, "_public_persons", everybody):
        yield


@leak(WHEN_PUBLISHED)
def citation_of_a_withheld_value() -> Iterator[None]:
    with mock.patch.object(approved_content, "_is_about_public", lambda _row, _known: True):
        yield


@leak(WHEN_PUBLISHED)
def first_day_from_the_submission() -> Iterator[None]:
    def first_days(noun: str, keys: list[int]) -> dict[int, Any]:
        found = Snapshot.objects.filter(**{f"{noun}__in": keys}).order_by("-pk").values_list(noun, "submitted_at")
        return {key: at.date() for key, at in found}

    with mock.patch.object(approved_content, "_first_days", first_days):
        yield


@leak(WHEN_PUBLISHED)
def live_values_behind_a_flag() -> Iterator[None]:
    true = approved_content.approved_rows

    def approved_rows(content: Any, withheld: set[str], persons: set[str]) -> Any:
        noun, _slash, ref = content["root"].partition("/")
        root: Any = apps.get_model("cases", noun).objects.get(public_id=ref)
        live = freeze.freeze(root).content
        live["rows"] = [
            row for row in live["rows"] if not row["path"].startswith("photo/")
        ]  # kept by their submissions
        return true(live, withheld, persons)

    with mock.patch.object(approved_content, "approved_rows", approved_rows):
        yield


def _changed(change: Callable[[approved_content.Approval], approved_content.Approval]) -> Any:
    """A publication in which every approval is changed on its way."""
    true = publish.approvals_of

    def approvals_of(noun: str, refs: Iterable[str]) -> dict[str, approved_content.Approval]:
        return {ref: change(approval) for ref, approval in true(noun, refs).items()}

    return mock.patch.object(publish, "approvals_of", approvals_of)


@leak(WHEN_PUBLISHED)
def rows_in_the_order_of_private_keys() -> Iterator[None]:
    def key(row: dict[str, Any]) -> int:
        noun, _slash, public_id = row["path"].partition("/")
        model = apps.get_model("cases", noun)
        return model._base_manager.filter(public_id=public_id).values_list("pk", flat=True).first() or 0

    with _changed(lambda approval: replace(approval, rows=sorted(approval.rows, key=key))):
        yield


@leak(WHEN_PUBLISHED)
def rows_in_the_order_of_the_last_change() -> Iterator[None]:
    def key(row: dict[str, Any]) -> str:
        noun, _slash, public_id = row["path"].partition("/")
        return str(apps.get_model("cases", noun)._base_manager.filter(public_id=public_id).values_list("updated_at"))

    with _changed(lambda approval: replace(approval, rows=sorted(approval.rows, key=key))):
        yield


@leak(WHEN_PUBLISHED)
def edition_named_after_private_versions() -> Iterator[None]:
    def change(approval: approved_content.Approval) -> approved_content.Approval:
        record = apps.get_model("cases", approval.noun).objects.get(public_id=approval.ref)
        return replace(approval, digest=sha256(f"{approval.digest}{record.version}".encode()).hexdigest())

    with _changed(change):
        yield


@leak(WHEN_PUBLISHED)
def edition_named_after_the_hour() -> Iterator[None]:
    def change(approval: approved_content.Approval) -> approved_content.Approval:
        newest = Snapshot.objects.get(status=Status.APPROVED, **{f"{approval.noun}__public_id": approval.ref})
        return replace(approval, digest=sha256(str(newest.decided_at).encode()).hexdigest())

    with _changed(change):
        yield


@leak(WHEN_PUBLISHED)
def search_keys_of_names_not_approved() -> Iterator[None]:
    true = register_rows.name_keys

    def name_keys(frozen: Iterable[Any]) -> list[str]:
        named = [row["path"].partition("/")[2] for row in frozen if row["path"].startswith("personname/")]
        people = PersonName.objects.filter(public_id__in=named).values("person")
        keys = NameKey.objects.filter(name__person__in=people).values_list("key", flat=True)
        return sorted({*true(frozen), *keys})

    with mock.patch.object(register_rows, "name_keys", name_keys):
        yield


def _also(add: Callable[[], Any]) -> Any:
    """A publication that adds something of its own to each batch."""
    true = publish.insert

    def insert(approvals: Any) -> None:
        true(approvals)
        add()

    return mock.patch.object(publish, "insert", insert)


@leak(WHEN_PUBLISHED)
def choices_of_places_where_nobody_public_is() -> Iterator[None]:
    def add() -> None:
        for facility in Facility.objects.order_by("public_id"):
            register.Reference(key=facility.public_id, noun="facility", ref=facility.public_id).save()

    with _also(add):
        yield


@leak(WHEN_PUBLISHED)
def counts_of_private_rows() -> Iterator[None]:
    def add() -> None:
        for held in register.Reference.objects.filter(noun="facility").order_by("key"):
            for _one in range(Custody.objects.filter(facility__public_id=held.ref).count()):
                register.Use(owner="", reference=held).save()

    with _also(add):
        yield


@leak(WHEN_PUBLISHED)
def name_of_the_editor_as_credit() -> Iterator[None]:
    def change(approval: approved_content.Approval) -> approved_content.Approval:
        record = apps.get_model("cases", approval.noun).objects.get(public_id=approval.ref)
        root = {"path": record.path, "parent": "", "values": {"number": record.created_by.username}}
        others = [row for row in approval.rows if row["path"] != record.path]
        return replace(approval, rows=[root, *others]) if "number" in public_fields(approval.noun) else approval

    with _changed(change):
        yield
