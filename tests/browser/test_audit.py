"""What each kind of public page weighs and how it behaves while it is drawn; `make audit` writes it to ACCESSIBILITY.md."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.browser.axe import violations, wider
from tests.browser.conftest import CHROMIUM, ROOT
from tests.browser.test_accessibility import approved, pages, whole_case, whole_person

__all__ = ["approved", "pages", "whole_case", "whole_person"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]
# Kept from before the page begins, so that nothing that moves is missed.
WATCH = """window.seen = {shift: 0, largest: 0};
new PerformanceObserver(list => list.getEntries().forEach(one => { seen.shift += one.value; }))
    .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(one => { seen.largest = one.startTime; }))
    .observe({type: 'largest-contentful-paint', buffered: true});"""
MEASURE = """async () => { await new Promise(done => setTimeout(done, 100));
    const files = performance.getEntriesByType('resource'), page = performance.getEntriesByType('navigation')[0];
    return {requests: files.length + 1, bytes: [page, ...files].reduce((sum, one) => sum + one.decodedBodySize, 0),
    pictures: files.filter(one => one.initiatorType === 'img').reduce((sum, one) => sum + one.decodedBodySize, 0),
    blocking: files.filter(one => one.renderBlockingStatus === 'blocking').length,
    nodes: document.querySelectorAll('*').length, shift: seen.shift, largest: seen.largest}; }"""
HEAD = """# Accessibility and weight of the public pages

Written by `make audit` ({day}, Chromium {version}, 1,280 pixels; axe also with dark colours), over the invented records of the
tests, without a network. axe: violations of WCAG 2.0 to 2.2 A and AA and of what axe recommends, contrast among them. Bytes are
those of the page and all that it asks for, before compression, with nothing kept from an earlier page. Blocking: files that
drawing waits for (the style sheet). Largest paint is on a machine that does other things as well. Wider: pixels beyond a window
of 360. Every page works without script and without pictures or SVG (`tests/browser/test_safest.py`), and by keyboard alone
(`tests/browser/test_accessibility.py`).

| page | axe | requests | bytes | of pictures | blocking | elements | largest paint (ms) | layout shift | wider |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
"""


def test_every_kind_of_public_page_is_light_and_still(pages: dict[str, str], browser: Any) -> None:
    rows, wrong = [], []
    for kind, address in pages.items():
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        reader = context.new_page()
        reader.add_init_script(WATCH)
        reader.goto(address, wait_until="load")
        told = reader.evaluate(MEASURE)
        faults = violations(reader)
        reader.emulate_media(color_scheme="dark")
        faults += violations(reader)
        reader.set_viewport_size({"width": 360, "height": 800})
        told |= {"axe": len(faults), "wider": wider(reader)}
        context.close()
        rows.append((kind, told))
        if faults or told["wider"] > 0 or told["shift"] >= 0.1 or told["blocking"] > 1 or told["bytes"] > 300_000:
            wrong.append((kind, told))
    assert not wrong
    if os.environ.get("CASETRACKER_AUDIT"):
        write(ROOT / "ACCESSIBILITY.md", rows, browser.version)


def write(file: Path, rows: list[tuple[str, dict[str, Any]]], version: str) -> None:
    """The results as a table, the heaviest page first."""
    ordered = sorted(rows, key=lambda row: -row[1]["bytes"])
    lines = [
        f"| {kind} | {told['axe']} | {told['requests']} | {told['bytes']:,} | {told['pictures']:,} | {told['blocking']} "
        f"| {told['nodes']} | {told['largest']:.0f} | {told['shift']:.3f} | {max(0, told['wider'])} |\n"
        for kind, told in ordered
    ]
    file.write_text(
        HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", version=version.partition(".")[0]) + "".join(lines)
    )
