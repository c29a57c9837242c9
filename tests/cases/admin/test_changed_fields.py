"""Two people at one record: what one of them did not touch follows the other."""

import pytest
from django.test import Client

from accounts.encrypted_choices import choice_of
from accounts.models import Entry, User
from cases.models import Person, PersonName
from tests import factories
from tests.cases.admin.pages import form_of, opened
from tests.cases.admin.test_record_admin import page

pytestmark = pytest.mark.django_db


def saved_twice(client: Client, person: Person, form: dict[str, object]) -> None:
    """Save the page `form` of a record that moved meanwhile, and what comes back once more as it is."""
    told = client.post(page(person), form)
    assert told.status_code == 200
    assert client.post(page(person), form_of(told.content.decode())).status_code == 302
    person.refresh_from_db()


def test_saving_again_leaves_what_the_other_wrote_where_nothing_was_typed(as_editor: Client, reviewer: User) -> None:
    one, other = factories.region(), factories.region()
    person = factories.person(born="1979", internal_notes="first\nsecond", region=one, contacts="a street")
    form = opened(as_editor, page(person)) | {"died": "2023"}
    person.born, person.internal_notes, person.region = "", "third\nfourth", other
    person.save(by=reviewer)
    saved_twice(as_editor, person, form)
    assert (person.born, person.died, person.region) == ("", "2023", other)
    assert person.internal_notes.replace("\r\n", "\n") == "third\nfourth"
    assert person.contacts == "a street"


def test_saving_again_keeps_what_was_typed_where_both_changed_a_field(as_editor: Client, reviewer: User) -> None:
    person = factories.person(born="1979")
    form = opened(as_editor, page(person)) | {"born": "1978"}
    for year in ("1980", "1981"):
        person.born = year
        person.save(by=reviewer)
    saved_twice(as_editor, person, form)
    assert person.born == "1978"


def test_saving_again_leaves_the_rows_that_the_other_wrote(as_editor: Client, reviewer: User) -> None:
    person = factories.person("Іван Першы")
    custody = factories.custody(person, from_date="2020")
    form = opened(as_editor, page(person)) | {"custody-0-until": "2023"}
    custody.from_date = "2021"
    custody.save(by=reviewer)
    name = PersonName.objects.get(person=person)
    name.text = "Іван Другі"
    name.save(by=reviewer)
    person.refresh_from_db()
    saved_twice(as_editor, person, form)
    custody.refresh_from_db()
    name.refresh_from_db()
    assert (custody.from_date, custody.until, name.text) == ("2021", "2023", "Іван Другі")


def test_boxes_follow_the_other_too(as_editor: Client, editor: User, reviewer: User) -> None:
    person = factories.person(restricted=True, readers=[editor])
    form = opened(as_editor, page(person)) | {"died": "2023"}
    person.set_readers([editor, reviewer], by=reviewer)
    saved_twice(as_editor, person, form)
    assert set(person.readers.all()) == {editor, reviewer}
    form = opened(as_editor, page(person)) | {"died": "2022"}
    person.lift_restriction(by=reviewer)
    saved_twice(as_editor, person, form)
    assert (person.restricted, person.died) == (False, "2022")


@pytest.mark.parametrize("theirs", ["Quite another note #9", "Also their note #5", ""])
def test_text_that_ends_like_a_reference_is_not_lost(as_editor: Client, reviewer: User, theirs: str) -> None:
    """As reported: two texts that both end in "#5" are two texts."""
    person = factories.person(internal_notes="See file #5", contacts="flat #5")
    form = opened(as_editor, page(person)) | {"internal_notes": "My own long note, see file #5"}
    person.internal_notes = theirs
    person.save(by=reviewer)
    saved_twice(as_editor, person, form)
    assert person.internal_notes == "My own long note, see file #5"


def test_choice_of_another_record_of_the_same_name_is_a_change(as_editor: Client, reviewer: User) -> None:
    one = factories.region(name_en="Minsk")
    same_name, third = (
        factories.region(name_en="Minsk", country=factories.country(code=code, name_en=code)) for code in ("RU", "MM")
    )
    person = factories.person(region=one)
    form = opened(as_editor, page(person)) | {"region": choice_of(same_name)}
    person.region = third
    person.save(by=reviewer)
    assert Entry.objects.filter(kind="person", field="region", old_id=one.pk, new_id=third.pk).exists()
    saved_twice(as_editor, person, form)
    assert person.region == same_name


def test_boxes_follow_the_other_for_staff_with_a_name_of_their_own(
    as_editor: Client, editor: User, reviewer: User
) -> None:
    """Accounts are compared by the name that is unique, not by the one that colleagues see."""
    User.objects.filter(pk=editor.pk).update(display_name="Zofia, the first")
    person = factories.person(restricted=True, readers=[editor])
    form = opened(as_editor, page(person)) | {"died": "2023"}
    person.set_readers([editor, reviewer], by=reviewer)
    saved_twice(as_editor, person, form)
    assert set(person.readers.all()) == {editor, reviewer}
