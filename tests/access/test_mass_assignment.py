"""What a form does not offer cannot be posted: stamps, versions, ids, keys, and to whom it is not given, access and secrets."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.admin_addresses import encrypted_key
from accounts.encrypted_choices import choice_of
from accounts.models import Entry, User
from cases.models import Person, Record
from cases.review.models import Snapshot
from tests.access.world import OTHERS, OWN, account, build, client_of
from tests.cases.admin.pages import opened

pytestmark = pytest.mark.django_db(databases=["default", "register"])

NOUNS = (
    "person", "case", "hearing", "defendant", "sentence", "country", "region", "occupation", "organisation", "official", "court",
    "facility", "jurisdiction", "code", "provision", "source", "violation", "intake",
    "creditfactor", "appealperiod",
)  # fmt: skip
NEVER_POSTED = (
    "id",
    "public_id",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "content",
    "sha256",
)
FORGED = ("1", "on", "forged", "2001-02-03", "approved")


def model_of(noun: str) -> type[Record]:
    """The model of that noun."""
    model: type[Record] = apps.get_model("cases", noun)
    return model


def row(model: type[models.Model], key: int) -> dict[str, Any]:
    """The stored values of one record."""
    return dict(model._base_manager.filter(pk=key).values().get())


def forged(client: Client, page: str, model: type[models.Model], value: str) -> dict[str, Any]:
    """The form of `page` with every field of the model, and of its rows, that the page does not offer."""
    form, html = opened(client, page), client.get(page).content.decode()
    extra = {field.name: value for field in model._meta.get_fields() if f'name="{field.name}"' not in html}
    assert {"public_id", "version", "created_by", "updated_at"} <= set(extra)
    extra |= {f"{name}_id": value for name in extra}
    for name in [name.removesuffix("-TOTAL_FORMS") for name in form if name.endswith("-TOTAL_FORMS")]:
        extra |= {f"{name}-0-{each}": value for each in NEVER_POSTED[1:] if f"{name}-0-{each}" not in form}
    return {"is_superuser": "on", "published": "1", "approved_by": "1", "status": value} | extra | form


@pytest.mark.parametrize("noun", NOUNS)
def test_fields_that_the_page_does_not_offer_stay_as_they_were(noun: str, roles: None) -> None:
    world = build("Editor")
    client, key, model = client_of(world.me), world.key(noun, OTHERS), model_of(noun)
    page = reverse(f"admin:cases_{noun}_change", args=[key])
    before, entries = row(model, key), Entry.objects.count()
    for value in FORGED:
        assert client.post(page, forged(client, page, model, value)).status_code == 302
        assert row(model, key) == before
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("noun", ["person", "case"])
def test_added_record_takes_no_forged_stamp_or_id(noun: str, roles: None) -> None:
    world = build("Editor")
    client, model = client_of(world.me), model_of(noun)
    page = reverse(f"admin:cases_{noun}_add")
    form = forged(client, page, model, "7")
    form |= (
        {"jurisdiction": encrypted_key("cases.jurisdiction", world.key("jurisdiction", OTHERS)), "title": "New"}
        if noun == "case"
        else {}
    )
    form |= {"names-0-text": "Новы Чалавек", "names-0-language": "be"} if noun == "person" else {}
    assert client.post(page, form).status_code == 302
    made = model._base_manager.latest("pk")
    assert made.created_by == world.me
    assert made.updated_by == world.me
    assert len(made.public_id) == 12
    assert made.pk != 7 or model._base_manager.count() >= 7


@pytest.mark.parametrize("role", ["Publisher", "Auditor", "Administrator", "no role"])
@pytest.mark.parametrize("noun", ["person", "case"])
def test_who_may_not_change_cannot_restrict_or_open(role: str, noun: str, roles: None) -> None:
    world = build(role)
    key = world.key(noun, OTHERS)
    forms = {"restricted": "on", "readers": [choice_of(world.me)]}
    assert client_of(world.me).post(reverse(f"admin:cases_{noun}_change", args=[key]), forms).status_code == 403
    record: Any = model_of(noun)._base_manager.get(pk=key)
    assert (record.restricted, record.readers.count()) == (False, 0)


def test_sensitive_fields_are_not_taken_where_they_were_not_opened(roles: None) -> None:
    world = build("Editor")
    client, key = client_of(world.me), world.key("person", OTHERS)
    page = reverse("admin:cases_person_change", args=[key])
    form = opened(client, page) | {"contacts": "forged", "health": "forged", "relatives": "forged"}
    assert client.post(page, form).status_code == 302
    person = Person.objects.get(pk=key)
    assert (person.contacts, person.health, person.relatives) == ("", "", "")


@pytest.mark.parametrize("kind", [OWN, OTHERS])
def test_status_of_a_submission_cannot_be_posted(kind: str, roles: None) -> None:
    world = build("Editor")
    key = world.key("snapshot", kind)
    before = row(Snapshot, key)
    forged_fields = {field.name: "approved" for field in Snapshot._meta.get_fields()}
    client_of(world.me).post(reverse("admin:review_snapshot_change", args=[key]), forged_fields | {"verb": "approve"})
    assert row(Snapshot, key) == before


def test_account_cannot_be_raised_by_posted_fields(administrator: User, editor: User) -> None:
    client: Client = client_of(administrator)
    fields = {field.name: "1" for field in User._meta.get_fields()} | {"roles": ["Editor"], "is_superuser": "on"}
    client.post(reverse("admin:accounts_user_change", args=[editor.pk]), fields)
    raised = ("is_superuser", "is_active", "password", "user_permissions", "groups", "is_demonstration")
    invited = {"username": "newcomer", "roles": ["Editor"]} | dict.fromkeys(raised, "1")
    client.post(reverse("admin:accounts_user_add"), invited)
    for name in ("editor", "newcomer"):
        user = User.objects.get(username=name)
        assert (user.is_superuser, user.is_demonstration, user.user_permissions.count()) == (False, False, 0)
        assert [group.name for group in user.groups.all()] == ["Editor"]
        assert not user.check_password("1")


def test_nobody_raises_themselves(administrator: User, roles: None) -> None:
    account("second", "Administrator")
    page = reverse("admin:accounts_user_change", args=[administrator.pk])
    client_of(administrator).post(page, {"roles": ["Administrator", "Reviewer"]})
    assert [group.name for group in administrator.groups.all()] == ["Administrator"]
