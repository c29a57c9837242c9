"""What one person keeps of uploaded files is bounded: drafts of lists, and evidence within a day."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.exceptions import Refused
from accounts.models import User
from cases.evidence import keep_file
from cases.models import Evidence, ImportDraft
from cases.spreadsheets.import_ import uploads
from tests import factories

pytestmark = pytest.mark.django_db
LIST = b"name\nInvented\n"


def upload(number: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{number}.txt", f"text {number}".encode(), "text/plain")


def keep(number: int, by: User) -> Evidence:
    evidence = Evidence(source=factories.source())
    keep_file.describe(evidence, upload(number))
    return keep_file.keep_evidence(evidence=evidence, upload=upload(number), by=by)


def test_drafts_of_one_person_are_bounded_in_number(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    for _one in range(2):
        uploads.keep(content=LIST, file_name="list.csv", by=editor)
    with pytest.raises(Refused, match="uploaded files"):
        uploads.keep(content=LIST, file_name="list.csv", by=editor)
    ImportDraft.objects.filter(by=editor).first().delete()
    uploads.keep(content=LIST, file_name="list.csv", by=editor)


def test_drafts_of_one_person_are_bounded_in_size_and_others_have_their_own(
    editor: User, second_reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads.keep(content=LIST, file_name="list.csv", by=editor)
    monkeypatch.setattr(uploads, "MOST_BYTES", 110)
    with pytest.raises(Refused, match="uploaded files"):
        uploads.keep(content=LIST, file_name="list.csv", by=editor)
    other = factories.user(permissions=["cases.import_records"])
    uploads.keep(content=LIST, file_name="list.csv", by=other)


def test_evidence_of_one_person_is_bounded_within_a_day(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(1, editor)
    monkeypatch.setattr(keep_file, "MOST_BYTES_A_DAY", 10)
    with pytest.raises(Refused, match="within a day"):
        keep(2, editor)
    assert Evidence.objects.count() == 1
