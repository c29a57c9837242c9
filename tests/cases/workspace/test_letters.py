"""Labels for letters: in the script of the place, for those in custody, and never of the hidden."""

import pytest
from django.test import Client

from accounts.encrypted_choices import choice_of
from accounts.models import Entry, User
from cases.models import Person
from cases.workspace.letters import labels, local_name
from tests import factories
from tests.access.world import account, client_of
from tests.cases.workspace.worlds import SECRET, restrict

pytestmark = pytest.mark.django_db
PAGE = "/admin/desk/letters/"


def held(name: str, **given: object) -> Person:
    person = factories.person(name, **given)
    row = factories.custody(person, kind="serving")
    factories.facility_address(facility=row.facility, local="вул. Старая 1", valid_until="2020")
    factories.facility_address(facility=row.facility, local=f"ПК-1\nвул. {name} 2")
    return person


def test_label_has_the_name_and_the_address_that_is_in_use(editor: User) -> None:
    held("Вядомы")
    (label,) = labels(editor)
    assert (label.name, label.address) == ("Вядомы", "ПК-1\nвул. Вядомы 2") and label.care


def test_nobody_free_dead_unreachable_or_without_address_gets_a_label(editor: User) -> None:
    free = held("Вольны")
    row = free.custody.get()
    row.until, row.end = "2022-01-01", "served"
    row.save(by=None)
    held("Памерлы", died="2023-01-01")
    held("Маўклівы", can_receive_letters=False)
    factories.custody(factories.person("Без адраса"), kind="serving")
    factories.custody(factories.person("Дома"), kind="house_arrest")
    assert labels(editor) == []
    assert [label.name for label in labels(editor, silent=True)] == ["Маўклівы"]


def test_name_is_the_legal_one_in_the_local_script() -> None:
    person = factories.person("Ivan Vydumany")
    factories.person_name(person, text="Мянушка", kind="alias", position=1)
    factories.person_name(person, text="Іван Выдуманы", kind="legal", position=2)
    assert local_name(person) == "Іван Выдуманы"


def test_labels_of_others_hold_nobody_restricted(editor: User) -> None:
    held("Вядомы")
    held(f"{SECRET} Схаваны")
    keeper = account("keeper", "Editor")
    restrict(keeper)
    told = client_of(editor).get(PAGE).content.decode()
    assert SECRET not in told and "Вядомы" in told
    assert not Entry.objects.filter(action="read restricted").exists()
    assert SECRET in client_of(keeper).get(PAGE).content.decode()
    assert Entry.objects.filter(action="read restricted", by=keeper, kind="person").count() == 1


def test_page_filters_by_place_and_refuses_a_place_that_is_none(as_editor: Client) -> None:
    one, _other = held("Першы"), held("Другі")
    place = one.custody.get().facility
    told = as_editor.get(PAGE, {"facility": choice_of(place)}).content.decode()
    assert "вул. Першы 2" in told and "вул. Другі 2" not in told
    assert as_editor.get(PAGE, {"facility": place.pk}).status_code == 400
