"""Every action of a list x every role, and keys in a POST that are not one's to act upon."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.admin_addresses import encrypted_key
from accounts.models import Entry
from cases.review.admin import bulk_review
from cases.review.freeze import values_of
from cases.review.models import Snapshot, Status
from tests.access.asking import state
from tests.access.table import ACTIONS
from tests.access.world import NEVER, OTHERS, OWN, RESTRICTED, ROLES, SECRET, build, client_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])
SIGNED_IN = [role for role in ROLES if role != "anonymous"]


def list_of(noun: str) -> str:
    """The address of the list of that noun."""
    return reverse(f"admin:{'review' if noun == 'snapshot' else 'cases'}_{noun}_changelist")


@pytest.mark.parametrize("role", SIGNED_IN)
def test_actions_are_offered_as_the_table_says(role: str, roles: None) -> None:
    request = RequestFactory().get("/")
    request.user = build(role).me
    pages = admin.site._registry.items()
    offered = {(str(model._meta.model_name), name) for model, page in pages for name in page.get_actions(request)}
    assert offered == {action for action, may in ACTIONS.items() if role in may}


@pytest.mark.parametrize("role", SIGNED_IN)
def test_action_that_is_not_offered_does_nothing_when_posted(role: str, roles: None) -> None:
    world = build(role)
    client, before = client_of(world.me), state()
    for (noun, action), may in ACTIONS.items():
        if role not in may:
            label = f"{'review' if noun == 'snapshot' else 'cases'}.{noun}"
            keys = [encrypted_key(label, world.key(noun, kind)) for kind in (OWN, OTHERS, RESTRICTED)]
            client.post(list_of(noun), {"action": action, "_selected_action": keys, "index": "0"})
    client.post(
        list_of("person"),
        {
            "action": "delete_selected",
            "_selected_action": [encrypted_key("cases.person", key) for key in (1, 2)],
            "post": "yes",
        },
    )
    assert state() == before


@pytest.mark.parametrize("noun", ["person", "case"])
def test_submitting_many_leaves_restricted_ones_alone(noun: str, roles: None) -> None:
    world = build("Editor")
    client = client_of(world.me)
    keys = [encrypted_key(f"cases.{noun}", key) for key in (world.key(noun, OWN), world.key(noun, RESTRICTED), NEVER)]
    before = Snapshot.objects.of(
        apps.get_model("cases", noun)._base_manager.get(pk=world.key(noun, RESTRICTED))
    ).values_list("pk", flat=True)
    kept = list(before)
    response = client.post(
        list_of(noun), {"action": "submit_many", "_selected_action": keys, "index": "0"}, follow=True
    )
    assert SECRET not in response.content.decode()
    assert list(before.all()) == kept
    assert not Entry.objects.filter(action="submitted", root_key=world.key(noun, RESTRICTED), by=world.me).exists()


def test_approving_many_leaves_own_restricted_and_unmarked_ones_alone(roles: None) -> None:
    world = build("Editor+Reviewer")
    data: dict[str, object] = {"id": [], "tick": []}
    for kind in (OWN, OTHERS, RESTRICTED):
        snapshot = world.snapshots[world.key("snapshot", kind)]
        name = encrypted_key(bulk_review.SELECTED, snapshot.pk)
        data["id"] += [name]  # type: ignore[operator]
        data["tick"] += [f"{name}:{path}" for path in values_of(snapshot.content)]  # type: ignore[operator]
        data |= {f"approve-{name}": "yes", f"digest-{name}": snapshot.digest}
    client_of(world.me).post(reverse("admin:review_many"), data)
    told = {kind: Snapshot.objects.get(pk=world.key("snapshot", kind)).status for kind in (OWN, OTHERS, RESTRICTED)}
    assert told == {OWN: Status.PENDING, OTHERS: Status.APPROVED, RESTRICTED: Status.PENDING}


def test_ticks_and_digest_of_another_submission_approve_nothing(roles: None) -> None:
    world = build("Reviewer")
    mine, other = (world.snapshots[world.key("snapshot", kind)] for kind in (OTHERS, RESTRICTED))
    page = reverse("admin:review_snapshot_change", args=[mine.pk])
    client = client_of(world.me)
    for digest, ticks in ((other.digest, values_of(mine.content)), (mine.digest, values_of(other.content))):
        response = client.post(page, {"verb": "approve", "digest": digest, "tick": sorted(ticks)})
        assert response.status_code == 409
    assert Snapshot.objects.get(pk=mine.pk).status == Status.PENDING
