"""What the script of forms does: it asks before a changed form is left, sends it once, and holds it while the site is away."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from cases.models import Organisation
from tests.browser.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]
ADD, LIST = "/admin/cases/organisation/add/", "/admin/cases/organisation/"
WATCHED = "#organisation_form[data-watched]"
SAVE = "input[name=_save] >> nth=0"


def test_form_is_kept_from_being_lost_and_from_being_sent_twice(desk_of: Callable[[User], Any], editor: User) -> None:
    page = desk_of(editor)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.goto(ADD)
    page.wait_for_selector(WATCHED)
    page.evaluate("location.assign('/admin/')")
    page.wait_for_url("**/admin/")
    assert asked == []

    page.goto(ADD)
    page.wait_for_selector(WATCHED)
    page.fill("#id_name_en", "An invented one")
    with page.expect_event("dialog"):
        page.evaluate("location.assign('/admin/')")
    assert asked == ["beforeunload"]
    assert page.url.endswith(ADD)

    page.context.set_offline(True)
    page.click(SAVE)
    page.wait_for_selector(".not-sent")
    assert "your form was not sent" in page.inner_text(".not-sent")
    assert page.input_value("#id_name_en") == "An invented one"

    page.context.set_offline(False)
    page.dblclick(SAVE)
    page.wait_for_url(f"**{LIST}")
    assert Organisation.objects.get().name_en == "An invented one"
    assert asked == ["beforeunload"]
