"""One source on many values: entered once, saved together or not at all, and never on what one may not know of."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.encrypted_choices import choice_of
from accounts.models import Entry, User
from cases.domain.vocabulary import Stance
from cases.models import Case, Citation, Defendant, Person, Source
from tests import factories
from tests.access.world import account
from tests.accounts.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return factories.source()


@pytest.fixture
def accused() -> Defendant:
    accused = factories.defendant(person=factories.person(born="1980"))
    factories.charge(accused)
    return accused


def address(source: Source, root: Person | Case) -> str:
    return reverse("admin:cases_source_cite_on", args=[source.pk, root.noun(), root.pk])


def post(client: Client, source: Source, root: Person | Case, *paths: str, **given: Any) -> Any:
    """Tick `paths`; `given` names other inputs, "quote" of the first path by its name alone."""
    now = type(root)._base_manager.get(pk=root.pk)
    form: dict[str, Any] = {"seen": str(now.version), "tick": list(paths)}
    for path in paths:
        form |= {
            f"{path or 'whole'}-stance": Stance.SUPPORTS,
            f"{path or 'whole'}-quote": "",
            f"{path or 'whole'}-says": "",
        }
    named = {
        f"{paths[0] or 'whole'}-{name}" if name in ("stance", "quote", "says") else name: given[name] for name in given
    }
    return client.post(address(source, root), form | named)


def paths_of(accused: Defendant) -> list[str]:
    charge = accused.charges.get()
    return [
        f"{accused.path}/stage",
        f"{accused.path}/stage_date",
        f"{charge.path}/provision",
        f"{charge.path}/charged_on",
        "",
    ]


def test_news_item_that_says_five_things_is_entered_once(
    as_editor: Client, editor: User, source: Source, accused: Defendant
) -> None:
    case, five = accused.case, paths_of(accused)
    version = Case.objects.get(pk=case.pk).version
    response = post(as_editor, source, case, *five, common="He was charged in May.", quote="Stage: charged.")
    assert response.status_code == 302
    saved = Citation.objects.filter(case=case, source=source)
    assert {row.about for row in saved} == set(five)
    assert {row.about: row.quote for row in saved}[five[0]] == "Stage: charged."
    assert {row.quote for row in saved if row.about != five[0]} == {"He was charged in May."}
    assert {row.created_by for row in saved} == {editor}
    assert Case.objects.get(pk=case.pk).version == version + 5
    assert (
        Entry.objects.filter(action="added", kind="citation", root_kind="case", root_key=case.pk, field="about").count()
        == 4
    )


def test_page_lists_every_value_and_what_is_cited_already(
    as_editor: Client, source: Source, accused: Defendant
) -> None:
    factories.citation(accused.case, source=source, about=f"{accused.path}/stage", stance="contradicts")
    html = as_editor.get(address(source, accused.case)).content.decode()
    for path in paths_of(accused):
        assert f'name="tick" value="{path}"' in html
    assert html.count("already cited:") == 1
    assert "<script" not in html.partition('id="content-main"')[2].partition("</form>")[0]


def test_contradiction_says_what_instead(as_editor: Client, source: Source) -> None:
    person = factories.person(born="1980")
    path = f"{person.path}/born"
    assert post(as_editor, source, person, path, stance="contradicts", says="1981").status_code == 302
    saved = Citation.objects.get(person=person)
    assert (saved.stance, saved.says) == ("contradicts", "1981")


def test_one_fault_saves_none_and_loses_nothing_typed(as_editor: Client, source: Source, accused: Defendant) -> None:
    first, second, *_others = paths_of(accused)
    response = post(as_editor, source, accused.case, first, second, says="another", quote="A long quotation.")
    html = response.content.decode()
    assert response.status_code == 409
    assert "Enter a conflicting value only if the source contradicts." in html
    assert "A long quotation." in html
    assert html.count(" checked") == 2
    assert not Citation.objects.filter(source=source).exists()


@pytest.mark.parametrize("quote", ["a\u202eb", "a\x00b", "q" * 2001])
def test_quotation_that_deceives_or_is_too_long_is_refused(as_editor: Client, source: Source, quote: str) -> None:
    person = factories.person(born="1980")
    assert post(as_editor, source, person, f"{person.path}/born", quote=quote).status_code == 409
    assert not Citation.objects.exists()


def test_nothing_ticked_is_refused(as_editor: Client, source: Source) -> None:
    response = post_nothing = as_editor.post(address(source, factories.person()), {"seen": "2"})
    assert post_nothing.status_code == 409
    assert "Tick at least one value." in response.content.decode()


def test_value_cited_already_is_refused(as_editor: Client, source: Source) -> None:
    person = factories.person(born="1980")
    path = f"{person.path}/born"
    factories.citation(person, source=source, about=path)
    response = post(as_editor, source, person, path)
    assert response.status_code == 409
    assert "already cited for one of these values" in response.content.decode()
    assert Citation.objects.count() == 1


@pytest.mark.parametrize("seen", ["1", "", "x", "9" * 30, "-1"])
def test_record_changed_meanwhile_is_refused_and_saved_at_the_second_try(
    as_editor: Client, source: Source, seen: str
) -> None:
    person = factories.person(born="1980")
    path = f"{person.path}/born"
    response = post(as_editor, source, person, path, seen=seen)
    assert response.status_code == 409
    assert "A colleague changed this record" in response.content.decode()
    version = response.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    assert post(as_editor, source, person, path, seen=version).status_code == 302


@pytest.mark.parametrize("path", ["custody/aaaaaaaaaaaa/kind", "person/x/internal_notes", "x", "../..", "\u202e"])
def test_path_that_is_no_value_of_the_record_is_refused(as_editor: Client, source: Source, path: str) -> None:
    person = factories.person(born="1980")
    assert post(as_editor, source, person, path, f"{person.path}/born").status_code == 409
    assert not Citation.objects.exists()


def test_values_of_another_record_and_internal_ones_are_refused(as_editor: Client, source: Source) -> None:
    person, other = factories.person(born="1980", internal_notes="x"), factories.person(born="1981")
    for path in (f"{other.path}/born", f"{person.path}/internal_notes", f"{person.path}/contacts"):
        assert post(as_editor, source, person, path).status_code == 409
    assert not Citation.objects.exists()


def test_restricted_defendant_is_neither_listed_nor_cited(
    as_editor: Client, source: Source, accused: Defendant
) -> None:
    keeper = account("keeper", "Editor")
    hidden = factories.defendant(
        case=accused.case, person=factories.person("Таемны", restricted=True, readers=[keeper])
    )
    html = as_editor.get(address(source, accused.case)).content.decode()
    assert hidden.public_id not in html
    assert "Таемны" not in html
    assert post(as_editor, source, accused.case, f"{hidden.path}/stage").status_code == 409
    assert post(sign_in(keeper), source, accused.case, f"{hidden.path}/stage").status_code == 302


def test_restricted_record_answers_like_an_unknown_one_and_reading_it_is_logged(
    as_editor: Client, source: Source
) -> None:
    keeper = account("keeper", "Editor")
    person = factories.person("Таемны", restricted=True, readers=[keeper])
    unknown = as_editor.get(reverse("admin:cases_source_cite_on", args=[source.pk, "person", 10**6]))
    assert as_editor.get(address(source, person)).content == unknown.content
    assert sign_in(keeper).get(address(source, person)).status_code == 200
    assert Entry.objects.filter(action="read restricted", key=person.pk, by=keeper).exists()


def test_choosing_leads_to_the_values_and_refuses_what_is_barred(as_editor: Client, source: Source) -> None:
    person = factories.person()
    hidden = factories.person("Таемны", restricted=True, readers=[account("keeper", "Editor")])
    choose = reverse("admin:cases_source_cite", args=[source.pk])
    assert as_editor.get(choose).status_code == 200
    answer = as_editor.get(choose, {"person": choice_of(person), "case": ""})
    assert (answer.status_code, answer.headers["Location"]) == (302, address(source, person))
    for wrong in (
        {"person": choice_of(hidden)},
        {"person": person.pk},
        {"person": "x"},
        {"person": choice_of(person), "case": choice_of(factories.case())},
    ):
        answer = as_editor.get(choose, wrong)
        assert answer.status_code == 400
        assert "Таемны" not in answer.content.decode()


def test_long_record_is_listed_in_parts(as_editor: Client, source: Source, monkeypatch: Any) -> None:
    monkeypatch.setattr("cases.admin.cite_source.LINES_A_PAGE", 5)
    person = factories.person(born="1980")
    custody = [factories.custody(person, from_date=f"20{year}") for year in range(10, 16)]
    first = as_editor.get(address(source, person)).content.decode()
    last = as_editor.get(address(source, person) + "?part=3").content.decode()
    assert custody[-1].path not in first
    assert sum(row.path in last for row in custody) == 1
    assert as_editor.get(address(source, person) + "?part=99999999999").status_code == 200
