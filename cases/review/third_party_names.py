"""Names of other people in a text that is about to become public."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db import models

from cases.domain import names
from cases.models import Person, PersonName
from cases.review.policy import POLICY, How, Public

WORD = re.compile(r"[^\W\d_](?:[\w'’ʼ‑-]*[^\W_])?")
HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Dr", "The", "In", "On", "At", "He", "She", "Invented"})


def is_text(path: str) -> bool:
    """Whether the value at this path (`custody/ID/field`) is a text that is published as it was entered."""
    noun, _id, field = path.split("/")
    rule = POLICY[noun][field]
    if not isinstance(rule, Public) or rule.how is not How.AS_IS:
        return False
    kind = apps.get_model("cases", noun)._meta.get_field(field)
    return isinstance(kind, models.CharField | models.TextField) and not kind.choices


def named_in(text: str, *, besides: Sequence[Person], user: Any) -> list[str]:
    """Names in `text` that belong to persons in the records other than `besides`, as far as `user` may know of them.

    Looks at every two neighbouring capitalised words, in either order; a name of one word alone is too common to warn of.
    """
    own = {name.text for person in besides for name in person.names.all()}
    found: dict[str, None] = {}
    for pair in _candidates(text):
        if any(names.finds(pair, name) for name in own):
            continue
        if _is_known(pair, besides, user):
            found[pair] = None
    return list(found)


def _candidates(text: str) -> Iterator[str]:
    words = list(WORD.finditer(text))
    for first, second in pairwise(words):
        between = text[first.end() : second.start()]
        if between in (" ", "\u00a0") and _is_capitalised(first.group()) and _is_capitalised(second.group()):
            yield f"{first.group()} {second.group()}"


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and word not in HONORIFICS and len(word) > 1


def _is_known(pair: str, besides: Sequence[Person], user: Any) -> bool:
    keys = names.entries(pair)
    rows = PersonName.objects.visible_to(user).filter(keys__key__in=keys).exclude(person__in=[p.pk for p in besides])
    return any(names.compare(pair, row.text) == "same" for row in rows.distinct()[:50])
