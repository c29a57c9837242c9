"""Saving a record: history, versions, restriction."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Entry, User
from cases.models import ChangedMeanwhile, Custody, Person, PersonName
from cases.models.record import ALPHABET, new_public_id
from tests import factories

pytestmark = pytest.mark.django_db


def told(person: Person) -> list[tuple[str, str, str, str, str]]:
    entries = Entry.objects.filter(root_kind="person", root_key=person.pk).order_by("sequence")
    return list(entries.values_list("action", "kind", "field", "before", "after"))


def test_save_new_record_tells_every_value_and_who(editor: User) -> None:
    person = factories.person("", by=editor, gender="male")
    assert ("added", "person", "gender", "", "male") in told(person)
    assert set(Entry.objects.filter(root_kind="person").values_list("by", flat=True)) == {editor.pk}
    assert (person.created_by, person.updated_by, person.version) == (editor, editor, 1)


def test_save_changed_value_tells_before_and_after(editor: User) -> None:
    person = factories.person("", gender="male")
    person.gender = "female"
    person.save(by=editor)
    assert told(person)[-1] == ("changed", "person", "gender", "male", "female")
    assert (person.version, person.updated_by) == (2, editor)


def test_save_without_a_change_writes_nothing(editor: User) -> None:
    person = factories.person("")
    before = (Entry.objects.count(), person.version, person.updated_at)
    person.save(by=editor)
    person.refresh_from_db()
    assert (Entry.objects.count(), person.version, person.updated_at) == before


def test_save_over_a_newer_version_is_refused_and_writes_nothing(editor: User) -> None:
    person = factories.person("")
    first, second = Person.objects.get(pk=person.pk), Person.objects.get(pk=person.pk)
    first.gender = "female"
    first.save(by=editor)
    second.gender = "male"
    with pytest.raises(ChangedMeanwhile):
        second.save(by=editor)
    assert Person.objects.get(pk=person.pk).gender == "female"


def test_save_of_a_row_moves_the_version_of_its_record(editor: User) -> None:
    person = factories.person("")
    factories.custody(person, by=editor)
    assert Person.objects.get(pk=person.pk).version == 2
    person.gender = "male"
    person.save(by=editor)  # the instance at hand knows of the move


def test_remove_tells_what_the_row_held(editor: User) -> None:
    person = factories.person("")
    name = factories.person_name(person, text="Выдуманы Іван")
    name.remove(by=editor)
    assert ("removed", "personname", "text", "Выдуманы Іван", "") in told(person)
    assert not PersonName.objects.exists()


def test_encrypted_value_is_unreadable_in_table_and_log(editor: User) -> None:
    from django.db import connection

    person = factories.person("", by=editor, contacts="the mother, flat 7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT contacts FROM cases_person")
        stored = cursor.fetchone()[0]
    assert "mother" not in stored
    assert "mother" not in str(told(person))
    assert Person.objects.get().contacts == "the mother, flat 7"


def test_encrypted_value_saved_unchanged_is_no_change(editor: User) -> None:
    factories.person("", contacts="the mother")
    person = Person.objects.get()
    person.save(by=editor)
    assert Person.objects.get().version == 1


@pytest.mark.parametrize(
    "name", ["update", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"]
)
def test_bulk_write_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match="one by one"):
        getattr(Person.objects, name)()


def test_delete_is_refused() -> None:
    with pytest.raises(TypeError, match=re.escape("remove(by=...)")):
        factories.person("").delete()


def test_restricted_record_and_its_rows_exist_for_its_readers_alone(editor: User, reviewer: User) -> None:
    person = factories.person(restricted=True, readers=[editor])
    defendant = factories.defendant(person=person)
    factories.charge(defendant)
    factories.custody(person)
    for model in (Person, PersonName, Custody, type(defendant), type(defendant.charges.get())):
        assert model.objects.visible_to(editor).count() == 1, model
        assert model.objects.visible_to(reviewer).count() == 0, model
    assert defendant.case.is_visible_to(reviewer)


@given(st.integers())
def test_public_id_is_twelve_plain_letters(_seed: int) -> None:
    public_id = new_public_id()
    assert len(public_id) == 12
    assert set(public_id) <= set(ALPHABET)
