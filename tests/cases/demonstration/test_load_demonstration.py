"""The demonstration: the founding case as its source tells it, invented people who say so, every state of publication."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import Entry, User
from cases.admin.confirm_save import mixed_in
from cases.demonstration.build_records import INVENTED
from cases.demonstration.load_demonstration import load, read
from cases.demonstration.review_states import STEPS
from cases.models import (
    Case,
    Citation,
    Consent,
    Court,
    Custody,
    Facility,
    Hearing,
    Official,
    Person,
    PersonName,
    Provision,
    Recognition,
    Sentence,
    Source,
    Violation,
)
from cases.models.date_conflicts import impossible_in
from cases.models.visible_text import text_fields, unseen_texts
from cases.public_site.models import Published, PublishedCharge, PublishedName
from cases.publication import publish
from cases.reference.load_reference_data import load as load_reference
from cases.reference.stable_ids import fixed_id
from cases.review import publication_status
from cases.review.models import Snapshot, Status

pytestmark = pytest.mark.django_db(databases=["default", "register"])

TODAY = date(2025, 5, 6)
# What the family names say, in the languages of the records; a name that says nothing of the kind is none of ours.
SAYS_INVENTED = (
    "Выдум", "Прыдум", "Уяўн", "Казачн", "Прыклад", "Узор", "Небыліц", "Нябыл", "Паказн", "Мройн", "Няісн", "Пробн",
    "Вымышл", "Придум", "Пример", "Небылиц", "ဥပမာ", "စိတ်ကူး", "နမူနာ", "خيالي", "نمونه", "Zmyśl",
)  # fmt: skip


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demonstration, loaded once for the tests of this module and rolled back after them."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        transaction.atomic(using="register"),
    ):
        call_command("sync_roles", verbosity=0)
        load_reference()
        load(allowed=True, today=TODAY)
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="register")


@pytest.fixture
def founding(demonstration: None) -> Person:
    return Person.objects.get(public_id=fixed_id("demonstration", "Person", "melnik"))


def test_there_are_forty_four_invented_people_beside_the_founding_case(demonstration: None) -> None:
    assert Person.objects.count() == 45
    assert Case.objects.filter(title__startswith="Invented: ").count() == Case.objects.count() - 1 >= 15


def test_every_state_of_publication_is_there(demonstration: None) -> None:
    shown = set(publication_status.LABELS) - {"unreadable"}  # which no record entered through the program can be
    assert {state.code for state in publication_status.states_of(Person.objects.all()).values()} == shown
    assert {state.code for state in publication_status.states_of(Case.objects.all()).values()} >= {
        "pending",
        "public",
        "changed",
    }
    assert set(Status.values) == set(Snapshot.objects.values_list("status", flat=True)) | {Status.SUPERSEDED}
    waiting = Snapshot.objects.filter(status=Status.PENDING, person__isnull=False)
    assert any(publication_status.state_of(snapshot.record).is_public for snapshot in waiting)


def test_the_founding_person_is_entered_as_the_article_tells_it(founding: Person) -> None:
    assert [(name.text, name.kind) for name in founding.names.all()] == [
        ("Віталь Мельнік", "legal"),
        ("Vital Melnik", "latin"),
        ("Виталий Мельник", "alias"),
    ]
    shot = founding.violations.get()
    assert (shot.kind, shot.public_text, shot.on_date_upper) == ("shot", "Shot in his knees.", date(2022, 11, 1))
    held = founding.custody.get()
    assert (held.kind, held.facility, held.until) == ("remand", None, "")
    assert not founding.born and not founding.citizenships.exists() and not founding.recognitions.exists()


def test_the_founding_case_has_its_stage_as_known_from_the_source_and_three_charges(founding: Person) -> None:
    defendant = founding.prosecutions.get()
    assert (defendant.stage, defendant.stage_date) == ("to_court", "2022-11-01")
    assert [charge.provision.label for charge in defendant.charges.all()] == ["art. 289", "art. 368", "art. 295"]
    assert [charge.status for charge in defendant.charges.all()] == ["charged"] * 3
    terrorism = defendant.charges.first().provision
    assert terrorism.death_possible and not terrorism.to_verify
    assert not defendant.sentences.exists() and not defendant.case.hearings.exists() and defendant.case.court is None


def test_the_founding_values_stand_beside_what_the_sources_say(founding: Person) -> None:
    case = founding.prosecutions.get().case
    citations = [*founding.citations.all(), *case.citations.all()]
    assert {citation.source.link for citation in citations} == {
        "",
        "https://globalvoices.org/2022/11/03/lives-interrupted-the-human-cost-of-resistance-in-belarus/",
    }
    assert {citation.source.published for citation in citations} == {"2022-11-01", "2022-11-03"}
    about = {citation.about for citation in citations}
    for charge in case.defendants.get().charges.all():
        assert f"charge/{charge.public_id}/provision" in about
    assert f"defendant/{case.defendants.get().public_id}/stage" in about
    assert f"violation/{founding.violations.get().public_id}/kind" in about
    assert all(citation.quote and citation.stance == "supports" for citation in citations)


def test_the_founding_records_went_through_four_eyes(founding: Person) -> None:
    for record in (founding, founding.prosecutions.get().case):
        snapshot = Snapshot.objects.of(record).get()
        assert (snapshot.status, snapshot.submitted_by.username, snapshot.decided_by.username, snapshot.withheld) == (
            "approved",
            "editor",
            "reviewer",
            [],
        )


def test_the_founding_case_and_others_reach_the_register_and_withdrawn_ones_do_not(founding: Person) -> None:
    publish.publish_outstanding()
    public = set(Published.objects.values_list("pk", flat=True))
    assert founding.public_id in public
    assert PublishedCharge.objects.filter(owner=founding.prosecutions.get().case.public_id).count() == 3
    approved = Snapshot.objects.filter(status=Status.APPROVED)
    assert public == {snapshot.record.public_id for snapshot in approved}
    for hidden in ("sviatlana", "kiryl", "maksim", "maryia", "stanislau", "andrei"):
        assert fixed_id("demonstration", "Person", hidden) not in public
    assert not PublishedName.objects.filter(text="Кірыл Пробны").exists()


def test_every_invented_record_says_that_it_is_invented(founding: Person) -> None:
    for person in Person.objects.exclude(pk=founding.pk):
        names = [name.text for name in person.names.all()]
        assert any(word in name for name in names for word in SAYS_INVENTED), names
        texts = [summary.text for summary in person.summaries.all()] or [person.internal_notes]
        assert all(text.startswith((INVENTED, "Invented: ")) for text in texts), names
    for violation in Violation.objects.exclude(person=founding).exclude(public_text=""):
        assert violation.public_text.startswith("Invented: ")
    for case in Case.objects.filter(title__startswith="Invented: "):
        assert all("(invented)" in summary.title for summary in case.summaries.all())
    assert not Official.objects.exclude(name_en__contains="(invented)").exists()
    for citation in Citation.objects.exclude(person=founding).exclude(case__defendants__person=founding):
        assert citation.quote.startswith("Invented: ") and citation.source.title.startswith("Invented ")


def test_hearings_lie_before_and_after_the_day_of_loading(demonstration: None) -> None:
    assert Hearing.objects.filter(day_lower__gt=TODAY, outcome="").count() >= 4
    assert Hearing.objects.filter(day_lower__lt=TODAY).count() >= 10
    assert Hearing.objects.get(adjourned_from__day="2025-05-01").day == "2025-05-15"


def test_the_demonstration_shows_what_the_program_is_for(demonstration: None) -> None:
    assert {case.jurisdiction.name_en for case in Case.objects.all()} == {"Belarus", "Russia", "Myanmar"}
    assert {"ar", "fa", "my", "be", "ru"} <= set(PersonName.objects.values_list("language", flat=True))
    assert set(Custody.objects.values_list("end", flat=True)) >= {"pardoned", "served", "died", "expelled", "exchanged"}
    assert Sentence.objects.filter(replaces__isnull=False).count() >= 5
    assert {"pardon", "appeal", "replacement", "addition"} <= set(Sentence.objects.values_list("instance", flat=True))
    assert Citation.objects.filter(stance="contradicts").count() >= 3
    assert Person.objects.filter(restricted=True).get().readers.count() == 2
    assert Case.objects.get(number="INVENTED-1").defendants.count() == 4
    assert {"given", "refused", "withdrawn", "asked_for"} <= set(Consent.objects.values_list("answer", flat=True))
    schoolboy = Person.objects.get(public_id=fixed_id("demonstration", "Person", "maksim"))
    assert schoolboy.is_minor_on(schoolboy.custody.get().from_date_lower)
    disagreeing = [
        person
        for person in Person.objects.all()
        if len({(r.organisation_id, r.status) for r in person.recognitions.all()}) > 1
        and len({r.organisation_id for r in person.recognitions.all()}) > 1
    ]
    assert any({r.status for r in person.recognitions.all()} >= {"persecuted"} for person in disagreeing)
    assert Recognition.objects.exclude(until="").exists()


def test_two_people_bear_one_name(demonstration: None) -> None:
    assert PersonName.objects.filter(text="Іван Выдуманы").values("person").distinct().count() == 2


def test_loading_twice_changes_nothing(demonstration: None) -> None:
    before = (Entry.objects.count(), Snapshot.objects.count(), User.objects.count())
    assert load(allowed=True, today=TODAY) == 0
    assert (Entry.objects.count(), Snapshot.objects.count(), User.objects.count()) == before


def test_every_way_of_reviewing_is_used_by_the_files() -> None:
    tables = read()
    used = {
        table.get("publication", {"state": "never submitted"})["state"]
        for table in [*tables["person"], *tables["case"]]
    }
    assert used == set(STEPS)


def test_demonstration_and_reference_data_obey_the_table_of_dates_and_the_rules_of_names(demonstration: None) -> None:
    """Every record that ships: nothing impossible on the day of loading, no blank text, no word of two scripts."""
    roots = [*Person.objects.all(), *Case.objects.all()]
    for model in (Court, Facility, Provision, Official, Source):
        roots += model.objects.all()
    found = {str(root): [one.note.english for one in impossible_in(root, TODAY)] for root in roots}
    assert {name: notes for name, notes in found.items() if notes} == {}
    for model in (Person, Case, Court, Facility, Provision, Official, Source, PersonName):
        for record in model.objects.all():
            assert list(unseen_texts(record)) == []
            short = [field.name for field in text_fields(model) if field.max_length]
            assert list(mixed_in(record, short)) == [], record
    assert not [case for case in Case.objects.all() if case.court_question()]
