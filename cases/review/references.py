"""What a frozen content refers to: people it links, reference values it shows, pictures it holds."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cases.models import Case, Person, Photo, Source
from cases.review.freeze import canonical, values_of
from cases.review.models import Mention, Picture, Snapshot

MOST_REMEMBERED = 5000
_keys: dict[str, str] = {}


def key_of(reference: Mapping[str, Any]) -> str:
    """The digest (32 hex digits) by which a frozen reference value is stored once. The same court stands in many contents, so
    the newest digests are remembered by what the value looks like."""
    told = repr(reference)
    key = _keys.get(told)
    if key is None:
        if len(_keys) >= MOST_REMEMBERED:
            _keys.clear()
        key = _keys[told] = hashlib.sha256(canonical(reference).encode()).hexdigest()[:32]
    return key


def references_in(value: Any) -> Iterator[dict[str, Any]]:
    """The reference values in one frozen value: itself and those nested in it, the innermost first."""
    if isinstance(value, dict) and "ref" in value:
        for nested in value.values():
            yield from references_in(nested)
        yield value


def mentioned(snapshots: Iterable[Snapshot], noun: str) -> set[str]:
    """The public ids of everything of one kind that these submissions mention. The kind is looked at here: asked for both, a
    database may go through every mention of that kind there is."""
    found = Mention.objects.filter(snapshot__in=[one.pk for one in snapshots]).order_by().values_list("noun", "ref")
    return {ref for one, ref in found if one == noun}


def lock_mentioned(snapshot: Snapshot) -> None:
    """Lock the people and sources that a submission mentions, in the order of their keys: until it is decided nobody restricts
    the one or marks the other, and whoever does so at the same moment is waited for."""
    for model in (Person, Source):
        refs = mentioned([snapshot], model.noun())
        rows = model._base_manager.select_for_update(of=("self",), no_key=True).filter(public_id__in=refs)
        list(rows.order_by("pk").values_list("pk"))


def mentions_of(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """{noun, ref, key} of every linked person (key empty) and reference value, each once, in a fixed order."""
    found = set()
    for path, value in values_of(content).items():
        if path.startswith("defendant/") and path.endswith("/person"):
            noun, _slash, ref = value.partition("/")
            found.add((noun, ref, ""))
        found |= {(reference["noun"], reference["ref"], key_of(reference)) for reference in references_in(value)}
    return [{"noun": noun, "ref": ref, "key": key} for noun, ref, key in sorted(found)]


def pictures_of(record: Person | Case, content: Mapping[str, Any]) -> list[Picture]:
    """The pictures whose hashes stand in the content, to be kept beside it."""
    hashes = {
        value["sha256"]
        for path, value in values_of(content).items()
        if path.startswith("photo/") and type(value) is dict
    }
    photos = Photo._base_manager.filter(person__public_id=record.public_id, sha256__in=hashes)
    return [Picture(sha256=photo.sha256, content=bytes(photo.content)) for photo in photos]
