"""The lists of the staff's site fit in a window of 1280 pixels, with the menu and the filters open: no column is cut off."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.access.world import build
from tests.browser.conftest import CHROMIUM, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]
TOO_WIDE = """() => { const list = document.querySelector("#changelist .results");
    return list ? list.scrollWidth - list.clientWidth : 0; }"""


def test_no_list_is_wider_than_its_place(desk_of: Callable[[Any], Any], roles: None) -> None:
    world = build("Editor+Reviewer")
    page = desk_of(world.me)
    wide = {}
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for query in ("", "?status=all") if model._meta.model_name == "snapshot" else ("",):
            answer = page.goto(address + query)
            if answer.status == 200 and (too_wide := page.evaluate(TOO_WIDE)) > 0:
                wide[address + query] = too_wide
                shoot(page, f"list-{model._meta.model_name}")
    assert wide == {}
