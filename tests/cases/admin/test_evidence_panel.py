"""Evidence on the page of a source: kept as it came, given out sealed and logged, to those who may."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Entry, User
from cases.evidence import file_store
from cases.models import Evidence, Source
from cases.review import transitions
from tests import factories
from tests.access.world import account
from tests.accounts.signing_in import sign_in
from tests.cases.admin.pages import opened
from tests.cases.admin.test_record_admin import page
from tests.cases.evidence.files import KEPT, REFUSED

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nan invented verdict\n"


@pytest.fixture
def source() -> Source:
    return factories.source()


def upload(client: Client, source: Source, content: bytes, name: str = "verdict.pdf", **given: Any) -> Any:
    """Send the page of the source with a file chosen in its empty row."""
    form = opened(client, page(source))
    row = int(form["evidence-TOTAL_FORMS"]) - 1
    form[f"evidence-{row}-file"] = SimpleUploadedFile(name, content, "image/png")
    return client.post(page(source), form | {f"evidence-{row}-{field}": value for field, value in given.items()})


def address(evidence: Evidence) -> str:
    return reverse("admin:cases_evidence", args=[evidence.pk])


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("name", KEPT)
def test_upload_of_a_kept_kind_is_kept_as_it_came(as_editor: Client, editor: User, source: Source, name: str) -> None:
    content, kind = KEPT[name]
    assert upload(as_editor, source, content, obtained="sent", fetched_on="March 2022").status_code == 302
    kept = Evidence.objects.get(source=source)
    assert (kept.media_type, kept.size, kept.created_by) == (kind, len(content), editor)
    assert (kept.obtained, kept.fetched_on, kept.original_name) == ("sent", "March 2022", "verdict.pdf")
    assert file_store.path_of(kept.sha256).read_bytes() == content
    assert Entry.objects.filter(
        action="added", kind="evidence", key=kept.pk, field="sha256", after=kept.sha256
    ).exists()


@pytest.mark.parametrize("name", REFUSED)
def test_upload_of_any_other_kind_is_refused_in_the_form(as_editor: Client, source: Source, name: str) -> None:
    response = upload(as_editor, source, REFUSED[name], "verdict.pdf")
    assert response.status_code == 200
    assert "This file type is not supported" in response.content.decode()
    assert not Evidence.objects.exists()


def test_upload_that_is_too_large_is_refused(as_editor: Client, source: Source, monkeypatch: Any) -> None:
    monkeypatch.setattr("cases.evidence.keep_file.MAX_BYTES", 10)
    assert "larger than" in upload(as_editor, source, PDF).content.decode()
    assert not Evidence.objects.exists()


def test_upload_of_the_same_file_is_refused_for_this_source_alone(as_editor: Client, source: Source) -> None:
    assert upload(as_editor, source, PDF).status_code == 302
    assert "already stored with this source" in upload(as_editor, source, PDF, "other.pdf").content.decode()
    assert upload(as_editor, factories.source(), PDF).status_code == 302
    assert Evidence.objects.count() == 2


def test_upload_with_a_fault_elsewhere_keeps_nothing(as_editor: Client, source: Source) -> None:
    before = set(file_store.kept())
    assert upload(as_editor, source, b"%PDF-1.4 nowhere else", fetched_on="31/02/xx").status_code == 200
    assert set(file_store.kept()) == before


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\u202egpj.exe", "<b>x</b>.pdf", "x" * 400 + ".pdf", "CON", "..\\..\\x"]
)
def test_name_of_an_upload_is_data_and_never_a_path(as_editor: Client, source: Source, name: str) -> None:
    assert upload(as_editor, source, PDF + name.encode(), name).status_code == 302
    kept = Evidence.objects.get()
    assert "/" not in kept.original_name
    assert "\\" not in kept.original_name
    html = as_editor.get(page(source)).content.decode()
    assert "<b>x</b>" not in html
    assert "\u202e" not in html
    told = as_editor.get(address(kept)).headers["Content-Disposition"]
    assert told == f'attachment; filename="evidence-{kept.public_id}.pdf"'


def test_evidence_is_given_out_sealed_and_each_time_is_logged(as_editor: Client, editor: User, source: Source) -> None:
    content, _kind = KEPT["html"]
    upload(as_editor, source, content, "page.html")
    kept = Evidence.objects.get()
    for _time in range(2):
        response = as_editor.get(address(kept))
        assert bytes_of(response) == content
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response.headers["Cache-Control"] == "no-store"
    assert Entry.objects.filter(action="evidence opened", kind="evidence", key=kept.pk, by=editor).count() == 2


@pytest.mark.parametrize("state", ["missing", "altered"])
def test_evidence_that_was_lost_is_not_given_out_and_says_so(as_editor: Client, source: Source, state: str) -> None:
    upload(as_editor, source, PDF + state.encode())
    kept = Evidence.objects.get()
    path = file_store.path_of(kept.sha256)
    path.unlink() if state == "missing" else path.write_bytes(b"something else")
    response = as_editor.get(address(kept), follow=True)
    assert response.redirect_chain == [(page(source), 302)]
    assert "This was logged" in response.content.decode()
    assert Entry.objects.filter(action=f"evidence {state}", key=kept.pk).exists()


def test_evidence_barred_is_on_no_page_and_answers_like_an_unknown_one(as_editor: Client, source: Source) -> None:
    keeper = account("keeper", "Editor")
    factories.citation(factories.person(restricted=True, readers=[keeper]), source=source)
    assert upload(sign_in(keeper), source, PDF, "secret name.pdf").status_code == 302
    kept = Evidence.objects.get()
    assert "secret name" not in as_editor.get(page(source)).content.decode()
    assert "secret name" not in as_editor.get(page(source, "history")).content.decode()
    unknown = as_editor.get(reverse("admin:cases_evidence", args=[10**6]))
    answer = as_editor.get(address(kept))
    assert (answer.status_code, answer.content) == (404, unknown.content)
    # The same file again: whether it is there already is not told.
    assert upload(as_editor, source, PDF, "mine.pdf").status_code == 302
    assert "mine.pdf" in as_editor.get(page(source)).content.decode()


def test_log_of_barred_evidence_is_not_read(auditor: User, source: Source) -> None:
    keeper = account("keeper", "Editor")
    factories.citation(factories.person(restricted=True, readers=[keeper]), source=source)
    upload(sign_in(keeper), source, PDF, "secret name.pdf")
    client = sign_in(auditor)
    assert "secret name" not in client.get(reverse("admin:accounts_entry_changelist")).content.decode()
    Source.objects.get(pk=source.pk)
    factories.citation(factories.person(), source=source)
    assert "secret name" in client.get(reverse("admin:accounts_entry_changelist")).content.decode()


def test_what_is_known_of_evidence_can_be_corrected_but_not_its_file(as_editor: Client, source: Source) -> None:
    upload(as_editor, source, PDF)
    kept = Evidence.objects.get()
    form = opened(as_editor, page(source)) | {"evidence-0-internal_notes": "Second page is missing."}
    form["evidence-0-file"] = SimpleUploadedFile("other.pdf", PDF + b"other")
    form |= {"evidence-0-sha256": "a" * 64, "evidence-0-original_name": "forged", "evidence-0-DELETE": "on"}
    assert as_editor.post(page(source), form).status_code == 302
    now = Evidence.objects.get()
    assert (now.internal_notes, now.sha256, now.original_name) == (
        "Second page is missing.",
        kept.sha256,
        "verdict.pdf",
    )


@pytest.mark.django_db(databases=["default", "register"])
def test_upload_changes_nothing_that_is_submitted(as_editor: Client, editor: User) -> None:
    person = factories.person(by=editor)
    cited = factories.citation(person, by=editor)
    before = transitions.submit(record=person, by=editor).digest
    upload(as_editor, cited.source, PDF)
    assert transitions.submit(record=type(person).objects.get(pk=person.pk), by=editor).digest == before
