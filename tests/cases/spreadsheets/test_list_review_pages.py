"""The pages of a list: reviewed as a table, and taken back as a whole; and the queue that leads there."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.admin_addresses import encrypted_key
from accounts.models import User
from cases.models import Person
from cases.review.admin.queue_filters import LIST
from cases.review.models import ListReview, Snapshot, Status
from tests import factories
from tests.accounts.signing_in import sign_in
from tests.cases.review.lists import submitted_list

pytestmark = pytest.mark.django_db(databases=["default", "register"])
QUEUE = "admin:review_snapshot_changelist"


def queue(user: User, **asked: str) -> Any:
    return sign_in(user).get(reverse(QUEUE), asked)


def names(answer: Any) -> set[str]:
    return {str(snapshot.record) for snapshot in answer.context["cl"].result_list}


def test_queue_is_narrowed_by_list_kind_submitter_and_warning(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(2, editor)
    other = factories.case(by=editor, title="An invented case")
    factories.case_summary(other, by=editor)
    from cases.review import transitions

    transitions.submit(record=other, by=editor)
    listed = {"Выдуманы Чалавек1", "Выдуманы Чалавек2"}
    assert len(names(queue(reviewer))) == 3
    assert names(queue(reviewer, list=encrypted_key(LIST, batch.pk))) == listed
    assert names(queue(reviewer, kind="person")) == listed
    assert names(queue(reviewer, warning="no_consent")) == listed
    assert names(queue(reviewer, warning="uncited")) == {str(other)}
    assert len(names(queue(reviewer, submitter=editor.username))) == 3
    assert len(names(queue(reviewer, warning="any"))) == 3
    assert names(queue(reviewer, warning="none")) == set()


@pytest.mark.parametrize("asked", [
    {"list": "x"}, {"list": "1"}, {"kind": "hearing"}, {"submitter": "nobody"}, {"warning": "x"}, {"person__restricted": "1"},
])  # fmt: skip
def test_queue_answers_400_to_what_it_does_not_offer(asked: dict[str, str], editor: User, reviewer: User) -> None:
    submitted_list(1, editor)
    assert queue(reviewer, **asked).status_code == 400


def test_queue_is_searched_by_name_in_another_script(editor: User, reviewer: User) -> None:
    submitted_list(2, editor)
    assert "Выдуманы Чалавек2" in names(queue(reviewer, q="Vydumany Chalavek2"))
    assert names(queue(reviewer, q="Nobodyatall")) == set()


def test_list_is_reviewed_on_its_pages(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(6, editor)
    client = sign_in(reviewer)
    page = client.get(reverse("admin:cases_importbatch_change", args=[batch.pk])).content.decode()
    review = reverse("admin:import_review", args=[batch.pk])
    assert review in page
    client.post(review, follow=True)
    shape = ListReview.objects.get().shapes.get()
    table = reverse("admin:import_review_table", args=[batch.pk, 1])
    assert table in client.get(review).content.decode()
    shown = client.get(table)
    assert all(f"Выдуманы Чалавек{n}" in shown.content.decode() for n in range(1, 7))
    sample = reverse("admin:import_review_sample", args=[batch.pk, 1])
    decision = {
        "slot": shape.slots,
        "digest": shown.context["digest"],
        "approve": "1",
        "basis": "Invented public list.",
    }
    assert client.post(table, decision).status_code == 409  # the sample is not opened yet
    for _each in range(5):
        opened = client.get(sample)
        client.post(sample, {"item": opened.context["item"], "read": "1"})
    assert client.get(sample).status_code == 302
    done = client.post(table, decision, follow=True).content.decode()
    assert "6 submissions approved." in done
    assert Snapshot.objects.filter(status=Status.APPROVED).count() == 6
    assert client.get(table).status_code == 200


def test_sample_of_another_reviewer_is_not_there(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(2, editor)
    sign_in(reviewer).post(reverse("admin:import_review", args=[batch.pk]))
    other = factories.user("other", is_staff=True)
    other.groups.set(reviewer.groups.all())
    assert sign_in(other).get(reverse("admin:import_review_table", args=[batch.pk, 1])).status_code == 404


def test_list_is_unpublished_then_undone_on_its_page(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(2, editor)
    editor.groups.set(Group.objects.filter(name__in=("Editor", "Reviewer")))
    client = sign_in(User.objects.get(pk=editor.pk))
    page = reverse("admin:import_take_back", args=[batch.pk])
    form = {"step": "withdraw", "reason": "The list was of others.", "sure": "1"}
    for left_out in form:
        kept = {name: value for name, value in form.items() if name != left_out}
        assert client.post(page, kept).status_code == 409
    assert Snapshot.objects.filter(status=Status.PENDING).count() == 2
    assert "2 submissions withdrawn." in client.post(page, form, follow=True).content.decode()
    assert Snapshot.objects.filter(status=Status.WITHDRAWN).count() == 2


def test_command_takes_a_list_back(editor: User, reviewer: User) -> None:
    batch, _snapshots = submitted_list(2, editor)
    said = StringIO()
    how = {"username": editor.username, "reason": "Wrong list.", "stdout": said}
    call_command("take_back_list", "withdraw", str(batch.pk), dry_run=True, **how)
    assert Snapshot.objects.filter(status=Status.PENDING).count() == 2
    call_command("take_back_list", "withdraw", str(batch.pk), **how)
    assert "2 withdrawn." in said.getvalue()
    with pytest.raises(CommandError, match="permission to unpublish"):
        call_command("take_back_list", "unpublish", str(batch.pk), **how)
    assert Person.objects.count() == 2
