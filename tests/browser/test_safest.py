"""Tor Browser's safest mode: no script, no SVG, no picture, no font of a site's own, no MathML; every page still tells everything.

SVG is taken out of the answers, since no other browser can be told to leave it out.
"""

import re
from typing import Any

import pytest

from tests.browser.conftest import CHROMIUM, shoot
from tests.browser.test_accessibility import approved, pages, whole_case, whole_person

__all__ = ["approved", "pages", "whole_case", "whole_person"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
STANDING_ALONE = {"label", "embed", "counter"}  # for paper, and for frames in other sites


@pytest.fixture
def safest(browser: Any) -> Any:
    """A reader without script, pictures, fonts and SVG; `asked` and `failed` tell of requests."""
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 800}).new_page()
    page.asked, page.failed = [], []

    def answer(route: Any) -> None:
        page.asked.append(route.request.resource_type)
        if route.request.resource_type in ("image", "font", "media", "script"):
            route.abort()
            return
        found = route.fetch()
        body = found.text()
        route.fulfill(response=found, body=SVG.sub("", body) if route.request.resource_type == "document" else body)

    page.route("**/*", answer)
    return page


def test_every_public_page_is_whole_without_script_pictures_and_svg(pages: dict[str, str], safest: Any) -> None:
    for kind, address in pages.items():
        safest.goto(address)
        source = safest.content()
        assert "<script" not in source.replace('<script type="application/ld+json"', ""), kind
        assert not re.search(r"<math|<iframe|<object|<embed|@font-face|(?:src|href)=\"data:|\son[a-z]+=\"", source), (
            kind
        )
        if kind not in STANDING_ALONE:
            assert safest.locator("h1").first.inner_text().strip(), kind
        # Nothing is behind a control that needs a script: each is a link, a form or a <details>.
        assert safest.locator("button").count() == safest.locator("form button").count(), kind
        shoot(safest, f"safest-{kind}")
    assert set(safest.asked) <= {"document", "stylesheet", "image", "other"}


def test_every_chart_has_a_table_that_opens_without_script(pages: dict[str, str], safest: Any) -> None:
    safest.goto(pages["figures"])
    figures = safest.locator("section.figure")
    assert figures.count() == 7
    for place in range(figures.count()):
        figure = figures.nth(place)
        if summary := figure.locator("summary").count():
            figure.locator("summary").click()
        assert figure.locator("table tbody tr").count() > 0, (place, summary)
        assert figure.locator("table").is_visible()
        assert figure.locator("a[download]").count() >= 1
    safest.goto(pages["person"])
    assert safest.locator("text=2021").count() > 0  # the timeline as text


def test_leaving_quickly_is_a_plain_link_that_tells_nothing(pages: dict[str, str], safest: Any) -> None:
    for kind, address in pages.items():
        safest.goto(address)
        link = safest.locator("a.leave")
        if kind in STANDING_ALONE or not link.count():
            assert kind in STANDING_ALONE | {"not found", "refusal"}, kind
            continue
        assert "noreferrer" in str(link.get_attribute("rel")), kind
        assert re.fullmatch(r"https://(en|be|ru)\.wikipedia\.org/", str(link.get_attribute("href"))), kind
