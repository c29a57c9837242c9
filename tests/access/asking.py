"""Requests as the table describes them, and the answers in its words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from accounts.models import Entry, Head
from cases.review.freeze import values_of
from tests.access.routes import filled
from tests.access.table import Line
from tests.access.world import OTHERS, OWN, UNKNOWN, World

SIGN_IN = ("/accounts/login/", "/admin/login/")
NOUN = re.compile(r"^admin/(?:cases|review|accounts)/(\w+)/")
NOT_COMPARED = {"session", "usersession", "cacheentry", "keptform"}
"""What every request may touch: sessions, and the form that a refusal keeps for whoever sent it."""


def noun_of(pattern: str) -> str:
    """The kind of record that the address is about; "" where it is about none."""
    if "merges/" in pattern:
        return ""
    if "photo/" in pattern:
        return "photo"
    if "source/evidence/" in pattern:
        return "evidence"
    if "desk/case/" in pattern:
        return "case"
    if "<str:noun>" in pattern or "snapshot/bases/" in pattern:
        return "person"
    found = NOUN.match(pattern)
    return found[1] if found and "<" in pattern else ""


def address(world: World, line: Line, kind: str) -> str:
    """The address of the line's route for that kind of record."""
    noun = noun_of(line.pattern)
    key = world.key(noun, kind) if noun in {name for name, _kind in world.keys} else 1
    key = world.key("person", UNKNOWN) if kind == UNKNOWN else key
    keys = {"object_id": key, "pk": key, "key": key, "other": world.key("person", OWN if kind == OTHERS else OTHERS)}
    words = {
        "<str:noun>": noun, "<int:pk>": key, "<int:key>": key,  # routes of libraries, whose keys are not encrypted
        "<str:token>": "never-given", "<str:key>": "never-kept", "<str:public_id>": "a" * 12,
        "<int:number>": 1, "<str:sha256>": world.pictures.get(key, "0" * 64), "^(?P<app_label>accounts|review|cases)/$": "cases/",
        "(?P<url>.*)$": "nothing/",
    }  # fmt: skip
    if "/cite/<str:noun>/" in line.pattern:  # the source is there for everybody; the person is what is asked for
        key = world.key("person", kind)
        keys |= {"pk": world.key("source", OTHERS), "root_pk": key}
        words |= {"<str:noun>": "person"}
    path = filled(line.pattern, keys)
    for placeholder, value in words.items():
        path = path.replace(placeholder, str(value))
    return f"/{path}"


def posted(world: World, line: Line, kind: str) -> dict[str, Any]:
    """What a POST of that line sends: what would take effect if it were allowed."""
    if line.pattern == "admin/review/snapshot/<int:pk>/change/" and world.has("snapshot", kind) and kind != UNKNOWN:
        snapshot = world.snapshots[world.key("snapshot", kind)]
        return {"verb": "approve", "digest": snapshot.digest, "tick": sorted(values_of(snapshot.content))}
    if line.pattern == "admin/accounts/switch/":
        return {"name": "freeze", "state": "on"}
    if line.pattern.startswith("admin/accounts/user/"):
        return {"roles": ["Administrator"]}
    return {"reason": "Because.", "format": "csv"}


def query(line: Line) -> dict[str, str]:
    """The query of a GET that makes no sense without one."""
    if line.pattern == "admin/autocomplete/":
        return {"term": "", "app_label": "cases", "model_name": "defendant", "field_name": "person"}
    return {}


def ask(client: Client, world: World, line: Line, kind: str) -> HttpResponseBase:
    """The answer to one request."""
    if line.method == "GET":
        return client.get(address(world, line, kind), query(line))
    return client.post(address(world, line, kind), posted(world, line, kind))


def in_words(response: HttpResponseBase) -> str:
    """The answer as the table writes it."""
    if response.status_code == 302 and response.headers["Location"].startswith(SIGN_IN):
        return "in"
    return str(response.status_code)


def body(response: HttpResponseBase) -> bytes:
    """The bytes of an answer, streamed or not."""
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]


def plain(response: HttpResponseBase, world: World, line: Line, kind: str) -> tuple[int, dict[str, str], bytes]:
    """All that an answer tells, but for the key that was asked for."""
    asked = address(world, line, kind)
    headers = {name: value.replace(asked, "/ASKED/") for name, value in response.headers.items()}
    return response.status_code, headers, body(response)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens within is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def state() -> str:
    """A digest of everything stored but the log and the sessions."""
    told = sha256()
    for model in apps.get_models():
        if model in (Entry, Head) or model._meta.model_name in NOT_COMPARED or model._meta.app_label == "register":
            continue
        # session_stamp is part of the row: signing somebody out shows too
        for row in model._base_manager.order_by("pk").values_list():
            told.update(repr(row).encode())
    return told.hexdigest()
