"""Pages of single nouns: search, citations, sentences, reference data, the state of publication."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from accounts.encrypted_choices import choice_of
from accounts.models import User
from cases.models import Citation, Person, Sentence
from cases.review import transitions
from cases.review.freeze import values_of
from tests import factories
from tests.cases.admin.pages import opened, saved, with_row
from tests.cases.admin.test_record_admin import page


def offered(client: Client, model: str, field: str, term: str) -> list[str]:
    query = {"term": term, "app_label": "cases", "model_name": model, "field_name": field}
    response = client.get(reverse("admin:autocomplete"), query)
    return [row["text"].partition(" (")[0] for row in response.json()["results"]]  # without what tells them apart


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["Мельнік", "melnik", "Мельник", "vital meln", "Melnyk Vitaly", "віталь"])
def test_person_is_offered_by_any_spelling(as_editor: Client, query: str) -> None:
    factories.person("Віталь Мельнік")
    factories.person("Іншы Чалавек")
    assert offered(as_editor, "defendant", "person", query) == ["Віталь Мельнік"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["Мінск", "minsk", "МИНСК"])
def test_court_is_offered_by_any_of_its_names(as_editor: Client, query: str) -> None:
    factories.court(name_en="City Court", name_be="Суд горада Мінска", name_ru="Суд города Минска")
    assert offered(as_editor, "hearing", "court", query) == ["City Court"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["361-1 3", "art. 361-1 part 3", "361-1", "ч. 361-1"])
def test_provision_is_offered_as_it_is_cited(as_editor: Client, query: str) -> None:
    factories.provision(article="361-1", part="3", name_en="Taking part")
    factories.provision(article="289", name_en="Terrorism")
    assert offered(as_editor, "charge", "provision", query) == ["art. 361-1 part 3 Taking part"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["7/21", "railway", "ЧЫГУНКА", "мельник"])
def test_case_is_found_by_number_title_and_defendant(as_editor: Client, query: str) -> None:
    case = factories.case(number="7/21", title="Railway: чыгунка")
    factories.defendant(case=case, person=factories.person("Віталь Мельнік"))
    factories.case(number="8/22", title="Another")
    text = as_editor.get(reverse("admin:cases_case_changelist"), {"q": query}).content.decode()
    assert "1 case\n" in text
    assert "Railway" in text


@pytest.mark.django_db
def test_citation_is_about_a_value_chosen_in_words(as_editor: Client) -> None:
    person = factories.person(born="1979")
    custody = factories.custody(person, from_date="2021-05-05")
    html = as_editor.get(page(person)).content.decode()
    assert "Born: 1979" in html
    assert f'value="{custody.path}/from_date"' in html
    source = factories.source()
    row = {
        "source": choice_of(source),
        "about": f"{custody.path}/from_date",
        "stance": "supports",
        "quote": "On 5 May.",
        "says": "",
    }
    form = with_row(opened(as_editor, page(person)), "citations", **row)
    assert as_editor.post(page(person), form).status_code == 302
    assert Citation.objects.get().about == f"{custody.path}/from_date"
    forged = with_row(opened(as_editor, page(person)), "citations", **{**row, "about": "person/x/secret"})
    assert as_editor.post(page(person), forged).status_code == 200


@pytest.mark.django_db
def test_sentence_is_added_from_its_defendant_with_penalties(as_editor: Client) -> None:
    accused = factories.defendant()
    earlier = factories.sentence(accused)
    address = reverse("admin:cases_sentence_add") + f"?defendant={accused.public_id}"
    assert address in as_editor.get(page(accused)).content.decode()
    form = opened(as_editor, address)
    assert (form["replaces"], form["court"]) == (choice_of(earlier), choice_of(accused.case.court))
    form |= {"instance": "appeal", "decided": "2022-01-01", "penalties-0-kind": "life", "penalties-0-years": "3"}
    response = as_editor.post(address, form)
    assert "Life imprisonment and the death penalty have no length" in response.content.decode()
    assert as_editor.post(address, form | {"penalties-0-years": ""}).status_code == 302
    assert Sentence.objects.get(instance="appeal").penalties.get().kind == "life"


@pytest.mark.django_db
def test_page_of_a_case_with_every_row_can_be_saved(as_editor: Client) -> None:
    case = factories.case()
    accused = factories.defendant(case=case)
    factories.hearing(case)
    factories.case_summary(case)
    factories.citation(case, about=f"{accused.path}/stage")
    assert saved(as_editor, page(case), title="Renamed").status_code == 302
    assert saved(as_editor, page(accused), stage="trial").status_code == 302


@pytest.mark.django_db
def test_same_number_twice_is_a_sentence(as_editor: Client) -> None:
    known = factories.case(number="5/21")
    other = factories.case(jurisdiction=known.jurisdiction)
    response = saved(as_editor, page(other), number="5/21")
    assert "This number cannot be used again" in response.content.decode()


@pytest.mark.django_db
def test_reference_data_says_what_is_to_be_verified(as_editor: Client) -> None:
    court = factories.court(to_verify=True)
    address = reverse("admin:cases_court_changelist")
    assert "unverified" in as_editor.get(address, {"to_verify__exact": "1"}).content.decode()
    assert saved(as_editor, page(court), name_en="Court of Invention").status_code == 302


@pytest.mark.django_db
def test_state_of_publication_is_in_the_list_and_on_the_page(as_editor: Client, editor: User) -> None:
    never, waiting = factories.person("Першы Чалавек"), factories.person("Другі Чалавек")
    transitions.submit(record=waiting, by=editor)
    address = reverse("admin:cases_person_changelist")
    assert "state-never_submitted" in as_editor.get(address).content.decode()
    assert "state-pending" in as_editor.get(page(waiting)).content.decode()
    found = as_editor.get(address, {"publication": "pending"}).content.decode()
    assert reverse("admin:cases_person_change", args=[waiting.pk]) in found
    assert reverse("admin:cases_person_change", args=[never.pk]) not in found


@pytest.mark.django_db
def test_nothing_on_a_page_needs_inline_script_or_style(as_editor: Client) -> None:
    person = factories.person()
    for address in (
        page(person),
        reverse("admin:index"),
        reverse("admin:cases_person_changelist"),
        page(person, "history"),
    ):
        html = as_editor.get(address).content.decode()
        assert " style=" not in html, address
        assert " onclick=" not in html, address
        assert "<style" not in html, address
        assert "<script>" not in html, address


@pytest.mark.django_db
def test_list_of_persons_asks_the_same_number_of_queries_however_long(
    as_editor: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        person = factories.person(f"Чалавек {number}", region=factories.region())
        factories.custody(person)
    assert Person.objects.count() == 12
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        as_editor.get(reverse("admin:cases_person_changelist"))


@pytest.mark.django_db(databases=["default", "register"])
def test_mistyped_date_on_a_public_record_changed_since_is_a_form_error(
    as_editor: Client, editor: User, reviewer: User
) -> None:
    person = factories.person(by=editor)
    snapshot = transitions.submit(record=person, by=editor)
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=set(values_of(snapshot.content)))
    saved(as_editor, page(person), gender="male")
    answer = saved(as_editor, page(person), died="Marh 2022", internal_notes="typed with care")
    assert answer.status_code == 200
    assert "Marh 2022" in answer.content.decode()
    assert "typed with care" in answer.content.decode()


@pytest.mark.django_db
def test_rows_that_are_only_claimed_are_not_built(as_editor: Client, editor: User) -> None:
    person = factories.person(by=editor)
    fields = opened(as_editor, page(person))
    fields["names-TOTAL_FORMS"] = "99999"
    assert as_editor.post(page(person), fields).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["2020-21", "2022-03-08T23:30:00Z", "1980s 29 or 01.02.2020", "winter 1800"])
def test_date_that_could_mean_something_else_is_a_form_error(as_editor: Client, editor: User, given: str) -> None:
    case = factories.case(by=editor, opened="2020")
    answer = saved(as_editor, reverse("admin:cases_case_change", args=[case.pk]), opened=given)
    assert answer.status_code == 200
    assert given in answer.content.decode()
    case.refresh_from_db()
    assert case.opened == "2020"


@pytest.mark.django_db
@pytest.mark.parametrize("count", ["99999", "9" * 30, "2000", "1_500", "１９００", " 1000 "])
@pytest.mark.parametrize("kind", ["TOTAL", "both"])
@pytest.mark.parametrize("stored", [True, False])
def test_more_rows_than_a_page_adds_are_refused_before_they_are_built(
    as_editor: Client, editor: User, count: str, kind: str, stored: bool
) -> None:
    address = page(factories.person(by=editor)) if stored else reverse("admin:cases_person_add")
    fields = opened(as_editor, address) | {"names-TOTAL_FORMS": count, "names-999-text": "far away"}
    if kind == "both":
        fields["names-INITIAL_FORMS"] = count
    begun = time.process_time()
    assert as_editor.post(address, fields).status_code == 400
    assert time.process_time() - begun < 2


@pytest.mark.django_db
def test_rows_of_all_kinds_count_together(as_editor: Client, editor: User) -> None:
    address = page(factories.person(by=editor))
    fields = opened(as_editor, address)
    for prefix in [name.removesuffix("-TOTAL_FORMS") for name in fields if name.endswith("-TOTAL_FORMS")]:
        fields |= {f"{prefix}-TOTAL_FORMS": "60", f"{prefix}-59-id": ""}
    assert as_editor.post(address, fields).status_code == 400


@pytest.mark.django_db
def test_hundred_rows_are_saved_at_once(as_editor: Client, editor: User) -> None:
    person = factories.person(by=editor)
    fields = opened(as_editor, page(person))
    for number in range(100):
        row = {"text": f"Invented {number}", "kind": "alias", "language": "en", "order": "given_first", "position": "0"}
        fields = with_row(fields, "names", **row)
    answer = as_editor.post(page(person), fields)
    assert answer.status_code == 302
    assert person.names.count() == 101


def test_language_chosen_on_an_answer_to_a_form_leads_to_a_page_that_can_be_read(as_editor: Client) -> None:
    asked = as_editor.get("/admin/cases/person/add/").content.decode()
    answered = as_editor.post("/admin/cases/person/add/", {})
    assert answered.status_code == 200
    assert 'name="next" value="/admin/cases/person/add/"' in asked
    assert 'name="next" value="/admin/"' in answered.content.decode()
