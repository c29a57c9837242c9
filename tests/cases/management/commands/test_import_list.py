"""The command: what it prints, its exit, and the way to the reviewers."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from cases.models import ImportBatch, Person
from cases.review.models import Snapshot, Status
from tests import factories
from tests.cases.spreadsheets.import_ import lists

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def editor_account() -> User:
    return factories.user("invented_editor", permissions=["cases.import_records", "review.submit_snapshot"])


@pytest.fixture
def viasna(tmp_path: Path) -> Path:
    path = tmp_path / "viasna.csv"
    path.write_text(lists.VIASNA, encoding="utf-8")
    return path


def run(*args: str) -> str:
    """What the command prints."""
    printed = io.StringIO()
    call_command("import_list", *args, stdout=printed)
    return printed.getvalue()


def test_import_list_dry_run_prints_rows_and_counts_and_writes_nothing(viasna: Path, editor_account: User) -> None:
    printed = run("viasna", str(viasna), "--as", "invented_editor", "--dry-run")
    assert "row 2  created  Выдуманный Сидящий" in printed
    assert "Rows: 4 = 4 created, 0 changed, 0 unchanged, 0 skipped by the mapping, 0 refused." in printed
    assert "Dry run: nothing was taken in." in printed
    assert not Person.objects.exists()
    assert not ImportBatch.objects.exists()


def test_import_list_takes_in_and_a_second_time_changes_nothing(viasna: Path, editor_account: User) -> None:
    assert "Taken in as list" in run("viasna", str(viasna), "--as", "invented_editor")
    assert "0 created, 0 changed, 4 unchanged" in run("viasna", str(viasna), "--as", "invented_editor")
    assert Person.objects.count() == 4


def test_import_list_prints_what_it_would_add_and_what_the_list_no_longer_gives(
    tmp_path: Path, editor_account: User
) -> None:
    folder = Path(lists.__file__).parent / "editions"
    args = ("viasna", str(folder / "edition_2.csv"), "--as", "invented_editor", "--accept-fall")
    run("viasna", str(folder / "edition_1.csv"), "--as", "invented_editor")
    printed = run(*args, "--dry-run", "--no-longer-listed", "end 2024-05-06")
    assert "    + penalty: penalty “imprisonment”, years “3”" in printed
    assert "no longer in the list: 900002  Выдуманая Зіма" in printed
    assert "    no longer in the list: custody “" in printed and "”: end 2024-05-06" in printed
    assert "    custody.until: “” -> “2024-05-06”" in printed
    again = run(*args, "--no-longer-listed", "end 2024-05-06")
    assert [line for line in again.splitlines() if line.startswith("    ")] == [
        line for line in printed.splitlines() if line.startswith("    ")
    ]
    assert Person.objects.get(names__text="Выдуманая Зіма").custody.get().until == "2024-05-06"
    with pytest.raises(CommandError, match="is not an answer"):
        run(*args, "--no-longer-listed", "forget")


def test_import_list_submit_puts_each_person_and_case_before_the_reviewers(viasna: Path, editor_account: User) -> None:
    printed = run("viasna", str(viasna), "--as", "invented_editor", "--submit")
    assert "8 records submitted." in printed
    assert Snapshot.objects.filter(status=Status.PENDING, submitted_by=editor_account).count() == 8


def test_import_list_submit_without_permission_takes_nothing_in(viasna: Path) -> None:
    factories.user("only_imports", permissions=["cases.import_records"])
    with pytest.raises(CommandError, match="don't have permission to submit"):
        run("viasna", str(viasna), "--as", "only_imports", "--submit")
    assert not Person.objects.exists()


def test_import_list_refused_row_names_row_column_and_reason(tmp_path: Path, editor_account: User) -> None:
    path = tmp_path / "list.csv"
    path.write_text(lists.VIASNA.replace("1990-03-04", "31/12/99x"), encoding="utf-8")
    printed = io.StringIO()
    with pytest.raises(CommandError, match="1 rows are refused: nothing was taken in"):
        call_command("import_list", "viasna", str(path), "--as", "invented_editor", stdout=printed)
    assert "row 3  refused  birthday: “31/12/99x” cannot be read as a date." in printed.getvalue()
    assert not Person.objects.exists()
    taken = run("viasna", str(path), "--as", "invented_editor", "--leave-refused")
    assert "Rows: 4 = 3 created, 0 changed, 0 unchanged, 0 skipped by the mapping, 1 refused." in taken


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("viasna", "{file}", "--as", "nobody"), "no active account"),
        (("nowhere", "{file}", "--as", "invented_editor"), "no mapping “nowhere”"),
        (("viasna", "/nowhere.csv", "--as", "invented_editor"), "no file “nowhere.csv”"),
        (("azerbaijan_2014", "{file}", "--as", "invented_editor"), "Row 2 has 22 cells"),
        (("viasna", "{file}", "--as", "reader"), "may not take in lists"),
    ],
)
def test_import_list_that_cannot_be_is_refused_with_a_sentence(
    args: tuple[str, ...], said: str, viasna: Path, editor_account: User
) -> None:
    factories.user("reader")
    with pytest.raises(CommandError, match=said):
        run(*(arg.format(file=viasna) for arg in args))
