"""The register holds what is approved, nothing else, and the same however it came to be."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Person
from cases.public_site import models as register
from cases.publication import publish
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Outstanding
from cases.review.policy import POLICY, How, Never, Public
from tests import factories
from tests.cases.review.registers import content, content_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def test_publish_whole_records_fills_every_table(approved: Any, whole_person: Person, whole_case: Case) -> None:
    approved(whole_person)
    approved(whole_case)
    empty = {table for table, rows in content().items() if not rows}
    assert empty <= {"register_publishedphoto", "register_publishedretired", "register_publishedrule"}


def test_publish_birth_date_shows_only_the_year(approved: Any, whole_person: Person) -> None:
    approved(whole_person)
    row = register.PublishedPerson.objects.get()
    assert (row.born_edtf, str(row.born_lower), str(row.born_upper)) == ("1980", "1980-01-01", "1980-12-31")
    assert "05-06" not in str(content())


def test_publish_with_a_value_withheld_leaves_it_as_if_unknown(approved: Any, editor: User) -> None:
    person = factories.person(by=editor, gender="male")
    approved(person, withhold={f"{person.path}/gender"})
    assert register.PublishedPerson.objects.get().gender == ""


def test_publish_link_only_while_both_ends_are_public(
    approved: Any, whole_person: Person, whole_case: Case, reviewer: User
) -> None:
    approved(whole_case)
    assert register.PublishedDefendant.objects.get().person_id is None
    assert whole_person.public_id not in str(content())
    approved(whole_person)
    assert register.PublishedDefendant.objects.get().person_id == whole_person.public_id
    transitions.retract(record=whole_person, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert register.PublishedDefendant.objects.get().person_id is None
    assert whole_person.public_id not in str(content())


def test_publish_citation_of_a_withheld_value_withholds_the_citation(approved: Any, whole_person: Person) -> None:
    custody = whole_person.custody.get()
    approved(whole_person, withhold={f"{custody.path}/from_date"})
    assert not register.PublishedCitation.objects.exists()
    assert not register.Reference.objects.filter(noun="source").exists()


def test_publish_of_a_confidential_source_never_happens(approved: Any, editor: User) -> None:
    person = factories.person(by=editor)
    factories.citation(person, by=editor, source=factories.source(confidential=True, title="Somebody close"))
    snapshot = approved(person)
    assert "Somebody close" not in str(snapshot.content) + str(content())


def test_publish_of_a_dangerous_source_keeps_its_link_back(approved: Any, editor: User) -> None:
    person = factories.person(by=editor)
    factories.citation(person, by=editor, source=factories.source(legal_risk=True, link="https://example.org/risk"))
    approved(person)
    assert register.Reference.objects.get(noun="source").link == ""
    assert "example.org/risk" not in str(content())


def test_publish_unverified_maximum_is_not_told(approved: Any, whole_case: Case, editor: User) -> None:
    defendant = whole_case.defendants.get()
    sure = factories.provision(article="901", max_months=60)
    unsure = factories.provision(article="902", max_months=120, death_possible=True, to_verify=True)
    for provision in (sure, unsure):
        factories.charge(defendant, provision=provision, by=editor)
    approved(whole_case)
    told = {row.article: row.max_months for row in register.Reference.objects.filter(noun="provision")}
    assert told["901"] == 60
    assert told["902"] is None
    assert register.Reference.objects.get(article="902").death_possible is None


def test_later_edit_changes_nothing_in_public(
    approved: Any, whole_person: Person, whole_case: Case, editor: User
) -> None:
    approved(whole_person)
    approved(whole_case)
    before = content()
    whole_person.refresh_from_db()
    whole_person.gender = "other"
    whole_person.save(by=editor)
    factories.custody(whole_person, by=editor)
    factories.charge(whole_case.defendants.get(), by=editor)
    court = whole_case.court
    court.name_en = "Renamed Court"
    court.save(by=editor)
    transitions.submit(record=whole_person, by=editor)
    publish.publish_outstanding()
    assert content() == before


def test_publish_twice_changes_nothing(approved: Any, whole_person: Person, whole_case: Case) -> None:
    approved(whole_person)
    approved(whole_case)
    before = content()
    for record in (whole_person, whole_case):
        Outstanding.objects.create(noun=record.noun(), ref=record.public_id)
        assert publish.publish_outstanding() >= 1
        assert content() == before
    assert publish.publish_outstanding() == 0


def test_retract_takes_everything_away(approved: Any, whole_person: Person, whole_case: Case, reviewer: User) -> None:
    approved(whole_person)
    approved(whole_case)
    for record in (whole_person, whole_case):
        transitions.retract(record=record, by=reviewer, reason="The family asked.")
    publish.publish_outstanding()
    held = content()
    assert {table for table, rows in held.items() if rows} <= {"register_edition", "register_publishedrule"}
    assert register.Edition.objects.get().digest == "0" * 64


def test_edition_returns_to_the_same_digest_when_a_record_goes_and_comes(
    approved: Any, whole_person: Person, editor: User, reviewer: User
) -> None:
    approved(whole_person)
    before = register.Edition.objects.get().digest
    other = factories.person("Іншы Выдуманы", by=editor)
    approved(other)
    assert register.Edition.objects.get().digest != before
    transitions.retract(record=other, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert register.Edition.objects.get().digest == before


def test_crash_between_approve_and_publish_loses_nothing(editor: User, reviewer: User, whole_person: Person) -> None:
    snapshot = transitions.submit(record=whole_person, by=editor)
    # Inside the test's transaction no on_commit work runs: exactly what a process leaves that died after COMMIT.
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=set(values_of(snapshot.content)))
    assert not register.PublishedPerson.objects.exists()
    assert Outstanding.objects.count() == 1
    other = factories.person("Іншы Выдуманы", by=editor)
    later = transitions.submit(record=other, by=editor)
    transitions.approve(snapshot=later, by=reviewer, digest=later.digest, ticked=set(values_of(later.content)))
    assert publish.publish_outstanding() == 2
    assert register.PublishedPerson.objects.count() == 2
    assert not Outstanding.objects.exists()


def test_rebuild_twice_gives_the_same_bytes(
    approved: Any, whole_person: Person, whole_case: Case, tmp_path: Path
) -> None:
    approved(whole_person)
    approved(whole_case)
    files = [tmp_path / "one.sqlite3", tmp_path / "two.sqlite3"]
    for file in files:
        assert publish.rebuild(file) == 2
    assert files[0].read_bytes() == files[1].read_bytes()


def test_rebuild_holds_what_publication_step_by_step_held(
    approved: Any, whole_person: Person, whole_case: Case, editor: User, tmp_path: Path
) -> None:
    approved(whole_case)
    approved(whole_person)
    whole_person.refresh_from_db()
    whole_person.gender = "other"
    whole_person.save(by=editor)
    approved(whole_person)
    publish.rebuild(tmp_path / "new.sqlite3")
    assert content_of(tmp_path / "new.sqlite3") == content()


def test_rebuild_that_fails_leaves_no_half_made_file(tmp_path: Path) -> None:
    from cases.publication import register_file as registerfile

    target = tmp_path / "register.sqlite3"
    target.write_bytes(b"the old one")
    with pytest.raises(RuntimeError), registerfile.building(target):
        raise RuntimeError
    assert target.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [target]


def test_publish_of_a_defendant_who_is_only_a_private_person_leaves_no_charges(approved: Any, whole_case: Case) -> None:
    defendant = whole_case.defendants.get()
    values = ("stage", "stage_date", "in_absentia", "act_date")
    approved(whole_case, withhold={f"{defendant.path}/{name}" for name in values})
    assert not register.PublishedDefendant.objects.exists()
    assert not register.PublishedCharge.objects.exists()
    assert not register.PublishedPenalty.objects.exists()


def test_register_keeps_no_count_of_what_was_withdrawn(approved: Any, whole_person: Person) -> None:
    from django.db import connections

    approved(whole_person)
    with connections["register"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_sequence")
        assert cursor.fetchone() == (0,)


def test_register_after_a_withdrawal_is_in_the_order_of_its_content(
    approved: Any, reviewer: User, editor: User, register_file: Any
) -> None:
    """Whatever was withdrawn leaves neither a gap nor words that stand last."""
    from django.apps import apps
    from django.db import connections

    def all_rows() -> dict[str, list[Any]]:
        told = {}
        with connections["register"].cursor() as cursor:
            for model in apps.get_app_config("register").get_models():
                cursor.execute(f'SELECT rowid, * FROM "{model._meta.db_table}" ORDER BY rowid')
                told[model._meta.db_table] = cursor.fetchall()
        return told

    stays = [factories.person(f"Invented {name}", by=editor) for name in ("Alpha", "Beta", "Gamma")]
    for person in stays:
        factories.person_summary(person, text="The informant of the embassy met a colonel.", by=editor)
    approved(stays[0])
    goes = factories.person("Invented Delta", by=editor)
    factories.person_summary(goes, text="Informant of the embassy, colonel, and somebody else.", by=editor)
    approved(goes)
    for person in stays[1:]:
        approved(person)
    # Withdrawn twice, once beside something that only one of them held: the second time nothing is left to tell of it.
    transitions.retract(record=goes, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    after = all_rows()
    assert "somebody" not in str(after)
    for table, rows in after.items():
        assert table == "register_publishedrule" or [row[0] for row in rows] == list(range(1, len(rows) + 1)), table
    words = [row[2:4] for row in after["register_publishedword"]]
    assert words == sorted(words)


def test_policy_that_closes_a_field_closes_what_was_approved_before(
    approved: Any, whole_person: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    custody = whole_person.custody.get()
    approved(whole_person)
    assert register.PublishedCitation.objects.filter(about=f"{custody.path}/from_date").exists()
    monkeypatch.setitem(POLICY, "person", {**POLICY["person"], "gender": Never("closed since")})
    monkeypatch.setitem(
        POLICY, "custody", {name: rule for name, rule in POLICY["custody"].items() if name != "from_date"}
    )
    monkeypatch.delitem(POLICY, "violation")
    publish.rebuild(tmp_path / "closed.sqlite3")
    told = content_of(tmp_path / "closed.sqlite3")
    assert not told["register_publishedviolation"] and not told["register_publishedcitation"]
    assert "'male'" not in str(told["register_publishedperson"])
    assert len(told["register_publishedcustody"]) == 1


def decide(person: Person, editor: User, reviewer: User) -> None:
    """Approve without publishing."""
    snapshot = transitions.submit(record=person, by=editor)
    ticked = set(values_of(snapshot.content))
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)


def test_record_that_cannot_be_published_keeps_no_other_from_it(
    approved: Any, editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hindered, other, danger = (factories.person(by=editor, gender=gender) for gender in ("male", "", ""))
    for person in (danger, hindered):
        approved(person)
    # Of a value that is taken for what it is not no row can be made; only one of them has this value.
    monkeypatch.setitem(POLICY, "person", {**POLICY["person"], "gender": Public(How.REFERENCE)})
    Outstanding.objects.create(noun="person", ref=hindered.public_id)
    decide(other, editor, reviewer)
    transitions.retract(record=danger, by=reviewer, reason="Danger.")
    publish.publish_quietly()
    assert set(register.PublishedPerson.objects.values_list("pk", flat=True)) == {hindered.public_id, other.public_id}
    assert set(Outstanding.objects.values_list("ref", flat=True)) == {hindered.public_id}


@pytest.mark.parametrize(("zone", "day"), [("Europe/Minsk", date(2022, 3, 5)), ("UTC", date(2022, 3, 4))])
def test_day_of_an_approval_is_that_of_the_organisation(
    approved: Any, editor: User, settings: Any, monkeypatch: pytest.MonkeyPatch, zone: str, day: date
) -> None:
    settings.TIME_ZONE = zone
    monkeypatch.setattr(timezone, "now", lambda: datetime(2022, 3, 4, 22, 30, tzinfo=UTC))
    person = factories.person(by=editor)
    approved(person)
    row = register.Published.objects.get()
    assert (row.first_on, row.changed_on) == (day, day)
