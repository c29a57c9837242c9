"""The factories make every kind of record."""

import pytest

from tests import factories as make


@pytest.mark.django_db
def test_factories_make_one_of_every_kind() -> None:
    of = make.person()
    case = make.case()
    accused = make.defendant(case=case, person=of)
    hearing = make.hearing(case)
    sentence = make.sentence(accused)
    rows = [
        make.region(), make.occupation(), make.organisation(), make.official(), make.facility_address(),
        make.person_name(of), make.citizenship(of), make.person_occupation(of), make.person_summary(of),
        make.recognition(of), make.consent(of), make.custody(of), make.violation(of), make.case_summary(case),
        make.charge(accused), make.hearing_defendant(hearing, defendant=accused), make.hearing_official(hearing),
        make.penalty(sentence), make.citation(of), make.citation(case), make.evidence(), make.credit_factor(),
        make.appeal_period(),
        make.intake_use(make.intake(), person=of),
    ]  # fmt: skip
    assert all(row.pk for row in rows)


@pytest.mark.django_db
def test_user_with_permissions_holds_them() -> None:
    account = make.user(permissions=["cases.view_sensitive"])
    assert account.has_perm("cases.view_sensitive")
    assert not account.has_perm("cases.view_person")
