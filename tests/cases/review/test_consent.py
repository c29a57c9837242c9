"""What consent decides: scope by answer by day by rule by basis, at approval and afterwards."""

import datetime as dt
import re
from itertools import product

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.domain.vocabulary import ConsentAnswer, ConsentGiver, ConsentScope
from cases.models import Consent, Person
from cases.models.fields import compute, partial_date_names
from cases.public_site.models import Published, PublishedDefendant, PublishedPerson
from cases.publication import publish
from cases.review import consent, consent_verbs, lapses, transitions
from cases.review.freeze import values_of
from cases.review.models import BasisKind, ConsentNeed, ConsentRule, Lapse, PublicationBasis, Snapshot
from cases.review.policy import AGGREGATES, public_fields
from cases.workspace.dashboard import work_panels
from tests import factories
from tests.access.world import account, client_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])
SCOPES = (ConsentScope.IDENTITY, ConsentScope.PHOTO, ConsentScope.BIRTH_DATE, ConsentScope.WORK, ConsentScope.LETTERS)
DAY = dt.date(2026, 6, 15)
NOON = dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC)
ENDS = {"": True, "2026-06-15": True, "2026-06": True, "2027": True, "2026-06-14": False, "2025": False}
"""The end of a consent, and whether it holds on DAY."""
AGREE = {ConsentAnswer.GIVEN: True, ConsentAnswer.ASKED_FOR: True}


def test_every_public_field_of_a_person_belongs_to_a_scope_that_can_be_ruled() -> None:
    paths = [f"{noun}/x/{name}" for noun in AGGREGATES["person"] for name in public_fields(noun)]
    assert len(paths) > 20
    assert consent.scopes_of(paths) == set(SCOPES)
    assert consent.scope_of("photo/x/caption") == ConsentScope.PHOTO
    assert consent.scope_of("person/x/born") == ConsentScope.BIRTH_DATE


def test_names_of_the_tables_are_fields_of_the_policy() -> None:
    assert set(consent.OF_ROWS) <= set(AGGREGATES["person"])
    assert all(name in public_fields(noun) for noun, name in consent.OF_FIELDS)


@pytest.mark.parametrize("need", list(ConsentNeed))
@pytest.mark.parametrize("asked", SCOPES)
def test_scope_by_answer_by_end_by_basis(need: ConsentNeed, asked: ConsentScope) -> None:
    """Six scopes of answers, five answers, six ends, with and without a basis: 360 for each rule and scope."""
    agreed = PublicationBasis(scope=asked, agreed_at=dt.datetime.max.replace(tzinfo=dt.UTC))
    for of, answer, end, bases in product((*SCOPES, ConsentScope.ALL), ConsentAnswer, ENDS, ((), (agreed,))):
        covered = of in (asked, ConsentScope.ALL) and AGREE.get(answer, False) and ENDS[end]
        expected = need == ConsentNeed.FREE or covered or (need == ConsentNeed.BASIS and bool(bases))
        given = answered(scope=of, answer=answer, given_on="2020-01-01", until=end)
        reason = consent.why_not(Person(), asked, need=need, day=DAY, answers=[given], bases=bases)
        assert (reason == "") == expected, (of, answer, end, bases, reason)


@pytest.mark.parametrize(
    ("born", "giver", "scope", "reason"),
    [
        ("2010-01-01", ConsentGiver.PERSON, ConsentScope.IDENTITY, consent.GUARDIAN),
        ("2010-01-01", ConsentGiver.LAWYER, ConsentScope.PHOTO, consent.GUARDIAN),
        ("2010-01-01", ConsentGiver.GUARDIAN, ConsentScope.IDENTITY, ""),
        ("2010-01-01", ConsentGiver.PERSON, ConsentScope.WORK, ""),
        ("2008", ConsentGiver.PERSON, ConsentScope.IDENTITY, consent.GUARDIAN),  # may be a minor
        ("2008-06-15", ConsentGiver.PERSON, ConsentScope.IDENTITY, ""),  # eighteen on this day
        ("2008-06-15", ConsentGiver.GUARDIAN, ConsentScope.IDENTITY, consent.OWN),
        ("", ConsentGiver.GUARDIAN, ConsentScope.PHOTO, consent.OWN),
        ("", ConsentGiver.RELATIVE, ConsentScope.PHOTO, ""),
    ],
)
def test_minors_need_a_guardian_and_adults_answer_themselves(
    born: str, giver: ConsentGiver, scope: ConsentScope, reason: str
) -> None:
    person, given = Person(born=born), answered(scope=scope, giver=giver, given_on="2024")
    set_bounds(person)
    assert consent.why_not(person, scope, need=ConsentNeed.CONSENT, day=DAY, answers=[given], bases=[]) == reason


def test_newest_answer_decides_and_one_of_a_later_day_does_not_yet(editor: User) -> None:
    person = factories.person(by=editor)
    factories.consent(person, scope="all", answer="given", given_on="2024-01-01", by=editor)
    factories.consent(person, scope="photo", answer="withdrawn", given_on="2025-01-01", by=editor)
    factories.consent(person, scope="photo", answer="given", given_on="2026-07-01", by=editor)
    needs = dict.fromkeys(SCOPES, ConsentNeed.CONSENT)
    assert consent.uncovered(fresh(person), SCOPES, needs=needs, day=DAY) == {ConsentScope.PHOTO: consent.REFUSED}
    assert consent.uncovered(fresh(person), SCOPES, needs=needs, day=dt.date(2026, 7, 1)) == {}


def test_refusal_after_a_basis_ends_what_the_basis_covered(editor: User, reviewer: User) -> None:
    person = factories.person(by=editor)
    with time_machine.travel(NOON - dt.timedelta(days=1), tick=False):
        basis(person, ConsentScope.PHOTO, editor, reviewer)
    needs = {ConsentScope.PHOTO: ConsentNeed.BASIS}
    assert not consent.uncovered(fresh(person), [ConsentScope.PHOTO], needs=needs, day=DAY)
    with time_machine.travel(NOON, tick=False):
        factories.consent(person, scope="photo", answer="refused", given_on="2026-06-15", by=editor)
    assert consent.uncovered(fresh(person), [ConsentScope.PHOTO], needs=needs, day=DAY)


def answered(**given: object) -> Consent:
    """An answer that is not stored."""
    answer = Consent(updated_at=NOON, **given)
    set_bounds(answer)
    return answer


def set_bounds(record: models.Model) -> None:
    """Compute what saving would compute from the dates."""
    for name in partial_date_names(type(record)):
        compute(record, name)


def basis(person: Person, scope: ConsentScope, editor: User, reviewer: User) -> PublicationBasis:
    proposed = consent_verbs.propose_basis(
        person=person, scope=scope, kind=BasisKind.PUBLIC, reason="Told in the press.", by=editor
    )
    return consent_verbs.agree_to_basis(basis=proposed, by=reviewer)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def rule(scope: ConsentScope, need: ConsentNeed) -> None:
    ConsentRule.objects.update_or_create(scope=scope, defaults={"need": need})


def approve(person: Person, editor: User, reviewer: User) -> Snapshot:
    snapshot = transitions.submit(record=person, by=editor)
    ticked = set(values_of(snapshot.content))
    return transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)


def in_register(person: Person) -> bool:
    return Published.objects.filter(pk=person.public_id).exists()


def born_in_register(person: Person) -> bool:
    return PublishedPerson.objects.get(pk=person.public_id).born_edtf != ""


@pytest.fixture
def lead(roles: None) -> User:
    """An account that may set the rules."""
    return account("lead", "Case lead")


@pytest.fixture
def consenting(editor: User) -> Person:
    """Somebody with a birth date who agreed to everything until the end of June."""
    rule(ConsentScope.BIRTH_DATE, ConsentNeed.CONSENT)
    person = factories.person("Згодны Выдуманы", born="1980-05-06", by=editor)
    factories.consent(person, scope="birth_date", answer="given", given_on="2024", until="2026-06-30", by=editor)
    return person


@time_machine.travel(NOON, tick=True)
def test_value_without_consent_is_refused_by_name_and_the_rest_can_be_approved(editor: User, reviewer: User) -> None:
    rule(ConsentScope.BIRTH_DATE, ConsentNeed.CONSENT)
    person = factories.person("Нязгодны Выдуманы", born="1980-05-06", by=editor)
    snapshot = transitions.submit(record=person, by=editor)
    ticked = set(values_of(snapshot.content))
    with pytest.raises(Refused, match="year of birth: no consent is recorded"):
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
    rest = {path for path in ticked if not path.endswith("/born")}
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=rest)
    publish.publish_outstanding()
    assert in_register(person) and not born_in_register(person)


def test_consent_that_ends_takes_its_values_out_and_a_clock_set_back_brings_none_back(
    consenting: Person, editor: User, reviewer: User
) -> None:
    with time_machine.travel(NOON, tick=False):
        approve(consenting, editor, reviewer)
        publish.publish_outstanding()
        assert born_in_register(consenting)
    with time_machine.travel(dt.datetime(2026, 6, 30, 20, tzinfo=dt.UTC), tick=False):
        publish.publish_outstanding()
        assert born_in_register(consenting)
    with time_machine.travel(dt.datetime(2026, 6, 30, 21, 1, tzinfo=dt.UTC), tick=False):  # the next day in Minsk
        publish.publish_outstanding()
        assert in_register(consenting) and not born_in_register(consenting)
    with time_machine.travel(NOON, tick=False):
        publish.publish_outstanding()
        assert not born_in_register(consenting)
        factories.consent(consenting, scope="birth_date", answer="given", given_on="2026-06-01", by=editor)
        publish.publish_outstanding()
        assert not born_in_register(consenting), "a new consent publishes nothing by itself"
        approve(consenting, editor, reviewer)
        publish.publish_outstanding()
        assert born_in_register(consenting)
    assert Entry.objects.filter(action=lapses.ACTION, root_key=consenting.pk).count() == 1


@time_machine.travel(NOON, tick=True)
def test_consent_withdrawn_takes_its_values_out_with_the_next_publication(
    consenting: Person, editor: User, reviewer: User
) -> None:
    approve(consenting, editor, reviewer)
    publish.publish_outstanding()
    answer = consenting.consents.get()
    answer.answer = "withdrawn"
    answer.save(by=editor)
    publish.publish_outstanding()
    assert in_register(consenting) and not born_in_register(consenting)


@time_machine.travel(NOON, tick=True)
def test_removed_consent_takes_its_values_out(consenting: Person, editor: User, reviewer: User) -> None:
    approve(consenting, editor, reviewer)
    publish.publish_outstanding()
    consenting.consents.get().remove(by=editor)
    publish.publish_outstanding()
    assert not born_in_register(consenting)


@time_machine.travel(NOON, tick=True)
def test_without_consent_to_be_named_the_whole_person_goes_and_the_case_keeps_no_link(
    editor: User, reviewer: User
) -> None:
    person = factories.person("Названы Выдуманы", by=editor)
    case = factories.case(by=editor)
    factories.defendant(case=case, person=person, by=editor)
    approve(person, editor, reviewer)
    approve(case, editor, reviewer)  # type: ignore[arg-type]
    publish.publish_outstanding()
    assert in_register(person)
    rule(ConsentScope.IDENTITY, ConsentNeed.CONSENT)
    publish.publish_outstanding()
    assert not in_register(person)
    assert not PublishedDefendant.objects.exclude(person=None).exists()


@time_machine.travel(NOON, tick=True)
def test_milder_rule_brings_nothing_back(consenting: Person, editor: User, reviewer: User) -> None:
    approve(consenting, editor, reviewer)
    consenting.consents.get().remove(by=editor)
    publish.publish_outstanding()
    rule(ConsentScope.BIRTH_DATE, ConsentNeed.FREE)
    publish.publish_outstanding()
    assert Lapse.objects.count() == 1 and not born_in_register(consenting)


def test_free_scopes_write_nothing_about_consent(editor: User, reviewer: User) -> None:
    person = factories.person("Вольны Выдуманы", born="1980", by=editor)
    approve(person, editor, reviewer)
    publish.publish_outstanding()
    assert born_in_register(person) and not Lapse.objects.exists()


def test_basis_takes_a_reason_and_two_people(editor: User, reviewer: User, second_reviewer: User) -> None:
    person = factories.person(by=editor)
    given = {"person": person, "scope": ConsentScope.PHOTO, "kind": BasisKind.INTEREST}
    with pytest.raises(Refused, match="Enter the reason"):
        consent_verbs.propose_basis(**given, reason=" ", by=reviewer)
    proposed = consent_verbs.propose_basis(**given, reason="A minister is named.", by=reviewer)
    with pytest.raises(Refused, match="already"):
        consent_verbs.propose_basis(**given, reason="Again.", by=editor)
    with pytest.raises(Refused, match="yourself"):
        consent_verbs.agree_to_basis(basis=proposed, by=reviewer)
    with pytest.raises(Refused, match="Ask a reviewer"):
        consent_verbs.agree_to_basis(basis=proposed, by=editor)
    consent_verbs.agree_to_basis(basis=proposed, by=second_reviewer)
    consent_verbs.end_basis(basis=proposed, by=editor)
    with pytest.raises(Refused, match="ended already"):
        consent_verbs.end_basis(basis=proposed, by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationBasis.objects.filter(pk=proposed.pk).update(agreed_by=reviewer)


def test_rule_is_set_only_by_those_who_may_and_is_logged(editor: User, lead: User) -> None:
    with pytest.raises(Refused, match="permission"):
        consent_verbs.set_rule(scope=ConsentScope.PHOTO, need=ConsentNeed.CONSENT, by=editor)
    assert consent_verbs.set_rule(scope=ConsentScope.PHOTO, need=ConsentNeed.CONSENT, by=lead)
    assert not consent_verbs.set_rule(scope=ConsentScope.PHOTO, need=ConsentNeed.CONSENT, by=lead)
    entry = Entry.objects.get(action="consent rule set")
    assert (entry.field, entry.before, entry.after) == ("photo", "free", "consent")


@pytest.fixture
def lapsed(consenting: Person, editor: User, reviewer: User) -> Person:
    """Somebody whose consent was withdrawn after the approval."""
    with time_machine.travel(NOON, tick=False):
        approve(consenting, editor, reviewer)
        consenting.consents.get().remove(by=editor)
        publish.publish_outstanding()
    return consenting


def test_dashboard_tells_editors_what_lapsed_until_it_is_approved_anew(
    lapsed: Person, editor: User, reviewer: User
) -> None:
    assert [item.what for item in work_panels.lapsed(editor, DAY).items] == ["Згодны Выдуманы"]
    rule(ConsentScope.BIRTH_DATE, ConsentNeed.FREE)
    approve(lapsed, editor, reviewer)
    assert not work_panels.lapsed(editor, DAY).items


def test_page_of_bases_takes_a_basis_from_one_and_the_agreement_from_another(
    lapsed: Person, editor: User, reviewer: User
) -> None:
    rule(ConsentScope.BIRTH_DATE, ConsentNeed.BASIS)
    address = reverse("admin:review_bases", args=[lapsed.pk])
    client = client_of(editor)
    assert "no consent is recorded" in client.get(address).content.decode()
    given = {"verb": "propose", "scope": "birth_date", "kind": "public", "reason": "The court published it."}
    assert client.post(address, given | {"scope": "health"}).status_code == 409
    assert client.post(address, given).status_code == 302
    page = client_of(reviewer).get(address).content.decode()
    key = re.search(r'name="basis" value="([^"]+)"', page)
    assert key is not None and "The court published it." in page
    assert client.post(address, {"verb": "agree", "basis": key[1]}).status_code == 409
    assert client_of(reviewer).post(address, {"verb": "agree", "basis": key[1]}).status_code == 302
    assert "agreed to by" in client.get(address).content.decode()
    assert client.post(address, {"verb": "end", "basis": key[1]}).status_code == 302
    assert PublicationBasis.objects.get().ended_by == editor


def test_page_of_a_submission_shows_consent_beside_what_needs_it(editor: User, reviewer: User) -> None:
    person = factories.person("Пытаны Выдуманы", born="1980", by=editor)
    snapshot = transitions.submit(record=person, by=editor)
    address = reverse("admin:review_snapshot_change", args=[snapshot.pk])
    assert "consent-lines" not in client_of(reviewer).get(address).content.decode()
    rule(ConsentScope.BIRTH_DATE, ConsentNeed.CONSENT)
    page = client_of(reviewer).get(address).content.decode()
    assert "consent-lines" in page and "no consent is recorded" in page and page.count("<td>consent only</td>") == 1


def test_page_of_rules_is_set_by_a_case_lead_and_read_by_others(editor: User, lead: User) -> None:
    address = reverse("admin:review_consent_rules")
    chosen = dict.fromkeys((scope.value for scope in SCOPES), "free") | {"photo": "consent"}
    assert client_of(editor).get(address).status_code == 200
    assert client_of(editor).post(address, chosen).status_code == 409
    assert client_of(lead).post(address, chosen | {"photo": "perhaps"}).status_code == 409
    assert client_of(lead).post(address, chosen).status_code == 302
    assert consent.rules() == {ConsentScope.PHOTO: ConsentNeed.CONSENT}


def test_basis_of_a_person_merged_away_holds_for_the_other(editor: User, reviewer: User) -> None:
    gone, kept = factories.person(by=editor), factories.person(by=editor)
    for scope in (ConsentScope.PHOTO, ConsentScope.WORK):
        basis(gone, scope, editor, reviewer)
    basis(kept, ConsentScope.WORK, editor, reviewer)
    consent_verbs.carry_bases(gone, kept)
    assert sorted(kept.publication_bases.values_list("scope", flat=True)) == ["photo", "work"]
    needs = {ConsentScope.PHOTO: ConsentNeed.BASIS}
    assert not consent.uncovered(fresh(kept), [ConsentScope.PHOTO], needs=needs, day=DAY)
