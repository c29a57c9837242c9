"""The next hearing in under a minute."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.encrypted_choices import choice_of
from cases.models import Case, Defendant, Hearing
from cases.models.hearing_schedule import HAS_A_NEXT
from tests import factories
from tests.cases.admin.pages import opened, saved
from tests.cases.admin.test_record_admin import page


@pytest.fixture
def case() -> Case:
    """A case with two hearings, the later one entered first, about one of two defendants."""
    case = factories.case()
    tried = factories.defendant(case=case)
    factories.defendant(case=case, person=factories.person("Іншы Чалавек"))
    last = factories.hearing(case, day="2022-05-09", time="10:00", room="12", kind="session")
    factories.hearing(case, day="2022-04-01", room="1")
    factories.hearing_official(last, official=factories.official(name_en="Judge Invented"), role="presiding")
    factories.hearing_official(last, official=factories.official(name_en="Observer Invented"), role="observer")
    factories.hearing_defendant(last, defendant=tried)
    return case


@pytest.mark.django_db
def test_add_hearing_comes_filled_from_the_latest_one(as_editor: Client, case: Case) -> None:
    address = reverse("admin:cases_hearing_add") + f"?case={case.public_id}"
    assert address in as_editor.get(page(case)).content.decode()
    form = opened(as_editor, address)
    assert (form["court"], form["room"], form["day"]) == (choice_of(case.court), "12", "")
    assert form["officials-TOTAL_FORMS"] == "1"
    assert form["defendants-TOTAL_FORMS"] == "1"
    response = as_editor.post(address, form | {"day": "2022-06-01", "time": "09:30"})
    assert response.status_code == 302
    made = Hearing.objects.get(day="2022-06-01")
    assert made.case == case
    assert [row.official.name_en for row in made.officials.all()] == ["Judge Invented"]
    assert [row.defendant for row in made.defendants.all()] == [Defendant.objects.order_by("pk").first()]


@pytest.mark.django_db
def test_first_hearing_takes_court_and_all_defendants_of_the_case(as_editor: Client) -> None:
    case = factories.case()
    factories.defendant(case=case)
    form = opened(as_editor, reverse("admin:cases_hearing_add") + f"?case={case.public_id}")
    assert (form["court"], form["defendants-TOTAL_FORMS"]) == (choice_of(case.court), "1")


@pytest.mark.django_db
def test_adjourned_to_a_day_makes_the_next_hearing(as_editor: Client, case: Case) -> None:
    hearing = Hearing.objects.get(day="2022-05-09")
    response = saved(as_editor, page(hearing), outcome="adjourned", next_day="2022-05-20", next_time="11:15")
    assert response.status_code == 302
    hearing.refresh_from_db()
    following = hearing.adjourned_to
    assert (following.day, str(following.time), following.room, following.court) == (
        "2022-05-20", "11:15:00", "12", hearing.court,
    )  # fmt: skip
    assert following.officials.count() == following.defendants.count() == 1
    assert "2022-05-20" in as_editor.get(page(hearing)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "day", "hour"),
    [
        ("held", "2022-05-20", ""),
        ("adjourned", "May 2022", "10:00"),
        ("adjourned", "nonsense", ""),
        ("adjourned", "", "10:00"),
    ],
)
def test_day_that_makes_no_sense_makes_no_hearing(
    as_editor: Client, case: Case, outcome: str, day: str, hour: str
) -> None:
    hearing = Hearing.objects.get(day="2022-05-09")
    response = saved(as_editor, page(hearing), outcome=outcome, next_day=day, next_time=hour)
    assert response.status_code == 200
    assert Hearing.objects.count() == 2


@pytest.mark.django_db
def test_hour_without_an_exact_day_is_a_form_error(as_editor: Client, case: Case) -> None:
    hearing = Hearing.objects.get(day="2022-05-09")
    response = saved(as_editor, page(hearing), day="May 2022")
    assert "A time needs an exact date" in response.content.decode()


@pytest.mark.django_db
def test_hearing_without_a_case_leads_to_the_cases(as_editor: Client) -> None:
    for query in ("", "?case=999", "?case=x", "?case=" + "9" * 40):
        response = as_editor.get(reverse("admin:cases_hearing_add") + query)
        assert response.status_code == 302
        assert response.url == reverse("admin:cases_case_changelist")


@pytest.mark.django_db
def test_add_hearing_after_a_verdict_is_no_verdict_by_default(as_editor: Client, case: Case) -> None:
    factories.hearing(case, day="2022-06-07", kind="verdict")
    form = opened(as_editor, reverse("admin:cases_hearing_add") + f"?case={case.public_id}")
    assert form["kind"] == "session"


@pytest.mark.django_db
def test_form_names_the_outcomes_as_its_choices_do_and_each_field_once(as_editor: Client, case: Case) -> None:
    html = as_editor.get(reverse("admin:cases_hearing_add") + f"?case={case.public_id}").content.decode()
    help_text = html.partition('id="id_next_day_helptext"')[2].partition("</div>")[0]
    for outcome in HAS_A_NEXT:
        assert f"“{outcome.label}”" in help_text
    labels = re.findall(r"<label[^>]*>([^<]+)</label>", html)
    assert len([label for label in labels if label.strip(": ") == "Time"]) == 1
