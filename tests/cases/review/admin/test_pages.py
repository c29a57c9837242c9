"""The reviewers' pages: what they show, and that a POST is refused with the sentence that the button shows."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.admin_addresses import encrypted_key
from accounts.models import User
from cases.models import Case, Person
from cases.models.distinct_labels import distinct
from cases.review import transitions
from cases.review.admin import bulk_review
from cases.review.freeze import values_of
from cases.review.models import Snapshot, Status
from tests import factories
from tests.accounts.signing_in import sign_in

pytestmark = pytest.mark.django_db(databases=["default", "register"])

QUEUE = "admin:review_snapshot_changelist"
PAGE = "admin:review_snapshot_change"


@pytest.fixture
def waiting(whole_person: Person, editor: User) -> Snapshot:
    return transitions.submit(record=whole_person, by=editor, note="From the lawyer.")


def decide(client: Client, snapshot: Snapshot, **data: Any) -> Any:
    return client.post(reverse(PAGE, args=[snapshot.pk]), {"digest": snapshot.digest, **data})


def test_queue_shows_what_waits_and_from_whom(waiting: Snapshot, reviewer: User) -> None:
    answer = sign_in(reviewer).get(reverse(QUEUE)).content.decode()
    assert "Віталь Выдуманы" in answer
    assert "editor" in answer
    assert "first publication" in answer
    assert "has ended" in answer  # the warnings stand in the queue already


def test_queue_hides_restricted_records(waiting: Snapshot, reviewer: User, editor: User) -> None:
    person = waiting.record
    person.refresh_from_db()
    person = factories.restrict(person, editor)
    client = sign_in(reviewer)
    assert "Віталь" not in client.get(reverse(QUEUE)).content.decode()
    assert client.get(reverse(PAGE, args=[waiting.pk])).status_code == 404


def test_page_shows_public_proposed_private_and_sources(
    approved: Any, whole_person: Person, editor: User, reviewer: User
) -> None:
    approved(whole_person)
    whole_person.refresh_from_db()
    whole_person.gender = "female"
    whole_person.save(by=editor)
    snapshot = transitions.submit(record=whole_person, by=editor)
    whole_person.gender = "other"
    whole_person.save(by=editor)
    answer = sign_in(reviewer).get(reverse(PAGE, args=[snapshot.pk])).content.decode()
    row = answer[answer.index(f"person/{whole_person.public_id}/gender") :].split("</tr>")[0]
    assert [word in row for word in ("male", "female", "other", "changed")] == [True] * 4
    assert "checked" not in row.split("</td>")[0]
    unchanged = answer[answer.index(f'value="person/{whole_person.public_id}/born"') :].split(">")[0]
    assert "checked" in unchanged
    assert "An invented sentence." in answer
    assert "year only" in answer


def test_page_warns_of_what_can_do_harm(editor: User, reviewer: User) -> None:
    minor = factories.person("Юны Выдуманы", by=editor, born="2015")
    factories.person("Стары Вядомы", by=editor)
    factories.person_summary(minor, by=editor, text="Taken together with Стары Вядомы.")
    custody = factories.custody(minor, by=editor, until="2022", end="served")
    factories.citation(minor, by=editor, about=f"{custody.path}/until", stance="contradicts", says="2023")
    snapshot = transitions.submit(record=minor, by=editor)
    answer = sign_in(reviewer).get(reverse(PAGE, args=[snapshot.pk])).content.decode()
    for words in (
        "under 18",
        "no consent",
        "names another person: Стары Вядомы",
        "contradicted",
        "no source",
        "has ended",
    ):
        assert words in answer, words


def test_warning_of_a_third_person_tells_nothing_of_a_restricted_one(editor: User, reviewer: User) -> None:
    factories.person("Стары Вядомы", by=editor, restricted=True, readers=[editor])
    person = factories.person(by=editor)
    factories.person_summary(person, by=editor, text="Taken together with Стары Вядомы.")
    snapshot = transitions.submit(record=person, by=editor)
    answer = sign_in(reviewer).get(reverse(PAGE, args=[snapshot.pk])).content.decode()
    assert "names another person" not in answer


def test_approve_makes_the_ticked_values_public(waiting: Snapshot, reviewer: User) -> None:
    ticks = sorted(values_of(waiting.content))[:-1]
    answer = decide(sign_in(reviewer), waiting, verb="approve", tick=ticks)
    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == Status.APPROVED
    assert waiting.withheld == sorted(values_of(waiting.content))[-1:]


def test_approve_by_editor_is_refused_with_the_buttons_sentence(waiting: Snapshot, editor: User) -> None:
    client = sign_in(editor)
    sentence = "You don&#x27;t have permission to decide on submissions."
    assert sentence in client.get(reverse(PAGE, args=[waiting.pk])).content.decode()
    answer = decide(client, waiting, verb="approve", tick=sorted(values_of(waiting.content)))
    assert (answer.status_code, sentence in answer.content.decode()) == (409, True)
    waiting.refresh_from_db()
    assert waiting.status == Status.PENDING


def test_approve_of_a_stale_page_is_refused_and_keeps_the_ticks(waiting: Snapshot, reviewer: User) -> None:
    tick = sorted(values_of(waiting.content))[0]
    answer = decide(sign_in(reviewer), waiting, verb="approve", tick=[tick], digest="0" * 64)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "replaced or decided" in page
    assert "checked" in page[page.index(f'value="{tick}"') :].split(">")[0]


def test_return_without_a_reason_is_refused_and_with_one_shown_to_the_editor(
    waiting: Snapshot, reviewer: User, editor: User
) -> None:
    client = sign_in(reviewer)
    assert decide(client, waiting, verb="return").status_code == 409
    assert decide(client, waiting, verb="return", note="Whose consent?").status_code == 302
    page = sign_in(editor).get(reverse("admin:cases_person_change", args=[waiting.person_id])).content.decode()
    assert "Whose consent?" in page


@pytest.mark.parametrize("verb", ["", "publish", "approve'--"])
def test_unknown_verb_is_refused(verb: str, waiting: Snapshot, reviewer: User) -> None:
    assert decide(sign_in(reviewer), waiting, verb=verb).status_code == 409


def test_submit_button_submits_and_get_does_not(whole_person: Person, editor: User) -> None:
    client = sign_in(editor)
    address = reverse("admin:review_submit", args=["person", whole_person.pk])
    assert client.get(address).status_code == 405
    assert client.post(address, {"note": "Please."}).status_code == 302
    assert Snapshot.objects.get().note == "Please."


@pytest.mark.parametrize("noun", ["consent", "user", "snapshot"])
def test_submit_of_another_noun_is_not_found(noun: str, whole_person: Person, editor: User) -> None:
    assert sign_in(editor).post(reverse("admin:review_submit", args=[noun, 1])).status_code == 404


def test_retract_asks_for_a_reason_then_takes_out(approved: Any, whole_person: Person, reviewer: User) -> None:
    approved(whole_person)
    client = sign_in(reviewer)
    address = reverse("admin:review_retract", args=["person", whole_person.pk])
    assert "Copies made by others remain" in client.get(address).content.decode()
    assert client.post(address, {"reason": "", "because": "asked"}).status_code == 409
    assert client.post(address, {"reason": "The family asked."}).status_code == 409
    assert client.post(address, {"reason": "The family asked.", "because": "asked"}).status_code == 302
    assert Snapshot.objects.get().status == Status.RETRACTED


def test_many_are_shown_in_full_and_only_the_marked_are_approved(
    whole_person: Person, whole_case: Case, editor: User, reviewer: User
) -> None:
    snapshots = [transitions.submit(record=record, by=editor) for record in (whole_person, whole_case)]
    client = sign_in(reviewer)
    address = reverse("admin:review_many")
    page = client.get(address, {"id": [encrypted_key(bulk_review.SELECTED, s.pk) for s in snapshots]}).content.decode()
    assert all(path in page for snapshot in snapshots for path in values_of(snapshot.content))
    marked, other = snapshots
    name = encrypted_key(bulk_review.SELECTED, marked.pk)
    ticks = [f"{name}:{path}" for path in values_of(marked.content)]
    client.post(
        address,
        {
            "id": [encrypted_key(bulk_review.SELECTED, s.pk) for s in snapshots],
            f"digest-{name}": marked.digest,
            f"approve-{name}": "yes",
            "tick": ticks,
        },
    )
    for snapshot in snapshots:
        snapshot.refresh_from_db()
    assert (marked.status, marked.withheld, other.status) == (Status.APPROVED, [], Status.PENDING)


@pytest.mark.parametrize("value", ["abc", "-1", "9" * 30, "٣"])
def test_many_with_a_strange_id_shows_nothing(value: str, reviewer: User) -> None:
    assert sign_in(reviewer).get(reverse("admin:review_many"), {"id": value}).status_code == 200


def test_many_tells_which_marked_submissions_were_closed_meanwhile_and_why(
    whole_person: Person, whole_case: Case, editor: User, reviewer: User
) -> None:
    withdrawn, fine = (transitions.submit(record=record, by=editor) for record in (whole_person, whole_case))
    replaced = transitions.submit(record=factories.person("Выдумана Замененая", by=editor), by=editor)
    secret = factories.person("Выдуманы Закрыты", by=editor)
    barred = transitions.submit(record=secret, by=editor)
    marked = [withdrawn, fine, replaced, barred]
    data: dict[str, Any] = {"id": [], "tick": []}
    for snapshot in marked:
        name = encrypted_key(bulk_review.SELECTED, snapshot.pk)
        data["id"].append(name)
        data |= {f"digest-{name}": snapshot.digest, f"approve-{name}": "yes"}
        data["tick"] += [f"{name}:{path}" for path in values_of(snapshot.content)]
    transitions.withdraw(snapshot=withdrawn, by=editor)
    replaced.record.refresh_from_db()
    replaced.record.gender = "female"
    replaced.record.save(by=editor)
    transitions.submit(record=replaced.record, by=editor)
    secret.refresh_from_db()
    secret = factories.restrict(secret)
    answer = sign_in(reviewer).post(reverse("admin:review_many"), data, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert any(
        line.startswith(f"{distinct(whole_person)}: This submission is closed") and "withdrawn" in line for line in told
    )
    assert any(line.startswith(f"{distinct(replaced.record)}: This submission is closed") for line in told)
    assert any(line.startswith("1 selected submission was skipped") for line in told)
    assert "1 submission approved." in told
    assert "Закрыты" not in " ".join(told)
