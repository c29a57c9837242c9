"""Every link within the public site leads to a page, also where a case names what no public person is linked to."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Case
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])
LINK = re.compile(r'href="(/en/[^"#?]*)')


@pytest.fixture
def case_alone(approved: Any, whole_case: Case, editor: User) -> Case:
    """A public case, with a judge and a prosecutor at its hearing, whose defendants are not public."""
    hearing = whole_case.hearings.order_by("-day").first()
    assert hearing is not None
    factories.hearing_official(hearing, official=factories.official(name_en="Sole Judge"), role="judge", by=editor)
    factories.hearing_official(
        hearing, official=factories.official(name_en="Some Prosecutor"), role="prosecutor", by=editor
    )
    approved(whole_case)
    return whole_case


def test_every_link_leads_to_a_page(reader: Client, case_alone: Case) -> None:
    waiting, seen = ["/en/", f"/en/cases/{case_alone.public_id}/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or path.rpartition(".")[2] in ("csv", "json", "jsonl", "xlsx", "ics", "xml", "atom"):
            continue
        seen.add(path)
        answer = reader.get(path)
        assert answer.status_code == 200, path
        if answer["Content-Type"].startswith("text/html"):
            waiting += LINK.findall(answer.content.decode())
    assert any(path.startswith("/en/judges/") and len(path) > 15 for path in seen)


def test_prosecutor_has_no_page_of_judges(reader: Client, case_alone: Case) -> None:
    page = reader.get(f"/en/cases/{case_alone.public_id}/").content.decode()
    judge = re.search(r'href="(/en/judges/[^"]+)">Sole Judge', page)
    assert judge is not None and "<span>Some Prosecutor</span>" in page
    text = reader.get(judge[1]).content.decode()
    assert "Sole Judge" in text and "People tried by this judge" not in text
    assert reader.get(f"{judge[1]}?page=2").status_code == 404
