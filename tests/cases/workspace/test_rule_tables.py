"""The organisation's tables: the check file comes out with them, and what is edited there decides."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from cases.domain.sentencing.credit_table import APPEAL_RULES, RULES
from cases.models import AppealPeriod, CreditFactor, Defendant
from cases.workspace import term_inputs
from cases.workspace.legal_status import ready
from cases.workspace.rule_tables import tables
from tests import factories
from tests.cases.admin.pages import opened
from tests.cases.workspace.worlds import belarus

pytestmark = pytest.mark.django_db
TODAY = dt.date(2022, 6, 1)
LENGTHS = {"P1Y": (1, 0), "P1Y6M": (1, 6), "P2Y6M": (2, 6)}
CHECKS = Path(__file__).parents[1] / "domain" / "sentencing" / "sentence_credit_checks.csv"


def rows() -> list[dict[str, str]]:
    with CHECKS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tried(row: dict[str, str]) -> Defendant:
    """A defendant as one row of the check file tells; only the first is in force by the table's own period."""
    made = factories.defendant(case=factories.case(jurisdiction=belarus()), stage="in_force")
    factories.custody(made.person, kind="remand", from_date=row["arrested"])
    in_force = "" if row["case"] == "A" else row["implied_in_force_date"]
    sentence = factories.sentence(made, decided=row["verdict"], in_force=in_force)
    years, months = LENGTHS[row["nominal_term"]]
    factories.penalty(sentence, years=years, months=months, regime=row["regime"])
    return ready(made.pk)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["case"])
def test_check_file_comes_out_with_the_table_of_the_database(row: dict[str, str]) -> None:
    estimate = term_inputs.release(tried(row), TODAY)
    assert estimate.earliest == estimate.latest == dt.date.fromisoformat(row["released"])


def test_tables_of_the_database_are_those_delivered_until_somebody_edits_them() -> None:
    place = belarus()
    found = tables()
    assert set(found.credit_of(place)) == {rule for rule in RULES if rule.jurisdiction == "by"}
    assert set(found.appeals_of(place)) == {rule for rule in APPEAL_RULES if rule.jurisdiction == "by"}
    assert {code for group in found.credit.values() for code in {rule.jurisdiction for rule in group}} == {"by", "ru"}


def test_edited_factor_decides_and_one_out_of_use_counts_one_for_one(as_editor: Client) -> None:
    one = tried(rows()[0])
    line = CreditFactor.objects.get(custody="remand", regime="general", valid_from="2021-06-19")
    address = reverse("admin:cases_creditfactor_change", args=[line.pk])
    assert as_editor.post(address, opened(as_editor, address) | {"factor": "2", "to_verify": "on"}).status_code == 302
    estimate = term_inputs.release(ready(one.pk), TODAY)
    assert estimate.latest == dt.date(2022, 11, 15), "66 days gain 66"
    assert "unverified_rule" in {warning.code for warning in estimate.warnings}
    for factor in CreditFactor.objects.filter(custody="remand", regime="general"):
        factor.in_use = False
        factor.save(by=None)
    estimate = term_inputs.release(ready(one.pk), TODAY)
    assert estimate.latest == dt.date(2023, 1, 20)
    assert "unknown_factor" in {warning.code for warning in estimate.warnings}


def test_edited_period_moves_the_entry_into_force() -> None:
    one = tried(rows()[0])
    period = AppealPeriod.objects.get(jurisdiction__name_en="Belarus")
    period.days = 20
    period.save(by=None)
    assert term_inputs.release(ready(one.pk), TODAY).latest == dt.date(2022, 12, 13), "76 days gain 38"
    period.in_use = False
    period.save(by=None)
    assert "appeal_rule_unknown" in {note.code for note in term_inputs.release(ready(one.pk), TODAY).warnings}


def test_two_jurisdictions_of_one_country_keep_their_own_tables() -> None:
    place = belarus()
    other = factories.jurisdiction(country=place.country)
    factories.credit_factor(jurisdiction=other, factor="3")
    assert len(tables().credit_of(other)) == 1
    assert all(rule.factor != 3 or rule.penalty == "corrective_labour" for rule in tables().credit_of(place))


@pytest.mark.parametrize(("noun", "given", "told"), [
    ("creditfactor", {"valid_from": "2021"}, "Enter the full date"),
    ("creditfactor", {"valid_from": "2021-02-30"}, "Enter the full date"),
    ("creditfactor", {"factor": "-1"}, "greater than or equal to 0"),
    ("creditfactor", {"excluded": "205, 206"}, "semicolon"),
    ("creditfactor", {"valid_from": "2021-06-19", "valid_until": "2020-01-01"}, "The end date is before"),
    ("creditfactor", {"backwards": "on"}, "Enter the day"),
    ("creditfactor", {"source": ""}, "required"),
    ("appealperiod", {"days": "0"}, "greater than or equal to 1"),
    ("appealperiod", {"valid_from": "March 2022"}, "Enter the full date"),
])  # fmt: skip
def test_page_refuses_what_is_no_rule_with_a_sentence(
    as_editor: Client, noun: str, given: dict[str, str], told: str
) -> None:
    line = {"creditfactor": factories.credit_factor, "appealperiod": factories.appeal_period}[noun]()
    address = reverse(f"admin:cases_{noun}_change", args=[line.pk])
    response = as_editor.post(address, opened(as_editor, address) | given)
    assert response.status_code == 200 and told in response.content.decode()


def test_list_of_factors_is_found_by_jurisdiction(as_editor: Client) -> None:
    factories.credit_factor(jurisdiction=factories.jurisdiction(name_en="Far", name_be="Далёкая"), source="Zzz law")
    address = reverse("admin:cases_creditfactor_changelist")
    assert "1 custody credit rule" in as_editor.get(address, {"q": "далёкая"}).content.decode()
    assert "0 custody credit rules" in as_editor.get(address, {"q": "elsewhere"}).content.decode()
