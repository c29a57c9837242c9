"""Legal time on the pages of records: the check case of the law to the day, and warnings that refuse nothing."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from cases.domain.sentencing.calculation_notes import SENTENCES
from cases.domain.sentencing.decisions import KINDS
from cases.domain.vocabulary import CustodyEnd, Instance
from cases.models import Defendant
from cases.workspace import term_inputs
from cases.workspace.legal_status import ready, standing_of
from cases.workspace.record_inconsistencies import warnings_of
from tests import factories
from tests.access.world import account
from tests.cases.admin.pages import opened
from tests.cases.workspace.worlds import SECRET, belarus, restrict

pytestmark = pytest.mark.django_db
TODAY = dt.date(2022, 6, 1)


@pytest.fixture
def tried() -> Defendant:
    """One year in a colony of general regime, arrested on 20 January 2022, verdict on 16 March 2022."""
    case = factories.case(jurisdiction=belarus())
    person = factories.person("Першы Асуджаны")
    made: Defendant = factories.defendant(case=case, person=person, stage="in_force")
    factories.custody(person, kind="remand", from_date="2022-01-20")
    sentence = factories.sentence(made, decided="2022-03-16")
    factories.penalty(sentence, years=1, regime="general")
    factories.penalty(sentence, kind="fine", years=None, amount="100", regime="")
    factories.charge(made, provision=factories.provision(max_months=48), charged_on="2022-01-25", status="convicted")
    return made


def test_release_comes_out_to_the_day_of_the_check_file(tried: Defendant) -> None:
    estimate = term_inputs.release(ready(tried.pk), TODAY)
    assert estimate.earliest == estimate.latest == dt.date(2022, 12, 18)
    assert not estimate.publishable, "no source gives the term"


def test_two_sources_make_the_estimate_publishable(tried: Defendant) -> None:
    sentence = tried.sentences.get()
    factories.citation(tried.case, about=f"{sentence.path}/decided")
    factories.citation(tried.case, about=f"{sentence.penalties.first().path}/years")
    factories.citation(tried.case, about=f"{sentence.path}/decided", stance="contradicts")
    assert term_inputs.release(ready(tried.pk), TODAY, term_inputs.sources_of(tried)).publishable
    assert {len(found) for found in term_inputs.sources_of(tried).values()} == {2}


def test_standing_lists_its_inputs(tried: Defendant) -> None:
    release, faced, held = standing_of(ready(tried.pk), TODAY)
    assert release.answer == "18 December 2022" and any("1 year" in step for step in release.inputs)
    assert "No charge is pending." in faced.inputs
    assert held.answer == "133 days"


def test_exposure_takes_the_edition_of_the_day_of_the_act() -> None:
    code = factories.code()
    old = factories.provision(code=code, article="361", max_months=36, valid_until="2021-06-18")
    factories.provision(code=code, article="361", max_months=60, valid_from="2021-06-19", life_possible=True)
    one = factories.defendant(act_date="2020-08-09")
    factories.charge(one, provision=old)
    assert term_inputs.exposure(ready(one.pk)).most == 36
    one.act_date = "2022-01-01"
    one.save(by=None)
    assert (term_inputs.exposure(ready(one.pk)).most, term_inputs.exposure(ready(one.pk)).life) == (60, "yes")


def test_every_instance_and_end_has_its_link() -> None:
    assert set(term_inputs.LINK_OF_INSTANCE) == set(Instance)
    assert set(term_inputs.LINK_OF_INSTANCE.values()) | set(term_inputs.LINK_OF_END.values()) <= set(KINDS)
    assert set(term_inputs.LINK_OF_END) <= set(CustodyEnd) and SENTENCES


@pytest.mark.parametrize(("end", "ended"), [("pardoned", "pardon"), ("died", "death"), ("transfer", "")])
def test_end_of_custody_ends_the_sentence(tried: Defendant, end: str, ended: str) -> None:
    row = tried.person.custody.get()
    row.until, row.end = "2022-05-01", end
    row.save(by=None)
    assert term_inputs.release(ready(tried.pk), TODAY).ended == ended


def test_doubts_are_told_on_the_pages_and_refuse_nothing(as_editor: Client, tried: Defendant) -> None:
    for record in (tried.case, tried.person, tried):
        page = reverse(f"admin:cases_{record.noun()}_change", args=[record.pk])
        told = as_editor.get(page).content.decode()
        assert "no hearing at which a verdict was given" in told, record
        assert ('id="standing"' in told) is (record is tried)


def test_doubts_of_a_hidden_defendant_are_not_told(tried: Defendant, editor: User) -> None:
    factories.defendant(case=tried.case, person=factories.person(f"{SECRET} Схаваны"), stage="in_force")
    restrict(account("keeper", "Editor"))
    told = warnings_of(tried.case, editor, TODAY)
    assert told and SECRET not in repr(told)
    keeper = User.objects.get(username="keeper")
    assert SECRET in repr(warnings_of(tried.case, keeper, TODAY))


def test_doubt_about_custody_is_told_once_on_the_page_of_a_person(tried: Defendant, editor: User) -> None:
    factories.defendant(person=tried.person)
    factories.custody(tried.person, from_date="2022-02-01")
    told = [doubt.what for doubt in warnings_of(tried.person, editor, TODAY)]
    assert len([what for what in told if "overlaps" in what]) == 1


@pytest.mark.parametrize(("language", "told"), [
    ("be", ["1 год", "Чаканае вызваленне: 2022-12-18."]), ("ru", ["1 год", "Ожидаемое освобождение: 2022-12-18."]),
])  # fmt: skip
def test_explanation_is_in_the_language_of_the_reader(tried: Defendant, language: str, told: list[str]) -> None:
    with override(language):
        release = standing_of(ready(tried.pk), TODAY)[0]
    words = " ".join([*release.inputs, *release.doubts])
    assert all(word in words for word in told), words
    assert not re.search(r"\b(year|days|sentence|verdict|remand)\b", words), words


CHAIN = [
    ("addition", {"addition": ""}, {"years": "2"}, "fixes the final term at 2 years", "is taken as the final term"),
    ("addition", {"addition": "full"}, {"years": "1"}, "adds 1 year in full: 2023-12-18", ""),
    ("addition", {"addition": "partial"}, {"years": "1"}, "adds part of 1 year: 2023-09-01/2023-12-18", ""),
    ("addition", {"addition": "absorption"}, {"years": "2"}, "absorb each other: 2024-09-01", ""),
    ("addition", {"addition": "total"}, {"years": "2"}, "fixes the final term at 2 years", ""),
    (
        "replacement",
        {},
        {"kind": "restriction_home", "months": "8"},
        "replaced with restriction of freedom at home",
        "",
    ),
    ("regime", {}, {"regime": "prison"}, "the regime became prison", ""),
    ("amnesty", {}, {"months": "2"}, "takes off 2 months", ""),
    ("amnesty", {}, {}, "ended on 2022-09-01: amnesty", ""),
    ("pardon", {}, {}, "ended on 2022-09-01: pardon", ""),
    ("parole", {}, {}, "ended on 2022-09-01: parole", ""),
    ("cassation", {}, {"months": "10", "regime": "general"}, "cassation or supervisory review of 2022-09-01 gives", ""),
]


@pytest.mark.parametrize(("instance", "given", "penalty", "told", "doubt"), CHAIN)
def test_every_link_is_entered_on_its_page_and_shown_with_its_sources(
    as_editor: Client, tried: Defendant, instance: str, given: dict, penalty: dict, told: str, doubt: str
) -> None:
    """As an editor enters it: the page of a new sentence, its penalty, a citation of the case about it."""
    address = f"{reverse('admin:cases_sentence_add')}?defendant={tried.public_id}"
    posted = opened(as_editor, address) | given | {"instance": instance, "decided": "2022-09-01"}
    kind = {"kind": "imprisonment"} if penalty else {}
    posted |= {f"penalties-0-{name}": value for name, value in (kind | penalty).items()}
    if not penalty:
        posted |= {"penalties-0-kind": "none"}
    assert as_editor.post(address, posted).status_code == 302
    made = tried.sentences.get(instance=instance)
    factories.citation(tried.case, about=f"{made.path}/decided")
    assert set(term_inputs.sources_of(ready(tried.pk))) == {made.public_id}
    page = unescape(as_editor.get(reverse("admin:cases_defendant_change", args=[tried.pk])).content.decode())
    assert told in page, re.findall(r"<li>(.*?)</li>", page)
    assert doubt in page and (bool(doubt) or "is taken as the final term" not in page)


@pytest.mark.parametrize(("end", "told"), [
    ("expelled", "ended on 2022-05-01: expulsion"), ("exchanged", "ended on 2022-05-01: exchange"),
    ("died", "ended on 2022-05-01: death"), ("acquitted", "ended on 2022-05-01: acquittal"),
])  # fmt: skip
def test_every_end_of_custody_is_shown_as_the_end_of_the_chain(
    as_editor: Client, tried: Defendant, end: str, told: str
) -> None:
    row = tried.person.custody.get()
    row.until, row.end = "2022-05-01", end
    row.save(by=None)
    assert told in as_editor.get(reverse("admin:cases_defendant_change", args=[tried.pk])).content.decode()


def test_addition_of_what_is_no_addition_is_refused_with_a_sentence(as_editor: Client, tried: Defendant) -> None:
    address = f"{reverse('admin:cases_sentence_add')}?defendant={tried.public_id}"
    posted = opened(as_editor, address) | {"instance": "appeal", "addition": "full", "decided": "2022-09-01"}
    response = as_editor.post(address, posted)
    assert response.status_code == 200 and "Only combined sentences use this" in response.content.decode()
