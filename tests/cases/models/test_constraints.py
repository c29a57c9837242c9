"""The database refuses what no record may be, whatever code writes it. A constraint without a row here fails the last test."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from cases.models import AgendaLink, Record, UnfinishedList
from tests import factories as make

pytestmark = pytest.mark.django_db


def break_column(record: models.Model, **columns: Any) -> None:
    """Write past all checks of ours, as a hand in the database would."""
    models.QuerySet(type(record)).filter(pk=record.pk).update(**columns)


def twice(made: Callable[[], Record]) -> Callable[[], None]:
    """Make the same thing two times."""

    def both() -> None:
        made()
        made()

    return both


def changed(made: Callable[[], Record], **columns: Any) -> Callable[[], None]:
    """Make a proper record, then break it."""
    return lambda: break_column(made(), **columns)


def unordered(made: Callable[[], Record], name: str) -> Callable[[], None]:
    """Make a record whose partial date ends before it begins."""
    return changed(made, **{f"{name}_lower": "2020-02-02", f"{name}_upper": "2020-02-01"})


def person_and(made: Callable[..., Record], **given: Any) -> Callable[[], Record]:
    """A row of a fresh person."""
    return lambda: made(make.person(), **given)


def shared_person_and(made: Callable[..., Record], **given: Any) -> Callable[[], None]:
    """Two equal rows of one person."""

    def both() -> None:
        person = make.person()
        for _time in range(2):
            made(person, **given)

    return both


def pairs(first: Callable[[], Any], made: Callable[[Any], models.Model]) -> Callable[[], None]:
    """Two equal rows that hang on one thing made by `first`."""

    def both() -> None:
        shared = first()
        made(shared)
        made(shared)

    return both


def self_adjourned() -> None:
    hearing = make.hearing(make.case())
    break_column(hearing, adjourned_to=hearing.pk)


def self_replaced() -> None:
    sentence = make.sentence(make.defendant())
    break_column(sentence, replaces=sentence.pk)


def used_twice(noun: str) -> Callable[[], None]:
    """Name the same record twice as made of one intake entry."""
    return pairs(
        lambda: (make.intake(), getattr(make, noun)()), lambda both: make.intake_use(both[0], **{noun: both[1]})
    )


def penalty() -> Record:
    return make.penalty(make.sentence(make.defendant()))


def hearing() -> Record:
    return make.hearing(make.case())


def charge() -> Record:
    return make.charge(make.defendant())


def sentence() -> Record:
    return make.sentence(make.defendant())


def photo() -> Record:
    from cases.models import Photo

    picture = Photo(person=make.person(), content=b"x", sha256="a" * 64, width=1, height=1)
    picture.save(by=None)
    return picture


def same_photo(first: Any) -> Record:
    from cases.models import Photo

    picture = Photo(person=first.person, content=b"x", sha256=first.sha256, width=1, height=1)
    picture.save(by=None)
    return picture


def batch(**given: Any) -> models.Model:
    from cases.models import ImportBatch

    values = {"mapping": "m", "file_name": "f", "file_sha256": "a" * 64, "row_count": 1}
    return ImportBatch.objects.create(source=make.source(), by=make.user(), **values | given)


def import_row(**given: Any) -> models.Model:
    from cases.models import ImportRow

    return ImportRow.objects.create(**{"batch": batch(), "number": 2, "outcome": "made"} | given)


def same_row_twice() -> None:
    shared = batch()
    import_row(batch=shared)
    import_row(batch=shared)


def same_key_twice() -> None:
    from cases.models import NameKey

    name = make.person_name(make.person(""))
    for _time in range(2):
        NameKey.objects.create(name=name, key="=same")


def merge(**given: Any) -> models.Model:
    from cases.models.merge import Merge

    asked = {"kept_version": 1, "gone_version": 1, "reviewed": True, "requested_at": NOON}
    people = {name: make.person() for name in ("kept", "gone") if name not in given}
    return Merge.objects.create(requested_by=given.pop("requested_by", None) or make.user(), **asked | people | given)


def merge_by_one_person() -> None:
    somebody = make.user()
    merge(requested_by=somebody, decided_by=somebody, decided_at=NOON, status="done")


def unfinished() -> UnfinishedList:
    """A list that is being taken in."""
    return UnfinishedList.objects.create(by=make.user())


def work() -> models.Model:
    from cases.models.list_import import ImportWork

    return ImportWork.objects.create(step="dance", by=make.user())


def merge_of_one() -> None:
    person = make.person()
    merge(kept=person, gone=person)


NOON = "2021-01-01T12:00:00Z"
WHEN = "2021-02-03"


def agenda_link(user: Any) -> AgendaLink:
    return AgendaLink.objects.create(user=user, digest=secrets.token_hex(32), made_at=NOON)


REFUSED: dict[str, Callable[[], Any]] = {
    "country_code_form": changed(make.country, code="b1"),
    "region_once_in_country": twice(lambda: make.region(name_en="R")),
    "occupation_once": twice(lambda: make.occupation(name_en="O")),
    "organisation_once": twice(lambda: make.organisation(name_en="O")),
    "organisation_kind_known": changed(make.organisation, kind="club"),
    "court_once": twice(lambda: make.court(name_en="C")),
    "court_level_known": changed(make.court, level="village"),
    "court_opened_bounds": unordered(make.court, "opened"),
    "court_closed_bounds": unordered(make.court, "closed"),
    "facility_once": twice(lambda: make.facility(name_en="F")),
    "facility_kind_known": changed(make.facility, kind="hotel"),
    "facility_opened_bounds": unordered(make.facility, "opened"),
    "facility_closed_bounds": unordered(make.facility, "closed"),
    "address_valid_from_bounds": unordered(make.facility_address, "valid_from"),
    "address_valid_until_bounds": unordered(make.facility_address, "valid_until"),
    "jurisdiction_once": twice(lambda: make.jurisdiction(name_en="J")),
    "code_once": pairs(make.jurisdiction, lambda j: make.code(jurisdiction=j, name_en="C")),
    "provision_edition_once": pairs(
        make.code, lambda c: make.provision(code=c, article="1", part="2", valid_from=WHEN)
    ),
    "provision_max_sane": changed(make.provision, max_months=1201),
    "provision_valid_from_bounds": unordered(make.provision, "valid_from"),
    "provision_valid_until_bounds": unordered(make.provision, "valid_until"),
    "credit_factor_once": pairs(make.jurisdiction, lambda j: make.credit_factor(jurisdiction=j)),
    "credit_factor_sane": changed(make.credit_factor, factor=-1),
    "credit_custody_known": changed(make.credit_factor, custody="hotel"),
    "credit_penalty_known": changed(make.credit_factor, penalty="scolding"),
    "credit_regime_known": changed(make.credit_factor, regime="mild"),
    "credit_ends_after_it_began": lambda: make.credit_factor(valid_from=WHEN, valid_until="2020-01-01"),
    "credit_backwards_from_a_day": lambda: make.credit_factor(backwards=True),
    "creditfactor_valid_from_bounds": unordered(make.credit_factor, "valid_from"),
    "creditfactor_valid_until_bounds": unordered(make.credit_factor, "valid_until"),
    "creditfactor_valid_from_is_a_day": lambda: make.credit_factor(valid_from="2021"),
    "creditfactor_valid_until_is_a_day": lambda: make.credit_factor(valid_until="2021-02-30"),
    "appeal_period_once": pairs(make.jurisdiction, lambda j: make.appeal_period(jurisdiction=j)),
    "appeal_days_sane": changed(make.appeal_period, days=0),
    "appealperiod_valid_from_bounds": unordered(make.appeal_period, "valid_from"),
    "appealperiod_valid_from_is_a_day": lambda: make.appeal_period(valid_from="March 2021"),
    "person_gender_known": changed(make.person, gender="unknown"),
    "person_unfinished_is_hidden": lambda: make.person(unfinished_list=unfinished()),
    "person_taken_back_is_hidden": lambda: make.person(taken_back_with=batch()),
    "person_born_bounds": unordered(make.person, "born"),
    "person_died_bounds": unordered(make.person, "died"),
    "name_kind_known": changed(person_and(make.person_name), kind="nick"),
    "name_language_known": changed(person_and(make.person_name), language="xx"),
    "name_once_per_person": shared_person_and(make.person_name, text="Адзін", kind="legal", language="be"),
    "name_key_once": same_key_twice,
    "citizenship_once": shared_person_and(make.citizenship),
    "citizenship_until_bounds": unordered(person_and(make.citizenship), "until"),
    "person_occupation_once": pairs(
        lambda: (make.person(), make.occupation()), lambda both: make.person_occupation(both[0], occupation=both[1])
    ),
    "person_summary_once_per_language": shared_person_and(make.person_summary, language="en"),
    "person_summary_language_known": changed(person_and(make.person_summary), language="xx"),
    "photo_once_per_person": pairs(photo, same_photo),
    "photo_sha256_form": changed(photo, sha256="A" * 64),
    "recognition_once": pairs(
        lambda: (make.person(), make.organisation()), lambda both: make.recognition(both[0], organisation=both[1])
    ),
    "recognition_status_known": changed(person_and(make.recognition), status="hero"),
    "recognition_from_date_bounds": unordered(person_and(make.recognition), "from_date"),
    "recognition_until_bounds": unordered(person_and(make.recognition), "until"),
    "consent_scope_known": changed(person_and(make.consent), scope="some"),
    "consent_answer_known": changed(person_and(make.consent), answer="perhaps"),
    "consent_giver_known": changed(person_and(make.consent), giver="nobody"),
    "consent_dated": changed(person_and(make.consent), given_on=""),
    "consent_given_on_bounds": unordered(person_and(make.consent), "given_on"),
    "consent_until_bounds": unordered(person_and(make.consent), "until"),
    "custody_kind_known": changed(person_and(make.custody), kind="guest"),
    "custody_end_known": changed(person_and(make.custody), end="vanished"),
    "custody_ends_after_it_began": changed(
        person_and(make.custody), from_date_lower="2021-01-02", until_lower="2021-01-01", until_upper="2021-01-01"
    ),
    "custody_from_date_bounds": unordered(person_and(make.custody), "from_date"),
    "custody_until_bounds": changed(
        person_and(make.custody, from_date="2019"), until_lower="2020-02-02", until_upper="2020-02-01"
    ),
    "violation_kind_known": changed(person_and(make.violation), kind="harm"),
    "violation_language_known": changed(person_and(make.violation), language="xx"),
    "violation_on_date_bounds": unordered(person_and(make.violation), "on_date"),
    "case_number_once_in_jurisdiction": pairs(make.jurisdiction, lambda j: make.case(jurisdiction=j, number="1/2020")),
    "case_kind_known": changed(make.case, kind="civil"),
    "case_unfinished_is_hidden": lambda: make.case(unfinished_list=unfinished()),
    "case_taken_back_is_hidden": lambda: make.case(taken_back_with=batch()),
    "case_opened_bounds": unordered(make.case, "opened"),
    "case_summary_once_per_language": pairs(make.case, lambda case: make.case_summary(case, language="en")),
    "case_summary_language_known": changed(lambda: make.case_summary(make.case()), language="xx"),
    "defendant_once_in_case": pairs(
        lambda: (make.case(), make.person()), lambda both: make.defendant(case=both[0], person=both[1])
    ),
    "defendant_stage_known": changed(make.defendant, stage="limbo"),
    "defendant_stage_date_bounds": unordered(make.defendant, "stage_date"),
    "defendant_act_date_bounds": unordered(make.defendant, "act_date"),
    "charge_once": pairs(
        lambda: (make.defendant(), make.provision()), lambda both: make.charge(both[0], provision=both[1])
    ),
    "charge_status_known": changed(charge, status="open"),
    "charge_form_known": changed(charge, offence_stage="thought"),
    "charge_charged_on_bounds": unordered(charge, "charged_on"),
    "charge_status_date_bounds": unordered(charge, "status_date"),
    "hearing_dated": changed(hearing, day=""),
    "hearing_hour_needs_a_day": changed(lambda: make.hearing(make.case(), day="2021-06", time=None), time="10:00"),
    "hearing_kind_known": changed(hearing, kind="chat"),
    "hearing_openness_known": changed(hearing, openness="ajar"),
    "hearing_outcome_known": changed(hearing, outcome="good"),
    "hearing_not_adjourned_to_itself": self_adjourned,
    "hearing_day_bounds": changed(hearing, day_lower="2021-06-08", day_upper="2021-06-07", time=None),
    "defendant_once_at_hearing": pairs(
        lambda: make.hearing_defendant(hearing()),
        lambda first: make.hearing_defendant(first.hearing, defendant=first.defendant),
    ),
    "official_once_at_hearing": pairs(
        lambda: make.hearing_official(hearing()),
        lambda first: make.hearing_official(first.hearing, official=first.official, role=first.role),
    ),
    "hearing_role_known": changed(lambda: make.hearing_official(hearing()), role="clown"),
    "sentence_instance_known": changed(sentence, instance="tenth"),
    "sentence_addition_of_an_addition": lambda: make.sentence(make.defendant(), addition="partial"),
    "sentence_does_not_replace_itself": self_replaced,
    "sentence_decided_bounds": unordered(sentence, "decided"),
    "sentence_in_force_bounds": unordered(sentence, "in_force"),
    "penalty_kind_known": changed(penalty, kind="exile"),
    "penalty_regime_known": changed(penalty, regime="mild"),
    "penalty_amount_not_negative": changed(penalty, amount=-1),
    "penalty_years_sane": changed(penalty, years=201),
    "penalty_months_sane": changed(penalty, months=1201),
    "penalty_days_sane": changed(penalty, days=30001),
    "penalty_life_and_death_have_no_term": changed(penalty, kind="life"),
    "source_kind_known": changed(make.source, kind="rumour"),
    "source_reliability_known": changed(make.source, reliability="so-so"),
    "source_link_is_web": changed(make.source, link="javascript:alert(1)"),
    "source_archived_link_is_web": changed(make.source, archived_link="javascript:alert(1)"),
    "source_sha256_form": changed(make.source, archived_sha256="xyz"),
    "source_published_bounds": unordered(make.source, "published"),
    "citation_is_of_one_record": changed(person_and(make.citation), person=None),
    "citation_stance_known": changed(person_and(make.citation), stance="doubts"),
    "batch_undone_at_and_by": lambda: batch(undone_at="2021-01-01T00:00:00Z"),
    "batch_sha256_form": lambda: batch(file_sha256="short"),
    "row_once_in_batch": same_row_twice,
    "work_step_known": work,
    "merge_status_known": lambda: merge(status="lost", decided_at=NOON, decided_by=make.user()),
    "merge_of_two_records": merge_of_one,
    "merge_four_eyes": merge_by_one_person,
    "merge_decided_at_and_by": lambda: merge(decided_at=NOON),
    "merge_leads_on_when_approved": lambda: merge(leads_on=True),
    "merge_undone_at_and_by": lambda: merge(undone_at=NOON),
    "merged_away_once": pairs(
        make.person, lambda gone: merge(gone=gone, status="done", decided_at=NOON, decided_by=make.user())
    ),
    "one_request_for_who_goes": pairs(make.person, lambda gone: merge(gone=gone)),
    "one_request_for_who_stays": pairs(make.person, lambda kept: merge(kept=kept)),
    "row_outcome_known": lambda: import_row(outcome="lost"),
    "one_agenda_link_per_account": pairs(make.user, agenda_link),
    "evidence_sha256_form": changed(make.evidence, sha256="xyz"),
    "evidence_type_known": changed(make.evidence, media_type="image/svg+xml"),
    "evidence_obtained_known": changed(make.evidence, obtained="stolen"),
    "evidence_not_empty": changed(make.evidence, size=0),
    "evidence_fetched_on_bounds": unordered(make.evidence, "fetched_on"),
    "intake_channel_known": changed(make.intake, channel="pigeon"),
    "intake_reliability_known": changed(make.intake, reliability="so-so"),
    "intake_status_known": changed(make.intake, status="lost"),
    "intake_set_aside_has_a_reason": changed(make.intake, status="set_aside"),
    "intake_received_on_bounds": unordered(make.intake, "received_on"),
    "intake_use_is_of_one_record": lambda: make.intake_use(make.intake(), person=make.person(), case=make.case()),
    "intake_use_source_once": used_twice("source"),
    "intake_use_person_once": used_twice("person"),
    "intake_use_case_once": used_twice("case"),
    **{
        f"{noun}_name_en_visible": changed(getattr(make, noun), name_en="\u3164")
        for noun in (
            "country", "region", "occupation", "organisation", "official", "jurisdiction", "code", "provision", "court",
            "facility",
        )
    },
    "personname_text_visible": changed(person_and(make.person_name), text="\u2800"),
    "case_title_visible": changed(make.case, title="\u115f"),
    "casesummary_title_visible": changed(lambda: make.case_summary(make.case()), title="\u034f"),
    "source_title_visible": changed(make.source, title="\u200b"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_database_refuses_what_breaks_the_constraint(name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        REFUSED[name]()
    message = str(refusal.value)
    assert name in message or "UNIQUE constraint failed" in message


def test_every_constraint_has_its_refusal() -> None:
    declared = {
        constraint.name for model in apps.get_app_config("cases").get_models() for constraint in model._meta.constraints
    }
    assert declared == set(REFUSED)
