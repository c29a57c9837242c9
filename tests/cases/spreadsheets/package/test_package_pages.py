"""The page for data packages: a preview first, then exactly what was shown."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Entry, User
from cases.models import Person
from tests.accounts.signing_in import sign_in
from tests.cases.spreadsheets.package.test_package import edited, empty, out, stored
from tests.cases.spreadsheets.package.whole_records import whole

pytestmark = pytest.mark.django_db


def post(client: Client, content: bytes, **said: Any) -> Any:
    return client.post(reverse("package"), {"file": SimpleUploadedFile("package.zip", content), **said})


def digest_on(page: Any) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page.content.decode())
    assert found is not None
    return found[1]


def test_package_is_shown_first_and_taken_in_then(editor: User) -> None:
    client = sign_in(editor)
    whole(editor)
    before, content = stored(), out(editor)
    empty()
    shown = post(client, content)
    assert shown.status_code == 200 and "nothing is imported yet" in shown.content.decode()
    assert stored() == {}
    done = post(client, content, digest=digest_on(shown))
    assert (done.status_code, stored()) == (302, before)
    assert "persons: 1 rows, 1 new" in Entry.objects.filter(action="package taken in").latest("sequence").note
    assert "Import a data package" in client.get(reverse("admin:cases_importbatch_changelist")).content.decode()


def test_other_file_than_the_one_shown_is_refused(editor: User) -> None:
    client = sign_in(editor)
    whole(editor)
    content = out(editor)
    digest = digest_on(post(client, content, update="on"))
    other = edited(content, "persons.csv", lambda told: told.replace(b"about 1980", b"1981"))
    refused = post(client, other, digest=digest, update="on")
    assert refused.status_code == 422 and Person.objects.get().born == "about 1980"


def test_differences_are_shown_and_sensitive_values_are_not(editor: User) -> None:
    client = sign_in(editor)
    whole(editor)
    content = edited(
        out(editor), "persons.csv", lambda told: told.replace(b"about 1980", b"1981").replace(b"ill", b"well")
    )
    page = post(client, content).content.decode()
    assert "about 1980" in page and "1981" in page and "stays as it is here" in page
    assert "different (not shown)" in page and ">well<" not in page
    page = post(client, content, update="on")
    assert "as in the package" in page.content.decode()
    assert post(client, content, update="on", digest=digest_on(page)).status_code == 302
    assert (Person.objects.get().born, Person.objects.get().health) == ("1981", "well")


def test_what_is_no_package_comes_back_as_a_sentence(editor: User) -> None:
    client = sign_in(editor)
    for content in (b"", b"x", io.BytesIO(b"PK").getvalue()):
        assert post(client, content).status_code == 422
    assert client.post(reverse("package"), {}).status_code == 422
