"""The log: append-only in the database, chained, and every tampering shows."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.audit import log, verify
from accounts.exceptions import Refused
from accounts.models import Entry, Head, User
from accounts.models.entry import COLUMNS
from casetracker.db.triggers import allow_changes, forbid_changes


@pytest.fixture
def five(db: None) -> None:
    log.write_many([log.Draft(action="changed", kind="person", key=key, after=f"value {key}") for key in range(5)])


def tamper(sql: str) -> None:
    """What somebody who owns the database can do: take the triggers away, change rows, put them back."""
    allow_changes(connection, "accounts_entry")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    forbid_changes(connection, "accounts_entry")


def test_verify_untouched_log_finds_nothing(five: None) -> None:
    assert verify.verify() == []
    assert Entry.objects.order_by("sequence").values_list("sequence", flat=True)[0] == 1


def test_verify_empty_log_finds_nothing(db: None) -> None:
    assert verify.verify() == []


@pytest.mark.parametrize(
    "column", ["after", "action", "note", "kind", "batch", "field", "before", "target_id", "linked_kind", "salt"]
)
def test_verify_altered_row_is_named(five: None, column: str) -> None:
    tamper(f"UPDATE accounts_entry SET \"{column}\" = 'other' WHERE sequence = 3")
    assert verify.verify() == ["Entry 3 was altered: its fields do not match its digest."]


@pytest.mark.parametrize("column", ["key", "root_key", "old_id", "new_id"])
def test_verify_altered_number_is_named(five: None, column: str) -> None:
    tamper(f'UPDATE accounts_entry SET "{column}" = 77 WHERE sequence = 3')
    assert verify.verify() == ["Entry 3 was altered: its fields do not match its digest."]


def test_digest_covers_every_column() -> None:
    names = {field.name for field in Entry._meta.concrete_fields}
    assert set(COLUMNS) == names and COLUMNS[-1] == "digest"


def test_verify_altered_moment_is_named(five: None) -> None:
    tamper("UPDATE accounts_entry SET at = '2001-01-01 00:00:00' WHERE sequence = 2")
    assert any("Entry 2 was altered" in finding for finding in verify.verify())


def test_verify_removed_row_is_named(five: None) -> None:
    tamper("DELETE FROM accounts_entry WHERE sequence = 3")
    assert verify.verify() == ["Entry 3 was removed."]


def test_verify_removed_rows_are_named(five: None) -> None:
    tamper("DELETE FROM accounts_entry WHERE sequence in (2, 3)")
    assert verify.verify() == ["Entries 2 to 3 were removed."]


def test_verify_removed_and_renumbered_shows(five: None) -> None:
    tamper("DELETE FROM accounts_entry WHERE sequence = 3")
    tamper("UPDATE accounts_entry SET sequence = sequence - 1 WHERE sequence = 4")
    assert verify.verify()


def test_verify_inserted_row_shows(five: None) -> None:
    tamper("UPDATE accounts_entry SET sequence = 6 WHERE sequence = 5")
    tamper(
        "INSERT INTO accounts_entry (sequence, at, action, kind, target_id, root_kind, field, linked_kind, before, after, "
        "note, batch, salt, previous, digest) SELECT 5, at, action, kind, target_id, root_kind, field, linked_kind, before, "
        "after, 'forged', batch, salt, previous, digest "
        "FROM accounts_entry WHERE sequence = 6"
    )
    findings = verify.verify()
    assert any("Entry 5 was altered" in finding for finding in findings)
    assert any("Entry 6" in finding for finding in findings)


def test_verify_tail_cut_shows_by_the_head_row(five: None) -> None:
    tamper("DELETE FROM accounts_entry WHERE sequence > 3")
    assert verify.verify() == [
        "The head row names entry 5, but the last entry is 3: entries were removed or added at the end."
    ]


def test_verify_tail_cut_with_corrected_head_row_shows_by_a_kept_head(five: None) -> None:
    kept = verify.current_head()
    tamper("DELETE FROM accounts_entry WHERE sequence > 3")
    number, digest = verify.current_head()
    Head.objects.update(sequence=number, digest=digest)
    assert verify.verify() == []
    assert verify.verify([kept]) == ["The log was truncated: it ends at entry 3, but its head was entry 5 before."]


def test_verify_chain_written_anew_shows_by_a_kept_head(five: None) -> None:
    kept = verify.current_head()
    tamper("UPDATE accounts_entry SET note = 'other' WHERE sequence = 1")
    previous = log.START
    for entry in Entry.objects.order_by("sequence"):
        entry.previous = previous
        previous = log.digest_of(entry)
        tamper(
            f"UPDATE accounts_entry SET previous = '{entry.previous}', digest = '{previous}' "
            f"WHERE sequence = {entry.sequence}"
        )
    Head.objects.update(digest=previous)
    assert verify.verify() == []
    assert verify.verify([kept]) == ["Entry 5 does not have the digest you recorded: the log was rewritten."]


@pytest.mark.parametrize("sql", ["UPDATE accounts_entry SET note = 'x'", "DELETE FROM accounts_entry"])
def test_database_refuses_change(five: None, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.count() == 5


def test_database_refuses_truncate_on_postgresql(five: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE; its DELETE is tested above")
    connection.check_constraints()  # settles what the inserts of this test left to the commit
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_entry")


def test_model_refuses_change_with_a_sentence(five: None) -> None:
    entry = Entry.objects.first()
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(note="x"),
        lambda: Entry.objects.create(action="x"),
        lambda: Entry.objects.bulk_create([]),
    ):
        with pytest.raises(Refused, match="cannot be changed or deleted"):
            attempt()


def test_write_is_undone_with_its_change(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        log.write(action="changed")
        raise ZeroDivisionError
    assert not Entry.objects.exists()
    log.write(action="changed")
    assert verify.verify() == []


def test_gathered_writes_all_at_its_end_in_order(db: None) -> None:
    with log.gathered():
        log.write(action="first")
        with log.gathered():
            log.write(action="second")
        assert not Entry.objects.exists()
        log.write_many([log.Draft(action="third")])
    assert list(Entry.objects.order_by("sequence").values_list("action", flat=True)) == ["first", "second", "third"]
    assert verify.verify() == []


def test_gathered_writes_nothing_when_the_work_fails(db: None) -> None:
    with pytest.raises(ZeroDivisionError), log.gathered():
        log.write(action="first")
        User.objects.create(username="left over")
        raise ZeroDivisionError
    assert not Entry.objects.exists() and not User.objects.exists()
    log.write(action="later")
    assert Entry.objects.count() == 1


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-14 * 60, 14 * 60))
def test_microseconds_same_moment_in_every_zone(moment: datetime, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    try:
        elsewhere = moment.astimezone(zone)
    except OverflowError:
        return
    assert log.microseconds(moment) == log.microseconds(elsewhere)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/St_Johns", "UTC"])
def test_verify_in_another_zone_finds_nothing(five: None, settings: object, zone: str) -> None:
    settings.TIME_ZONE = zone
    assert verify.verify() == []


def test_verify_log_prints_the_head_and_accepts_it(five: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_log")
    head = capsys.readouterr().out.strip().splitlines()[-1]
    call_command("verify_log", f"--head={head}")
    tamper("UPDATE accounts_entry SET note = 'x' WHERE sequence = 2")
    with pytest.raises(CommandError, match="not whole"):
        call_command("verify_log", f"--head={head}")


@pytest.mark.parametrize("text", ["", "5", "x:y", "5:" + "0" * 63, "-1:" + "0" * 64, "5:" + "g" * 64])
def test_parse_head_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="NUMBER:DIGEST"):
        verify.parse_head(text)


def test_user_is_never_deleted(db: None) -> None:
    user = User.objects.create(username="ina")
    with pytest.raises(Refused, match="cannot be deleted"):
        user.delete()
    with pytest.raises(Refused, match="cannot be deleted"):
        User.objects.all().delete()
