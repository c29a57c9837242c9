"""A mass trial of 400 defendants with charges and sentences: saved, submitted, reviewed in parts, approved."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.audit import log
from accounts.models import User
from accounts.one_time_keys import FIELD
from cases.models import Case
from cases.review import review_parts
from cases.review.diff import compare
from cases.review.freeze import values_of
from cases.review.models import KeptTicks, Snapshot, Status
from tests import factories
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import opened

pytestmark = [pytest.mark.django_db(databases=["default", "register"])]


def trial(count: int, by: User) -> Case:
    """A case with that many defendants, each with two charges and a sentence."""
    with log.gathered():
        case = factories.case(title="A mass trial", by=by)
        provisions = [factories.provision(by=by) for _number in range(2)]
        for number in range(count):
            person = factories.person(f"Выдуманы {number}", by=by)
            defendant = factories.defendant(case=case, person=person, stage="verdict", stage_date="2024-05-01", by=by)
            for provision in provisions:
                ended = {"status": "convicted", "status_date": "2024-05-01"}
                factories.charge(defendant, provision=provision, charged_on="2023-01-01", **ended, by=by)
            factories.penalty(factories.sentence(defendant, decided="2024-05-01", by=by), by=by)
        factories.citation(case, about=f"{defendant.path}/stage", by=by)
    return case


def submitted(client: Client, case: Case) -> Snapshot:
    """The case's own form, changed, saved and submitted in one."""
    page = reverse("admin:cases_case_change", args=[case.pk])
    form = opened(client, page) | {"title": "A trial of many", "_submit": "1"}
    assert client.post(page, form).status_code == 302
    return Snapshot.objects.get(case=case)


def shown(client: Client, snapshot: Snapshot, part: int) -> dict[str, Any]:
    """The form of one part as it is drawn, with every box of it ticked."""
    answer = client.get(reverse("admin:review_snapshot_change", args=[snapshot.pk]), {"part": part})
    page = answer.content.decode()
    key = page.partition(f'name="{FIELD}" value="')[2].partition('"')[0]
    ticks = re.findall(r'name="tick" value="([^"]+)"', page)
    return {"digest": snapshot.digest, "part": str(part), "tick": ticks, FIELD: key}


def decide(client: Client, snapshot: Snapshot, form: dict[str, Any], verb: str) -> Any:
    return client.post(reverse("admin:review_snapshot_change", args=[snapshot.pk]), {**form, "verb": verb})


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of few values, so that few defendants make several."""
    monkeypatch.setattr(review_parts, "ON_ONE_PAGE", 40)
    monkeypatch.setattr(review_parts, "A_PART", 60)


def check_is_reviewed_in_parts(count: int, editor: User, reviewer: User) -> int:
    """From the form of a case with `count` defendants to its approval; how many parts there were."""
    snapshot = submitted(sign_in(editor), trial(count, editor))
    client = sign_in(reviewer)
    pieces = review_parts.parts_of(compare(snapshot))
    early = decide(client, snapshot, shown(client, snapshot, 1), "approve")
    assert early.status_code == 409 and "Some parts are not reviewed yet" in early.content.decode()
    for number in range(2, len(pieces)):
        kept = decide(client, snapshot, shown(client, snapshot, number), "keep")
        assert kept.headers["Location"].endswith(f"?part={number + 1}")
    assert decide(client, snapshot, shown(client, snapshot, len(pieces)), "approve").status_code == 302
    snapshot.refresh_from_db()
    assert (snapshot.status, snapshot.withheld) == (Status.APPROVED, [])
    assert not KeptTicks.objects.exists()
    return len(pieces)


def test_submission_of_many_values_is_reviewed_in_parts(small_pages: None, editor: User, reviewer: User) -> None:
    assert check_is_reviewed_in_parts(8, editor, reviewer) > 2


@pytest.mark.slow
def test_trial_of_400_is_entered_reviewed_and_approved(editor: User, reviewer: User) -> None:
    assert check_is_reviewed_in_parts(400, editor, reviewer) > 10


def test_parts_hold_every_value_once_and_rows_stay_with_their_defendant(small_pages: None, editor: User) -> None:
    snapshot = submitted(sign_in(editor), trial(8, editor))
    pieces = review_parts.parts_of(compare(snapshot))
    found = [line.path for piece in pieces for line in piece.lines]
    assert sorted(found) == sorted(values_of(snapshot.content))
    part_of = {block.path: number for number, piece in enumerate(pieces) for block in piece.blocks}
    for row in snapshot.content["rows"]:
        if row["path"].startswith(("charge/", "sentence/", "penalty/")):
            assert part_of[row["path"]] == part_of[row["parent"]]


def test_what_is_not_ticked_in_a_part_is_withheld(small_pages: None, editor: User, reviewer: User) -> None:
    snapshot = submitted(sign_in(editor), trial(8, editor))
    client = sign_in(reviewer)
    count = len(review_parts.parts_of(compare(snapshot)))
    withheld = ""
    for number in range(1, count + 1):
        form = shown(client, snapshot, number)
        if number == 2:
            withheld = next(tick for tick in form["tick"] if tick.endswith("/charged_on"))
            form["tick"].remove(withheld)
        decide(client, snapshot, form, "keep" if number < count else "approve")
    snapshot.refresh_from_db()
    assert (snapshot.status, snapshot.withheld) == (Status.APPROVED, [withheld])


def test_ticks_of_one_reviewer_are_not_those_of_another(
    small_pages: None, editor: User, reviewer: User, second_reviewer: User
) -> None:
    snapshot = submitted(sign_in(editor), trial(8, editor))
    client = sign_in(reviewer)
    decide(client, snapshot, shown(client, snapshot, 1), "keep")
    pieces = review_parts.parts_of(compare(snapshot))
    assert 0 not in review_parts.progress(pieces, user=reviewer).unread
    assert 0 in review_parts.progress(pieces, user=second_reviewer).unread
    assert review_parts.progress(pieces, user=second_reviewer).ticked == set()


def test_tick_of_another_part_is_refused_and_nobody_else_may_keep(
    small_pages: None, editor: User, reviewer: User
) -> None:
    snapshot = submitted(sign_in(editor), trial(8, editor))
    client = sign_in(reviewer)
    form = shown(client, snapshot, 1)
    assert decide(client, snapshot, {**form, "tick": shown(client, snapshot, 2)["tick"]}, "keep").status_code == 409
    assert decide(sign_in(editor), snapshot, form, "keep").status_code == 409
    assert not KeptTicks.objects.exists()


def test_page_of_a_review_asks_the_database_no_more_for_more_defendants(editor: User, reviewer: User) -> None:
    counts = []
    for count in (3, 9):
        snapshot = submitted(sign_in(editor), trial(count, editor))
        with CaptureQueriesContext(connection) as asked:
            compare(snapshot)
        counts.append(len(asked))
    assert counts[0] == counts[1]
