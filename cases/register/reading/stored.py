"""Documents of persons and cases as they were put together at publication."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.models import Model

from cases.register.edition import REGISTER
from cases.register.models import (
    PublishedBrief,
    PublishedCase,
    PublishedDefendant,
    PublishedDocument,
    PublishedPerson,
    PublishedRetired,
    PublishedTexts,
)
from cases.register.reading import texts
from cases.register.reading.briefs import brief_of
from cases.register.reading.records import gather_cases, gather_persons
from cases.register.reading.shapes import AT_ONCE, Document

BATCH = 200  # records put together at once
GATHER: dict[str, Callable[[Collection[str]], dict[str, Document]]] = {"person": gather_persons, "case": gather_cases}


def persons(ids: Iterable[str]) -> dict[str, Document]:
    """The documents of these persons, by id; those who are not public are absent."""
    return _read("person", ids)


def cases(ids: Iterable[str]) -> dict[str, Document]:
    """The documents of these cases, by id; those that are not public are absent."""
    return _read("case", ids)


def led_on(ref: str) -> str:
    """The public id to which a retired one leads on; "" for any other."""
    return PublishedRetired._base_manager.filter(pk=ref).values_list("owner", flat=True).first() or ""


def _read(noun: str, ids: Iterable[str]) -> dict[str, Document]:
    wanted = list(ids)
    found: dict[str, Document] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found |= _told(PublishedDocument, wanted[start : start + AT_ONCE], noun)
    # A register that something else than a publication filled has rows without documents; what is not public has neither.
    missing = [ref for ref in wanted if ref not in found]
    return found | GATHER[noun](missing) if missing else found


def briefs(ids: Sequence[str]) -> dict[str, Document]:
    """What lists tell of these persons (at most a page of them), by id; those who are not public are absent."""
    found = _told(PublishedBrief, ids)
    missing = [ref for ref in ids if ref not in found]
    return found | {ref: brief_of(document) for ref, document in persons(missing).items()} if missing else found


def texts_of(ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """The approved texts of these persons (at most a page of them), each with its language, by id."""
    found = {ref: [(language, text) for language, text in told] for ref, told in _told(PublishedTexts, ids).items()}
    missing = [ref for ref in ids if ref not in found]
    return (
        found | {ref: list(texts.texts_of(document)) for ref, document in persons(missing).items()}
        if missing
        else found
    )


def _told(table: type[Model], ids: Sequence[str], noun: str = "") -> dict[str, Any]:
    """What a table of documents or of their parts tells of these, by id; in SQL, as a page costs little more than this."""
    if not ids:
        return {}
    among = f"id IN ({', '.join(['%s'] * len(ids))})"
    of_noun, given = (" AND noun = %s", [noun]) if noun else ("", [])
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"SELECT id, body FROM {table._meta.db_table} WHERE {among}{of_noun}", [*ids, *given])  # noqa: S608
        return {ref: json.loads(body) for ref, body in cursor.fetchall()}


def write_all() -> None:
    """Put together every document and the words of their texts; for a register that was just made."""
    for noun, model in (("person", PublishedPerson), ("case", PublishedCase)):
        ids = list(model._base_manager.order_by("id").values_list("id", flat=True))
        for start in range(0, len(ids), BATCH):
            told = GATHER[noun](ids[start : start + BATCH])
            _store(noun, told)
    people = PublishedDocument.objects.filter(noun="person").order_by("id").values_list("id", "body")
    texts.add_all((ref, json.loads(body)) for ref, body in people.iterator(BATCH))


def linked_persons(cases_: Collection[str]) -> set[str]:
    """The persons whose documents tell of these cases."""
    rows = PublishedDefendant.objects.filter(case_id__in=cases_, person__isnull=False)
    return set(rows.values_list("person_id", flat=True))


def rewrite(persons_: Collection[str], cases_: Collection[str]) -> None:
    """Put the documents of these records together anew, and of the cases that name these persons; documents of what is no
    longer public are removed."""
    naming = PublishedDefendant.objects.filter(person_id__in=persons_).values_list("case_id", flat=True)
    _write("person", sorted(persons_))
    _write("case", sorted({*cases_, *naming}))


def _write(noun: str, ids: list[str]) -> None:
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        former = PublishedDocument.objects.filter(id__in=chunk)
        before = {ref: json.loads(body) for ref, body in former.values_list("id", "body")} if noun == "person" else {}
        for model in (PublishedDocument, PublishedBrief, PublishedTexts):
            model._base_manager.filter(id__in=chunk).delete()
        told = GATHER[noun](chunk)
        _store(noun, told)
        if noun == "person":
            texts.change(before, told)


def _store(noun: str, told: Mapping[str, Document]) -> None:
    documents = sorted(told.items())
    rows = [PublishedDocument(id=ref, noun=noun, body=to_json(one)) for ref, one in documents]
    PublishedDocument.objects.bulk_create(rows, batch_size=AT_ONCE)
    if noun == "person":
        briefs = [PublishedBrief(id=ref, body=to_json(brief_of(one))) for ref, one in documents]
        PublishedBrief.objects.bulk_create(briefs, batch_size=AT_ONCE)
        words = [PublishedTexts(id=ref, body=to_json(list(texts.texts_of(one)))) for ref, one in documents]
        PublishedTexts.objects.bulk_create(words, batch_size=AT_ONCE)


def to_json(document: Any) -> str:
    """JSON in one form only. Documents hold nothing that JSON does not."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
