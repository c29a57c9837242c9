"""The desk: who sees which list, what stands in it, and that nothing restricted ever does."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Entry, User
from cases.domain.vocabulary import Stage
from cases.models import Case, Person
from cases.review import transitions
from cases.workspace.dashboard import custody_panels, work_panels
from cases.workspace.dashboard.items import SHOWN_AT_MOST
from cases.workspace.dashboard.panels import BOARD, desk_of
from tests import factories
from tests.access.world import account, client_of
from tests.cases.workspace.worlds import SECRET, TODAY, all_due, belarus, day, restrict

pytestmark = pytest.mark.django_db(databases=["default", "register"])

SEEN_BY = {
    "today": "E R P A", "week": "E R P A", "queue": "R", "merges": "R", "returned": "E R", "lapsed": "E R", "outcomes": "E R",
    "appeals": "E R", "limits": "E R", "releases": "E R", "birthdays": "E R", "stale": "E R", "drafts": "E R", "lists": "E",
}  # fmt: skip
LETTERS = {"Editor": "E", "Reviewer": "R", "Publisher": "P", "Auditor": "A", "Administrator": "D"}


def found(user: User, code: str, today: dt.date = TODAY) -> Any:
    return next(listing for listing in BOARD if listing.code == code).find(user, today)


def told(user: User, code: str, today: dt.date = TODAY) -> list[str]:
    return [item.what for item in found(user, code, today).items]


@pytest.mark.parametrize("role", LETTERS)
def test_lists_are_shown_to_the_roles_that_the_table_names(role: str, roles: None) -> None:
    user = account("me", role)
    shown = {listing.code for listing in BOARD if user.has_perm(listing.permission)}
    assert shown == {code for code, letters in SEEN_BY.items() if LETTERS[role] in letters.split()}
    assert set(SEEN_BY) == {listing.code for listing in BOARD}


def test_every_list_of_what_is_due_finds_it(editor: User) -> None:
    all_due("Вядомы")
    for code in ("today", "week", "outcomes"):
        assert told(editor, code) == ["Вядомы case"], code
    assert told(editor, "appeals") == told(editor, "releases") == told(editor, "birthdays") == ["Вядомы Выдуманы"]
    assert told(editor, "limits") == ["Вядомы Waiting"]
    assert "вул. Вядомы" in found(editor, "birthdays").items[0].note
    release = found(editor, "releases").items[0]
    assert release.note.startswith("Estimate.") and "1 year" in release.note


def test_desk_of_others_holds_nothing_restricted(editor: User, reviewer: User) -> None:
    keeper = account("keeper", "Editor", "Reviewer")
    all_due(SECRET, by=keeper)
    transitions.submit(record=Person.objects.first(), by=keeper)  # type: ignore[arg-type]
    restrict(keeper)
    for user in (editor, reviewer):
        assert SECRET not in repr(desk_of(user, TODAY))
        assert desk_of(user, TODAY) == []
    assert {one.listing.code for one in desk_of(keeper, TODAY)} >= {"today", "week", "outcomes", "appeals", "birthdays"}


def test_hearing_that_was_moved_or_cancelled_is_not_due(editor: User) -> None:
    case = factories.case()
    for outcome in ("moved", "cancelled"):
        factories.hearing(case, day=day(0), outcome=outcome)
    assert told(editor, "today") == told(editor, "outcomes") == []


@pytest.mark.parametrize(("decided", "due"), [(0, True), (-10, True), (-11, False)])
def test_appeal_is_due_for_ten_days_after_the_verdict(editor: User, decided: int, due: bool) -> None:
    case = factories.case(jurisdiction=belarus())
    factories.sentence(factories.defendant(case=case), decided=day(decided))
    assert bool(told(editor, "appeals")) is due


def test_appeal_is_not_due_where_it_was_lodged(editor: User) -> None:
    case = factories.case(jurisdiction=belarus())
    factories.sentence(factories.defendant(case=case, stage="appeal"), decided=day(-1))
    assert told(editor, "appeals") == []


def test_long_list_is_cut_and_says_how_many_more(editor: User) -> None:
    case = factories.case()
    for number in range(SHOWN_AT_MOST + 3):
        factories.hearing(case, day=day(0), time=f"{8 + number:02}:00")
    listed = found(editor, "today")
    assert (len(listed.items), listed.more) == (SHOWN_AT_MOST, 3)
    assert listed.items[0].when.endswith("08:00")


def test_number_of_queries_does_not_grow_with_the_records(editor: User) -> None:
    all_due("Першы")
    counts = []
    for word in ("Другі", "Трэці"):
        with CaptureQueriesContext(connection) as asked:
            desk_of(editor, TODAY)
        counts.append(len(asked))
        all_due(word)
    assert counts[1] <= counts[0] + 1


def test_birthday_on_leap_day_is_kept_on_the_28th() -> None:
    person = factories.person(born="1992-02-29")
    factories.custody(person, kind="serving", from_date="2024-01-01")
    keys = [dt.date(2026, 2, 28)]
    assert list(Person.objects.filter(custody_panels.on_these_days(keys))) == [person]
    assert not Person.objects.filter(custody_panels.on_these_days([dt.date(2028, 2, 28)]))


def test_birthday_is_never_told_of_an_uncertain_day_or_of_the_dead(editor: User) -> None:
    for born, died in (("1990-11", ""), ("1990", ""), (f"1990-{day(1)[5:]}", "2025")):
        person = factories.person(born=born, died=died)
        factories.custody(person, from_date="2024-01-01")
    assert told(editor, "birthdays") == []


def test_stale_goes_by_the_stage(editor: User) -> None:
    factories.defendant(stage="trial", person=factories.person("Суд"))
    factories.defendant(stage="sought", person=factories.person("Шукаюць"))
    factories.defendant(stage="ended", person=factories.person("Скончана"))
    old = timezone.now() - dt.timedelta(days=30)
    for model in (Case, Person):
        models.QuerySet(model).update(updated_at=old)
    assert [what.partition(":")[0] for what in told(editor, "stale")] == ["Суд"]
    assert set(work_panels.STALE_AFTER) == set(Stage) - {Stage.ENDED, Stage.CLOSED}


def test_returned_submission_is_due_until_a_newer_one(editor: User, reviewer: User) -> None:
    person = factories.person("Вяртанне", by=editor)
    sent = transitions.submit(record=person, by=editor)
    assert told(reviewer, "queue") == ["Вяртанне"] and told(editor, "queue") == []
    transitions.return_(snapshot=sent, by=reviewer, note="Which year?")
    item = found(editor, "returned").items[0]
    assert (item.what, item.note) == ("Вяртанне", "Which year?")
    assert told(reviewer, "returned") == []
    transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)
    assert told(editor, "returned") == []


def test_draft_is_what_one_changed_and_did_not_submit(editor: User, reviewer: User) -> None:
    person = factories.person("Чарнавік", by=editor)
    assert told(editor, "drafts") == ["Чарнавік"] and told(reviewer, "drafts") == []
    transitions.submit(record=Person.objects.get(pk=person.pk), by=editor)
    assert told(editor, "drafts") == []


def test_drafts_are_looked_for_among_what_one_changed_last(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.workspace.dashboard.work_panels.LOOKED_AT", 1)
    factories.person("Ранейшая", by=editor)
    factories.person("Апошняя", by=editor)
    assert told(editor, "drafts") == ["Апошняя"]


def test_first_page_shows_the_desk_and_to_administrators_no_case(as_editor: Client, administrator: User) -> None:
    from tests.accounts.signing_in import sign_in

    factories.hearing(factories.case(title="Справа дня"), day=timezone.localdate().isoformat())
    assert "Справа дня" in as_editor.get("/admin/").content.decode()
    page = sign_in(administrator).get("/admin/").content.decode()
    assert "Справа дня" not in page and 'id="desk"' not in page


def test_reading_restricted_names_on_the_desk_is_logged_once_each(roles: None) -> None:
    keeper = account("keeper", "Editor", "Reviewer")
    today = timezone.localdate()
    person = factories.person(f"{SECRET} Схаваны", by=keeper)
    one = factories.defendant(case=factories.case(title=f"{SECRET} case", by=keeper), person=person, by=keeper)
    for offset in (0, 1):
        factories.hearing(one.case, day=(today + dt.timedelta(offset)).isoformat(), by=keeper)
    factories.hearing(factories.case(title="Open case"), day=today.isoformat())
    restrict(keeper)
    person.refresh_from_db()
    person.internal_notes = "A draft of the keeper's"
    person.save(by=keeper)
    assert SECRET in client_of(keeper).get("/admin/").content.decode()
    read = Entry.objects.filter(action="read restricted", by=keeper)
    assert sorted(read.values_list("kind", "key")) == [("case", one.case.pk), ("person", person.pk)]
    client_of(account("other", "Editor")).get("/admin/")
    assert Entry.objects.filter(action="read restricted").count() == 2


def test_every_list_names_its_records_so_that_their_reading_is_logged(editor: User, reviewer: User) -> None:
    all_due("Вядомы")
    transitions.submit(record=factories.person("Чаканы", by=editor), by=editor)
    for user in (editor, reviewer):
        for one in desk_of(user, TODAY):
            assert all(item.about for item in one.found.items), one.listing.code
