"""A list is taken in wholly or not at all: when its process is killed at any write, and when it is taken in twice at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from cases.imports import undoing
from cases.imports.importing import Preview, carry_out
from cases.models import ImportBatch, Person, PersonName
from tests.promises.processes import DONE, at_once, content, count_writes, run_and_kill, shared_database

pytestmark = pytest.mark.django_db(databases=["default", "register"], transaction=True)

FIRST = "".join(f"{n},Known Invented{n},,,,,\n" for n in range(1, 6))
# The known ones change, unchanged ones stay, many are new: every way in which a row is written.
SECOND = "".join(f"{n},Known Invented{n},19{60 + n},2021-05-0{n},,IP 1,note {n}\n" for n in range(1, 5)) + "".join(
    f"{n},New Madeup{n},1970,2022-01-02,2022-03,IP 1,\n" for n in range(6, 40)
)


def points(writes: int, wanted: int) -> list[int]:
    """So many places among all writes, the first and the commit among them."""
    return sorted({1 + round(place * (writes - 1) / (wanted - 1)) for place in range(wanted)})


@pytest.mark.parametrize("wanted", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_import_killed_at_any_write_leaves_everything_as_it_was(
    look: Callable[..., Preview], take_in: Any, importer: User, tmp_path: Path, wanted: int
) -> None:
    take_in(FIRST)
    with shared_database(tmp_path):
        shown = look(SECOND)
        assert {name: shown.counts[name] for name in ("made", "changed")} == {"made": 34, "changed": 4}

        def take() -> None:
            carry_out(shown, importer, shown.table.sha256)

        before, writes = content(), count_writes(take, tmp_path)
        assert writes > 20
        for at in points(writes, wanted):
            assert run_and_kill(take, at=at), f"done before write {at} of {writes}"
            assert content() == before, f"killed before write {at} of {writes}"
        assert not run_and_kill(take, at=writes + 1)
        assert ImportBatch.objects.count() == 2
        assert Person.objects.count() == 39
        assert PersonName.objects.filter(text__startswith="New Madeup").count() == 34


@pytest.mark.slow
def test_undoing_killed_at_any_write_leaves_everything_as_it_was(take_in: Any, importer: User, tmp_path: Path) -> None:
    take_in(FIRST)
    whole = content()
    with shared_database(tmp_path):
        batch = ImportBatch.objects.get()

        def undo() -> None:
            undoing.undo_batch(batch=batch, by=importer)

        writes = count_writes(undo, tmp_path)
        for at in points(writes, 8):
            assert run_and_kill(undo, at=at)
            assert content() == whole, f"killed before write {at} of {writes}"
        assert not run_and_kill(undo, at=writes + 1)
        assert not Person.objects.exists()


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
