"""Who may know of a kept file: it follows what its source is cited on, and where its source came from."""

import pytest

from accounts.models import User
from cases.models import Evidence, Source
from tests import factories as make
from tests.access.world import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(roles: None) -> User:
    return account("keeper", "Editor")


@pytest.fixture
def source() -> Source:
    return make.source()


def sees(user: User, evidence: Evidence) -> bool:
    return Evidence.objects.visible_to(user).filter(pk=evidence.pk).exists()


def test_evidence_of_a_source_cited_nowhere_is_seen_by_all(source: Source, editor: User) -> None:
    assert sees(editor, make.evidence(source))


def test_evidence_cited_on_restricted_records_alone_is_seen_by_their_readers(
    source: Source, editor: User, keeper: User
) -> None:
    kept = make.evidence(source)
    make.citation(make.person(restricted=True, readers=[keeper]), source=source)
    make.citation(make.case(restricted=True, readers=[keeper]), source=source)
    assert (sees(editor, kept), sees(keeper, kept)) == (False, True)


def test_evidence_cited_on_an_open_record_too_is_seen_by_all(source: Source, editor: User, keeper: User) -> None:
    kept = make.evidence(source)
    make.citation(make.person(restricted=True, readers=[keeper]), source=source)
    make.citation(make.case(), source=source)
    assert sees(editor, kept)


def test_evidence_cited_in_an_open_case_on_a_restricted_defendant_alone_is_barred(
    source: Source, editor: User, keeper: User
) -> None:
    kept = make.evidence(source)
    case = make.case()
    hidden = make.defendant(case=case, person=make.person(restricted=True, readers=[keeper]))
    charge = make.charge(hidden)
    make.citation(case, source=source, about=f"{hidden.path}/stage")
    make.citation(case, source=source, about=f"{charge.path}/provision")
    assert (sees(editor, kept), sees(keeper, kept)) == (False, True)
    make.citation(case, source=source, about=f"{case.path}/number")
    assert sees(editor, kept)


def test_evidence_that_one_kept_oneself_is_always_seen(source: Source, editor: User, keeper: User) -> None:
    make.citation(make.person(restricted=True, readers=[keeper]), source=source)
    assert sees(editor, make.evidence(source, by=editor))


def test_evidence_of_a_source_from_a_barred_intake_entry_is_barred_whatever_it_is_cited_on(
    source: Source, editor: User, keeper: User
) -> None:
    kept = make.evidence(source)
    make.intake_use(make.intake(restricted=True, readers=[keeper]), source=source)
    make.citation(make.person(), source=source)
    assert (sees(editor, kept), sees(keeper, kept)) == (False, True)


def test_nobody_signed_in_sees_no_evidence() -> None:
    from django.contrib.auth.models import AnonymousUser

    make.evidence()
    assert not Evidence.objects.visible_to(AnonymousUser()).exists()
