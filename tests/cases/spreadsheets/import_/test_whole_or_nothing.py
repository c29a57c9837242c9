"""A list is taken in wholly or not at all: when its process is killed at any write, and when it is taken in twice at once.

What a killed process has written is seen by nobody, and is gone once somebody looks after it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from accounts.audit.export import readable_entries
from accounts.audit.verify import verify
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Case, Citation, Custody, ImportBatch, ImportRow, Person, PersonName, UnfinishedList
from cases.models.name_search import find_persons
from cases.review import transitions
from cases.review.models import Snapshot
from cases.spreadsheets.import_ import submitting, turns, unfinished
from cases.spreadsheets.import_ import undo as undoing
from cases.spreadsheets.import_.apply_import import Preview, carry_out
from cases.spreadsheets.import_.turns import BUSY, alone
from tests import factories
from tests.promises.processes import DONE, at_once, content, count_all_writes, run_and_kill, shared_database

pytestmark = pytest.mark.django_db(databases=["default", "register"], transaction=True)

FIRST = "".join(f"{n},Known Invented{n},,,,,\n" for n in range(1, 6))
# The known ones change, unchanged ones stay, many are new: every way in which a row is written.
SECOND = "".join(f"{n},Known Invented{n},19{60 + n},2021-05-0{n},,IP 1,note {n}\n" for n in range(1, 5)) + "".join(
    f"{n},New Madeup{n},1970,2022-01-02,2022-03,IP 1,\n" for n in range(6, 40)
)
STAYS = ("accounts_entry", "accounts_head", "cases_nearkey")
"""Only ever added to: the log, and the keys beside which a mistyped name meets a right one."""
SEEN = (Person, Case, PersonName, Custody, Citation)


def points(writes: int, wanted: int) -> list[int]:
    """So many places among all writes, the first and the last among them."""
    return sorted({1 + round(place * (writes - 1) / (wanted - 1)) for place in range(wanted)})


def killed(work: Callable[[], Any], folder: Path, wanted: int) -> Iterator[int]:
    """Kill `work` at so many of its writes, and at each of the last commits; at the end it is done once."""
    writes = count_all_writes(work, folder)
    assert writes > 20
    for at in points(writes, wanted):
        assert run_and_kill(work, at=at), f"done before write {at} of {writes}"
        yield at
    at = writes + 1
    while run_and_kill(work, at=at):
        yield at
        at += 1


def seen(*users: User) -> dict[str, Any]:
    """All that anybody can see of persons and cases: records, lists, what a search finds, the log, submissions."""
    told: dict[str, Any] = {}
    for user in users:
        for model in SEEN:
            rows: Any = model.objects
            told[f"{user} {model.__name__}"] = sorted(map(repr, rows.visible_to(user).values_list()))
        told[f"{user} found"] = find_persons("Madeup", Person.objects.visible_to(user)).count()
        log = readable_entries(user).filter(root_kind__in=("person", "case"))
        told[f"{user} log"] = sorted(log.values_list("action", "kind", "key", "field", "before", "after"))
    return told | {
        "lists": sorted(map(repr, ImportBatch.objects.values_list())),
        "rows": sorted(map(repr, ImportRow.objects.values_list())),
        "submissions": Snapshot.objects.count(),
    }


def kept() -> dict[str, Any]:
    """Everything stored, but what is only ever added to."""
    return {table: rows for table, rows in content().items() if table not in STAYS}


@pytest.fixture(autouse=True)
def pieces_of_known_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many rows a piece has does not depend on how fast the machine is now."""
    monkeypatch.setattr(turns, "HELD", 1e6)


@pytest.fixture
def colleague(db: None) -> User:
    return factories.user("colleague", permissions=["cases.view_person", "cases.view_case", "accounts.view_entry"])


@pytest.mark.parametrize("wanted", [4, pytest.param(40, marks=pytest.mark.slow)])
def test_import_killed_at_any_write_leaves_everything_as_it_was(
    look: Callable[..., Preview], take_in: Any, importer: User, colleague: User, tmp_path: Path, wanted: int
) -> None:
    take_in(FIRST)
    with shared_database(tmp_path):
        shown = look(SECOND)
        assert {name: shown.counts[name] for name in ("made", "changed")} == {"made": 34, "changed": 4}

        def take() -> None:
            carry_out(shown, importer, shown.table.sha256)

        before, all_before, left = seen(importer, colleague), kept(), 0
        for at in killed(take, tmp_path, wanted):
            if UnfinishedList.objects.exists() or not ImportBatch.objects.filter(row_count=38).exists():
                assert seen(importer, colleague) == before, f"killed before write {at}"
                left += Person.objects.filter(unfinished_list__isnull=False).exists()
                unfinished.remove_all_unfinished()
                assert kept() == all_before, f"killed before write {at}"
                before = seen(importer, colleague)  # the log tells of what was written and removed
        assert left, "no kill met a list that was half written"
        assert not UnfinishedList.objects.exists()
        assert ImportBatch.objects.count() == 2
        assert Person.objects.visible_to(colleague).count() == 39
        assert PersonName.objects.filter(text__startswith="New Madeup").count() == 34
        assert verify() == []


def test_next_list_removes_what_a_killed_one_left(
    look: Callable[..., Preview], take_in: Any, importer: User, tmp_path: Path
) -> None:
    take_in(FIRST)
    with shared_database(tmp_path):
        shown = look(SECOND)

        def take() -> None:
            carry_out(shown, importer, shown.table.sha256)

        writes = count_all_writes(take, tmp_path)
        assert run_and_kill(take, at=writes)
        assert Person.objects.count() == 39
        take()
        assert (Person.objects.count(), ImportBatch.objects.count()) == (39, 2)
        assert not UnfinishedList.objects.exists()


@pytest.mark.parametrize("wanted", [4, pytest.param(25, marks=pytest.mark.slow)])
def test_undoing_killed_at_any_write_is_undone_for_everybody_or_not_at_all(
    look: Callable[..., Preview], take_in: Any, importer: User, colleague: User, tmp_path: Path, wanted: int
) -> None:
    take_in(FIRST)
    first = seen(importer, colleague)
    take_in(SECOND)
    whole, all_before = seen(importer, colleague), kept()
    with shared_database(tmp_path):
        batch = ImportBatch.objects.first()
        assert batch is not None

        def undo() -> None:
            undoing.undo_batch(batch=batch, by=importer)

        writes = count_all_writes(undo, tmp_path)
        for at in points(writes, wanted):
            assert run_and_kill(undo, at=at)
            if not ImportBatch.objects.filter(undone_at__isnull=False).exists():
                assert seen(importer, colleague) == whole
                assert kept() == all_before, f"killed before write {at} of {writes}"
                continue
            assert seen(importer, colleague)["colleague found"] == 0
            break  # it is undone for everybody: what is left is to remove what nobody sees
        else:
            undo()
        unfinished.remove_all_unfinished()
        now = seen(importer, colleague)
        assert {name: len(now[f"colleague {name}"]) for name in ("Person", "PersonName", "Custody", "Citation")} == {
            name: len(first[f"colleague {name}"]) for name in ("Person", "PersonName", "Custody", "Citation")
        }
        assert Person.objects.count() == 5
        assert verify() == []


def test_same_file_taken_in_twice_at_once_is_made_once(
    look: Callable[..., Preview], importer: User, tmp_path: Path
) -> None:
    with shared_database(tmp_path):
        shown = look(SECOND)

        def take() -> None:
            carry_out(shown, importer, shown.table.sha256)

        told = sorted(at_once(take, take))
        assert told == sorted(
            [DONE, "The records changed since the preview was made. Look at it again; nothing was taken in."]
        )
        assert (ImportBatch.objects.count(), Person.objects.count()) == (1, 38)


def test_second_list_meanwhile_is_refused_with_a_sentence(look: Callable[..., Preview], importer: User) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the lock of the server is one connection's, and a test has one")
    with alone(), pytest.raises(Refused) as refused, alone(patience=0):
        pass
    assert refused.value.sentence == BUSY


def test_others_write_while_a_list_is_written(
    look: Callable[..., Preview], importer: User, colleague: User, tmp_path: Path
) -> None:
    """Between two pieces the lock is free: somebody else saves, and the list goes on."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    with shared_database(tmp_path):
        shown, wrote = look(SECOND), []

        def save(done: int, total: int) -> None:
            with closing(sqlite3.connect(tmp_path / "private.sqlite3", timeout=0)) as other:
                other.execute("UPDATE accounts_user SET display_name = ? WHERE username = 'colleague'", [str(done)])
                other.commit()
            wrote.append(done)

        carry_out(shown, importer, shown.table.sha256, progress=save)
        connections["default"].close()
        assert len(wrote) > 1
        assert Person.objects.visible_to(colleague).count() == 38


def test_nothing_of_a_half_written_list_can_be_submitted_or_added_to(
    look: Callable[..., Preview], importer: User, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen from within, just before the last transaction."""
    met: list[str] = []

    def try_it(*args: Any, **kwargs: Any) -> Any:
        person = Person.objects.get()
        for verb in (
            lambda: transitions.submit(record=person, by=editor),
            lambda: Custody(person=person, from_date="2021").save(by=editor),
        ):
            with pytest.raises(Exception) as refused:
                verb()
            met.append(type(refused.value).__name__)
        raise Refused("Enough.")

    monkeypatch.setattr("cases.spreadsheets.import_.apply_import.Carrying._finish", try_it)
    shown = look("1,Ala Invented,1980,,,,\n")
    with pytest.raises(Refused, match="Enough"):
        carry_out(shown, importer, shown.table.sha256)
    assert met == ["Refused", "ChangedMeanwhile"]
    assert not Person.objects.exists()


def test_submitting_again_goes_on_with_the_rest(take_in: Any, editor: User) -> None:
    batch = take_in(FIRST)
    record = Person.objects.order_by("pk").first()
    assert record is not None
    snapshot = transitions.submit(record=record, by=editor)
    assert submitting.submit_batch(batch=batch, by=editor)[0] == 4
    assert submitting.submit_batch(batch=batch, by=editor)[0] == 0
    snapshot.refresh_from_db()
    assert (snapshot.status, Snapshot.objects.count()) == ("pending", 5)
