"""The pages for exports and data packages fit in a window and on a telephone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from tests.browser.conftest import CHROMIUM, shoot
from tests.cases.spreadsheets.package.test_package import edited, out
from tests.cases.spreadsheets.package.whole_records import whole

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_pages_fit_at_both_widths(desk_of: Callable[[Any], Any], editor: User, tmp_path: Any) -> None:
    whole(editor)
    file = tmp_path / "package.zip"
    file.write_bytes(edited(out(editor), "persons.csv", lambda told: told.replace(b"about 1980", b"1981")))
    page = desk_of(editor)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for noun in ("person", "hearing"):
            page.goto(reverse(f"admin:cases_{noun}_export"))
            shoot(page, f"export-{noun}-{width}")
            assert page.evaluate(TOO_WIDE) <= 0, (noun, width)
        page.goto(reverse("package"))
        page.set_input_files("input[type=file]", str(file))
        page.get_by_role("button", name="Preview").click()
        page.get_by_text("nothing is imported yet").wait_for()
        shoot(page, f"package-{width}")
        assert page.evaluate(TOO_WIDE) <= 0, width
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Import").click()
    page.get_by_text("The data package was imported").wait_for()
