"""The dates of records as the table of dates wants them: every date of every kind of record has its place there."""

from datetime import date

import pytest
from django.apps import apps

from cases.domain.sentencing.chronology import HAPPENED, MAY_LIE_AHEAD, RULES, Order
from cases.models import Record
from cases.models.date_conflicts import CODES, impossible_in, person_rows, row_of, timelines_of
from cases.models.fields import partial_date_names
from tests import factories

RECORDS = [model for model in apps.get_app_config("cases").get_models() if issubclass(model, Record)]
TODAY = date(2022, 12, 1)


def test_every_date_of_every_record_has_happened_or_may_lie_ahead():
    dates = {f"{model.noun()}.{name}" for model in RECORDS for name in partial_date_names(model)}
    assert dates == HAPPENED | MAY_LIE_AHEAD.keys()


def test_every_rule_is_about_dates_and_choices_that_there_are():
    dates = HAPPENED | MAY_LIE_AHEAD.keys()
    for rule in RULES:
        for side in (rule.earlier, rule.later) if isinstance(rule, Order) else ():
            assert side.key in dates, rule.code
            for code, wanted in side.codes.items():
                choices = apps.get_model("cases", side.noun)._meta.get_field(code)
                assert code in CODES and wanted <= set(dict(choices.flatchoices)), rule.code


def test_every_kind_of_record_with_two_dates_that_bound_a_period_has_a_rule():
    """A model that gets a beginning and an end needs a line in the table."""
    pairs = (("from_date", "until"), ("given_on", "until"), ("opened", "closed"), ("valid_from", "valid_until"))
    same = {(rule.earlier.key, rule.later.key) for rule in RULES if isinstance(rule, Order) and rule.same_row}
    for model in RECORDS:
        names = set(partial_date_names(model))
        for begin, end in pairs:
            if {begin, end} <= names:
                assert (f"{model.noun()}.{begin}", f"{model.noun()}.{end}") in same, model


@pytest.mark.django_db
def test_record_tells_the_date_that_is_no_day_apart_from_the_one_that_is_not_known():
    person = factories.person(born="1990", died="2022-02-31")
    row = row_of(person)
    assert (set(row.dates), set(row.no_days)) == ({"born"}, {"died"})
    factories.custody(person, until="")
    assert [each.noun for each in person_rows(person)] == ["person", "custody"]


@pytest.mark.django_db
def test_change_of_any_record_of_an_aggregate_looks_at_what_it_can_touch():
    defendant = factories.defendant(person=factories.person(born="2000"))
    charge = factories.charge(defendant, charged_on="1999")
    sentence = factories.sentence(defendant, decided="2021-09-10")
    for record in (defendant.person, defendant.case, defendant, charge, sentence):
        found = impossible_in(record, TODAY)
        assert f"{charge.path}/charged_on" in {path for one in found for path in one.paths}, record
    court = factories.court(opened="2020", closed="2010")
    assert [one.note.code for one in impossible_in(court, TODAY)] == ["out_of_order"]
    assert len(list(timelines_of(defendant.case))) == 2
