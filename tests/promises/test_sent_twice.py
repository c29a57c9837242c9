"""Two copies of one form at the same moment, in connections of their own: one record is made, and all answers lead to it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.urls import reverse

from accounts.models import SentForm, User
from cases.models import Hearing, Organisation
from tests import factories
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import opened

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "register"])
COPIES = 4


def together(works: list[Callable[[], Any]]) -> list[Any]:
    """What each of the works returns, all started together in threads of their own."""
    gate, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int) -> None:
        try:
            gate.wait(10)
            answers[number] = works[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


@pytest.fixture
def in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called before threads begin. SQLite's test database lies in memory, for one thread: they are given a copy on disk."""

    def copy() -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(tmp_path / "copy.sqlite3")])
            monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "copy.sqlite3"))

    return copy


def sent_at_once(user: User, address: str, form: dict[str, Any], in_a_file: Callable[[], None]) -> set[str]:
    """Where the copies of the form were led."""
    clients = [sign_in(user) for _copy in range(COPIES)]
    in_a_file()
    return set(together([lambda one=one: one.post(address, form).headers["Location"] for one in clients]))  # type: ignore[misc]


def test_copies_at_one_moment_make_one_record(editor: User, in_a_file: Callable[[], None]) -> None:
    address = reverse("admin:cases_organisation_add")
    form = opened(sign_in(editor), address) | {"name_en": "An invented one", "_continue": "1"}
    answers = sent_at_once(editor, address, form, in_a_file)
    [(pk, count)] = together([lambda: (Organisation.objects.get().pk, SentForm.objects.count())])
    assert answers == {reverse("admin:cases_organisation_change", args=[pk])}
    assert count == 1


def test_copies_at_one_moment_make_one_next_hearing(editor: User, in_a_file: Callable[[], None]) -> None:
    hearing = factories.hearing(factories.case(by=editor), by=editor)
    address = reverse("admin:cases_hearing_change", args=[hearing.pk])
    form = opened(sign_in(editor), address) | {"outcome": "adjourned", "next_day": "2030-01-02", "_continue": "1"}
    assert sent_at_once(editor, address, form, in_a_file) == {address}
    assert together([Hearing.objects.count]) == [2]
