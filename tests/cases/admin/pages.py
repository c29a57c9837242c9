"""Pages of entry as a browser sees them: what a form would send, and what to change in it."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Inputs(HTMLParser):
    """Collects what the record's own form would send."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self._inside = False
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._inside = (given.get("id") or "").endswith("_form") and given.get("id") != "logout-form"
        if not self._inside:
            return
        if tag == "input" and name and given.get("type") not in ("submit", "file"):
            self._input(name, given)
        elif tag == "select" and name:
            self._select = name
            self.data.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in given:
            self.data[self._select] = given.get("value") or ""
        elif tag == "textarea" and name:
            self._textarea = name
            self.data[name] = ""

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        if given.get("type") == "checkbox":
            if "checked" in given:
                self.data.setdefault(name, []).append(given.get("value") or "on")
        else:
            self.data[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.data[self._textarea] += data.removeprefix("\r\n")


def form_of(html: str) -> dict[str, Any]:
    """Everything that the record's form on a page would send, empty template rows aside."""
    inputs = _Inputs()
    inputs.feed(html)
    return {name: value for name, value in inputs.data.items() if "__prefix__" not in name}


def opened(client: Client, address: str) -> dict[str, Any]:
    """The form of the page at `address`."""
    response = client.get(address)
    assert response.status_code == 200, response
    return form_of(response.content.decode())


def saved(client: Client, address: str, **changes: Any) -> Any:
    """Open the page at `address`, change some inputs, and save; the response."""
    return client.post(address, opened(client, address) | changes | {"_continue": "1"})


def with_row(form: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """`form` with one more row of the kind `prefix`."""
    number = int(form[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return form | row | {f"{prefix}-TOTAL_FORMS": str(number + 1)}


def box(html: str) -> str:
    """What the box carries that confirms the questions of a page; "" where it asks nothing."""
    found = re.search(r'name="confirmed" value="([0-9a-f]{64})"', html)
    return found[1] if found else ""


def confirmed(client: Client, address: str, form: dict[str, Any]) -> Any:
    """Save a form that the page asks about, then confirm; the response to that."""
    html = client.post(address, form | {"_continue": "1"}).content.decode()
    assert box(html), "the page asks"
    return client.post(address, form_of(html) | {"confirmed": box(html), "_continue": "1"}, follow=True)
