"""Values that cannot be true together: never published as facts, whatever was ticked, and told to the reviewer first.

The table is `sentencing.chronology`. Here it meets frozen contents: what a submission would publish, beside what is public
of the people and cases that it is about.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from cases.domain.sentencing.chronology import Finding, Row, Timeline, findings, impossible
from cases.domain.sentencing.day_ranges import Range
from cases.models.date_conflicts import CODES
from cases.models.fields import bounds
from cases.models.note_messages import said
from cases.review.freeze import values_of
from cases.review.models import Mention, Snapshot, Status
from cases.review.policy import How, public_fields

DATES = (How.DATE, How.YEAR)


def check_possible(snapshot: Snapshot, ticked: Collection[str]) -> None:
    """Raise Refused where values of `ticked` cannot be true, together or beside what is public already."""
    for finding in impossible_together(snapshot, ticked):
        named = {path for path in finding.paths if path in ticked}
        if len(named) == len(finding.paths):
            raise Refused(
                _("Do not tick this value: it cannot be published as a fact. %(why)s") % {"why": said(finding.note)}
            )
        raise Refused(_("This conflicts with what is already public. %(why)s") % {"why": said(finding.note)})


def impossible_together(snapshot: Snapshot, ticked: Collection[str]) -> list[Finding]:
    """What cannot be if the values `ticked` of a submission were public today."""
    chosen, today = set(ticked), timezone.localdate()
    own = _refined(snapshot, frozen_rows(snapshot.content, chosen))
    found = {
        finding: None
        for timeline in _timelines(snapshot, own, chosen)
        for finding in impossible(timeline, today)
        if any(path in chosen for path in finding.paths)
    }
    return list(found)


def impossible_values(content: Mapping[str, Any], withheld: Collection[str], on: date) -> set[str]:
    """The paths of values that cannot be published, although they were approved on the day `on`."""
    values = values_of(content)
    rows = frozen_rows(content, values.keys() - set(withheld))
    left = {
        path
        for timeline in (_of_case(content, rows, {}) if content["root"].startswith("case/") else [rows.values()])
        for finding in findings(list(timeline), on)
        for path in finding.leave_out
    }
    return {path for path in values if path in left or path.rpartition("/")[0] in left} if left else set()


def frozen_rows(content: Mapping[str, Any], chosen: Collection[str]) -> dict[str, Row]:
    """The rows of a content with those of their dates and choices that are `chosen`, by their paths."""
    rows: dict[str, Row] = {}
    for row in content["rows"]:
        path, noun = row["path"], row["path"].partition("/")[0]
        fields = public_fields(noun)
        shown = {name: value for name, value in row["values"].items() if f"{path}/{name}" in chosen}
        if shown:
            days = {name: _range(value) for name, value in shown.items() if fields.get(name) in DATES}
            codes = {name: value for name, value in shown.items() if name in CODES and isinstance(value, str)}
            rows[path] = Row(path, days, codes)
    return rows


def _refined(snapshot: Snapshot, rows: dict[str, Row]) -> dict[str, Row]:
    """The rows, where only the year of a birth is frozen with the day that the record knows, as long as that is its year."""
    person, row = snapshot.person, rows.get(snapshot.content["root"])
    if person is None or row is None or "born" not in row.dates:
        return rows
    frozen, known = Range.of(row.day("born")), Range(*bounds(person, "born"))
    within = known.known and [_year(day) for day in known] == [_year(day) for day in frozen]
    return rows | {row.path: replace(row, dates={**row.dates, "born": known})} if within else rows


def _year(day: date | None) -> int | None:
    return day.year if day is not None else None


def _range(frozen: Mapping[str, str]) -> Range:
    lower, upper = (date.fromisoformat(frozen[end]) if end in frozen else None for end in ("lower", "upper"))
    return Range(lower, upper)


def _timelines(snapshot: Snapshot, own: Mapping[str, Row], chosen: set[str]) -> Iterator[Timeline]:
    if snapshot.person_id is None:
        persons = {content["root"]: list(rows.values()) for content, rows in _public_persons(snapshot.content)}
        yield from _of_case(snapshot.content, own, persons)
        return
    yield list(own.values())
    root = snapshot.content["root"]
    for content, rows in _public_cases(root):
        yield from _of_case(content, rows, {root: list(own.values())}, only=root)


def _of_case(
    content: Mapping[str, Any], rows: Mapping[str, Row], persons: Mapping[str, Iterable[Row]], *, only: str = ""
) -> Iterator[Timeline]:
    """The case with its hearings, then each of its defendants; `only`: those who are this person."""
    by_parent: dict[str, list[Row]] = {}
    attended: dict[str, list[Row]] = {}
    for row in content["rows"]:
        if row["path"] in rows:
            by_parent.setdefault(row["parent"], []).append(rows[row["path"]])
        if row["path"].startswith("hearingdefendant/") and row["parent"] in rows:
            attended.setdefault(row["values"].get("defendant", ""), []).append(rows[row["parent"]])
    case = [rows[content["root"]]] if content["root"] in rows else []
    if not only:
        yield [*case, *(row for row in rows.values() if row.noun == "hearing")]
    for row in content["rows"]:
        person = row["values"].get("person", "")
        if row["path"] in rows and row["path"].startswith("defendant/") and (not only or person == only):
            mine = [*by_parent.get(row["path"], ()), *attended.get(row["path"], ())]
            yield [*case, rows[row["path"]], *mine, *persons.get(person, ())]


Approved = Iterator[tuple[Mapping[str, Any], dict[str, Row]]]


def _public_persons(content: Mapping[str, Any]) -> Approved:
    """What is public of the people whom a case links."""
    refs = {value.partition("/")[2] for path, value in values_of(content).items() if path.endswith("/person")}
    yield from _approved(Snapshot.objects.filter(person__public_id__in=refs))


def _public_cases(person: str) -> Approved:
    """What is public of the cases that link a person."""
    naming = Mention.objects.filter(noun="person", ref=person.partition("/")[2]).values("snapshot")
    yield from _approved(Snapshot.objects.filter(pk__in=naming, case__isnull=False))


def _approved(snapshots: Any) -> Approved:
    for snapshot in snapshots.filter(status=Status.APPROVED).select_related("person").order_by("pk"):
        public = values_of(snapshot.content).keys() - set(snapshot.withheld)
        yield snapshot.content, _refined(snapshot, frozen_rows(snapshot.content, public))
