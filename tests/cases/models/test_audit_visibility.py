"""The whole log, without what its reader may not know of."""

import pytest

from accounts.models import Entry, User
from cases.models.audit_visibility import readable_entries
from tests import factories


@pytest.mark.django_db
def test_log_tells_nothing_of_restricted_records_present_or_removed(auditor: User, reviewer: User) -> None:
    barred = factories.person("Таемны Чалавек", restricted=True, readers=[reviewer])
    case = factories.case()
    hidden = factories.defendant(case=case, person=barred)
    charge = factories.charge(hidden)
    gone = factories.charge(hidden)
    gone.remove(by=None)
    shown = factories.defendant(case=case, person=factories.person("Вядомы Чалавек"))
    told = readable_entries(auditor, Entry.objects.all())
    assert not told.filter(after__contains="Таемны").exists()
    assert not told.filter(kind="charge", key__in=(charge.pk, gone.pk or 0)).exists()
    assert not told.filter(kind="charge").exists()
    assert told.filter(kind="defendant", key=shown.pk).exists()
    assert readable_entries(reviewer, Entry.objects.all()).count() == Entry.objects.count()


@pytest.mark.django_db
def test_log_of_open_records_and_of_accounts_is_whole(auditor: User) -> None:
    factories.citation(factories.person())
    assert readable_entries(auditor, Entry.objects.all()).count() == Entry.objects.count() > 0
