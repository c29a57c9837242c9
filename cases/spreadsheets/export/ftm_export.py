"""Private records as documents for FollowTheMoney, as far as whoever asks may know of them; the words are the public site's.

Links of sources that must not be named, or are risky to open, are left out: such files are made to be given away.
"""

import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.db.models import Prefetch

from cases.domain import follow_the_money as ftm
from cases.domain.follow_the_money import ENTITIES, STATEMENTS, Entity
from cases.models import Case, Citation, Defendant, Person
from cases.spreadsheets.package.chosen_rows import Chosen
from cases.spreadsheets.package.write_package import NO_TIME

SLICE = 200  # records read at once


def entities_of(chosen: Chosen) -> Iterator[Entity]:
    """The entities of the chosen persons and cases, in the order of their public ids."""
    return ftm.entities(_persons(chosen), _cases(chosen))


def write_ftm(chosen: Chosen) -> IO[bytes]:
    """A zip of entities and statements in a temporary file, which is gone when it is closed."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in ((ENTITIES, ftm.as_entities), (STATEMENTS, ftm.as_statements)):
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as member:
                for piece in write(entities_of(chosen)):
                    member.write(piece)
    made.seek(0)
    return made


def _persons(chosen: Chosen) -> Iterator[dict[str, Any]]:
    for keys in _slices(chosen, Person.noun()):
        links = _links("person", keys, chosen.user)
        found = Person.objects.visible_to(chosen.user).filter(pk__in=keys).select_related("region__country")
        for person in found.order_by("public_id").prefetch_related(
            "names", "citizenships__country", "occupations__occupation", "summaries"
        ):
            yield {
                "id": person.public_id,
                "names": [{"text": name.text, "kind": name.kind} for name in person.names.all()],
                "gender": person.gender, "born": _date(person, "born"), "died": _date(person, "died"),
                "citizenships": [
                    {"country": _reference(row.country), "until": _date(row, "until")} for row in person.citizenships.all()
                ],
                "occupations": [{"occupation": _reference(row.occupation)} for row in person.occupations.all()],
                "region": _reference(person.region),
                "summaries": [{"text": row.text} for row in person.summaries.all()],
                "citations": links[person.pk], "changed_on": person.updated_at.date().isoformat(),
            }  # fmt: skip


def _cases(chosen: Chosen) -> Iterator[dict[str, Any]]:
    known = (
        Defendant.objects.visible_to(chosen.user).select_related("person").prefetch_related("charges__provision__code")
    )
    for keys in _slices(chosen, Case.noun()):
        links = _links("case", keys, chosen.user)
        found: Any = Case.objects.visible_to(chosen.user).filter(pk__in=keys)
        found = found.select_related("court__country", "court__region__country").prefetch_related(
            "summaries", Prefetch("defendants", queryset=known, to_attr="known_defendants")
        )
        for case in found.order_by("public_id"):
            yield {
                "id": case.public_id, "number": case.number, "title": case.title, "kind": case.kind,
                "summaries": [{"title": row.title, "text": row.text} for row in case.summaries.all()],
                "opened": _date(case, "opened"), "court": _reference(case.court),
                "defendants": [_defendant(row) for row in case.known_defendants],
                "citations": links[case.pk], "changed_on": case.updated_at.date().isoformat(),
            }  # fmt: skip


def _defendant(row: Defendant) -> dict[str, Any]:
    return {
        "id": row.public_id, "person": row.person.public_id, "stage": row.stage, "stage_date": _date(row, "stage_date"),
        "charges": [
            {"provision": {"label": charge.provision.label}, "status": charge.status} for charge in row.charges.all()
        ],
    }  # fmt: skip


def _date(record: Any, name: str) -> dict[str, str] | None:
    edtf = getattr(record, f"{name}_edtf")
    return {"edtf": edtf} if edtf or getattr(record, name) else None


def _reference(record: Any) -> dict[str, Any] | None:
    """Reference data as the public site tells it, with what it lies in."""
    if record is None:
        return None
    names = {code: getattr(record, f"name_{code}") for code in ftm.NAMES}
    told = {
        "ref": record.public_id,
        "name": names,
        "code": getattr(record, "code", ""),
        "city": getattr(record, "city", ""),
    }
    return told | {name: _reference(getattr(record, name, None)) for name in ("country", "region")}


def _links(noun: str, keys: Sequence[int], user: Any) -> dict[int, list[dict[str, Any]]]:
    """Of each record the links that are cited on it."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    cited = Citation.objects.visible_to(user).filter(
        **{f"{noun}__in": keys}, source__confidential=False, source__legal_risk=False
    )
    for key, link in cited.exclude(source__link="").order_by("pk").values_list(f"{noun}_id", "source__link"):
        found[key].append({"source": {"link": link}})
    return found


def _slices(chosen: Chosen, noun: str) -> Iterator[list[int]]:
    keys = [key for key, _id in sorted(chosen.written[noun].items(), key=lambda item: item[1])]
    for start in range(0, len(keys), SLICE):
        yield keys[start : start + SLICE]
