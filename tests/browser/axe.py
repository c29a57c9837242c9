"""Accessibility of a page as axe-core sees it, and what it cannot see: keyboard, focus, sideways scrolling."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

# WCAG 2.2 A and AA, and what axe recommends beside it. Naming the tags turns on the size of targets, which is off otherwise.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TABBABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
# Of all that can be reached: what is drawn. What lies in a closed <details> is not, but for its summary.
DRAWN = """selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility({visibilityProperty: true})
    && !one.disabled && one.tabIndex >= 0).map((one, place) => { one.dataset.place = place; return one.outerHTML.slice(0, 90); })"""
FOCUSED = """() => { const one = document.activeElement, style = getComputedStyle(one);
    return one === document.body ? null : [one.dataset.place, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
    one.outerHTML.slice(0, 90)]; }"""


def violations(page: Any, *, staff: bool = False) -> list[str]:
    """What is wrong with the page as it stands: the rule, how grave, the first element.

    Pages of the `staff` are the stock admin's: they are held to WCAG, and not to what axe recommends beside it.
    """
    tags = TAGS[:-1] if staff else TAGS
    options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
    # Select2, which stock Django brings, names its field on the outer element and gives the inner one a role of its own.
    context = {"exclude": [[".select2-selection__rendered"]]}
    found = Axe().run(page, context, options).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}" for one in found]


def wider(page: Any) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def unreached(page: Any) -> list[str]:
    """What cannot be reached by the Tab key from the top of the page, or is reached without its focus being seen."""
    drawn = page.evaluate(DRAWN, TABBABLE)
    left, found = set(range(len(drawn))), []
    for _step in range(len(drawn) + 1):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        place, seen, html = focused
        if not seen:
            found.append(f"focus is not seen: {html}")
        left.discard(int(place) if place else -1)
    # Of radio buttons of one name the key reaches one; the arrows reach the others. There are none on these pages.
    return found + [f"not reached: {drawn[place]}" for place in sorted(left)]
