"""Taking in a data package: all of it or nothing, as records that its taker entered. Nothing is submitted or published by it."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from PIL import Image

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.evidence import file_store
from cases.evidence.file_types import type_of
from cases.evidence.keep_file import check_quota
from cases.models import ChangedMeanwhile, Evidence, Photo, Record, Root
from cases.spreadsheets.import_.apply_import import check_may_import
from cases.spreadsheets.import_.bulk_create import add_all
from cases.spreadsheets.import_.turns import alone
from cases.spreadsheets.package.compare_package import Plan, compare
from cases.spreadsheets.package.read_package import Package
from cases.spreadsheets.package.tables import BY_NOUN

ACTION = "package taken in"


def preview(package: Package, *, by: User, update: bool = False) -> Plan:
    """What taking the package in would do. Raises Refused where `by` may not."""
    check_may_import(by)
    return compare(package, by=by, update=update)


def take_in(package: Package, *, by: User, digest: str, update: bool = False) -> Plan:
    """Write what the preview with that digest showed, and log it.

    Raises Refused where `by` may not, where a row is refused, where it would do something else by now, and where the database
    refuses; then nothing is written.
    """
    check_may_import(by)
    with alone():
        plan = compare(package, by=by, update=update)
        if plan.digest != digest:
            raise Refused(_("The records or the file changed since the preview. Preview again; nothing was imported."))
        if plan.faults:
            first = plan.faults[0]
            raise Refused(
                _("%(file)s, line %(line)s: %(reason)s Nothing was imported.")
                % {"file": first.table.file, "line": first.line, "reason": first.sentence}
            )
        try:
            with transaction.atomic(), log.gathered():
                _write(plan, by)
        except (IntegrityError, ValidationError, ChangedMeanwhile) as wrong:
            raise Refused(_("The database rejected a row of the package. Nothing was imported.")) from wrong
    return plan


def _write(plan: Plan, by: User) -> None:
    for table, records in plan.new.items():
        if table.with_files:
            for record in records:
                _fill(record, plan.package, by)
    several, single = _divided(plan)
    # What rows refer to comes first; evidence refers to sources alone.
    shared = [record for record in single if BY_NOUN[record.noun()].is_reference or isinstance(record, Evidence)]
    _save(shared, by)
    add_all(several, by=by)
    _save(
        [record for record in single if not (BY_NOUN[record.noun()].is_reference or isinstance(record, Evidence))], by
    )
    for rows in plan.changed.values():
        for record, values in rows:
            _change(record, values, by)
    log.write(action=ACTION, by=by, kind="cases.package", note=_note(plan))


def _divided(plan: Plan) -> tuple[list[list[Record]], list[Record]]:
    """New records: those of whole new persons and cases, in waves, parents first; and those that are written one by one."""
    whole: set[int] = set()
    waves: list[list[Record]] = []
    single: list[Record] = []
    for records in plan.new.values():
        depth: dict[int, int] = {}
        for record in records:
            if not _goes_with_many(record, whole):
                single.append(record)
                continue
            whole.add(id(record))
            own = [other for other in _referred(record) if type(other) is type(record) and id(other) in depth]
            depth[id(record)] = 1 + max((depth[id(other)] for other in own), default=-1)
        for level in range(max(depth.values(), default=-1) + 1):
            waves.append([record for record in records if depth.get(id(record)) == level])
    return waves, single


def _goes_with_many(record: Record, whole: set[int]) -> bool:
    """Whether all that a record belongs to is new and open: nobody holds it, and nobody is kept from it."""
    if isinstance(record, Root):
        return not record.restricted
    if not record.parent and not record.barring():
        return False
    referred = [other for other in _referred(record) if other.parent or isinstance(other, Root)]
    return bool(referred) and all(id(other) in whole for other in referred if other.noun() != "facility")


def _referred(record: Record) -> list[Record]:
    found = [getattr(record, f.name) for f in record._meta.concrete_fields if f.is_relation and f.editable]
    return [other for other in found if isinstance(other, Record)]


def _save(records: list[Record], by: User) -> None:
    for record in records:
        _renew(record)
        record.save(by=by)


def _renew(record: Record) -> None:
    """Give a row the keys of the records that it refers to, which have them only now."""
    for field in record._meta.concrete_fields:
        if field.is_relation and field.editable:
            setattr(record, field.name, getattr(record, field.name))


def _change(record: Record, values: dict[str, Any], by: User) -> None:
    now: Any = type(record)._base_manager.get(pk=record.pk)
    if hasattr(now, "court_is_meant"):
        now.court_is_meant = True
    for name, value in values.items():
        setattr(now, name, value)
    now.save(by=by)


def _fill(record: Any, package: Package, by: User) -> None:
    """Give a photo or a piece of evidence its file, which must be what the row says of it."""
    content = package.file(record.sha256)
    if isinstance(record, Photo):
        _check_picture(record, content)
        record.content = content
        return
    assert isinstance(record, Evidence)
    if record.size != len(content) or type_of(io.BytesIO(content)) != record.media_type:
        raise Refused(_("The file %(name)s is not what its row says.") % {"name": record.sha256})
    check_quota(by=by, more=record.size)
    file_store.keep(ContentFile(content).chunks())


def _check_picture(photo: Photo, content: bytes) -> None:
    """Raise Refused unless it is a JPEG of that size with nothing in it but the picture, as this software makes them."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as opened:
            size = (opened.width, opened.height)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as wrong:
        raise Refused(_("The file %(name)s is not a picture.") % {"name": photo.sha256}) from wrong
    if size != (photo.width, photo.height) or not is_bare_jpeg(content):
        raise Refused(_("The picture %(name)s contains metadata. Remove it from the package.") % {"name": photo.sha256})


def is_bare_jpeg(content: bytes) -> bool:
    """Whether a JPEG has no metadata: no application segments but JFIF's own, no comment, nothing after its end."""
    place = 2
    while content[place : place + 1] == b"\xff":
        mark = content[place + 1]
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if mark == 0xE0 and (content[place + 4 : place + 9] != b"JFIF\0" or length != 16):
            return False
        if 0xE1 <= mark <= 0xEF or mark == 0xFE or length < 2:
            return False
        place += 2 + length
        if mark == 0xDA:  # the picture follows, to the end
            return content.find(b"\xff\xd9", place) == len(content) - 2
    return False


def _note(plan: Plan) -> str:
    """What the log says: the file, and how many rows of each table."""
    told = [f"SHA-256 {plan.package.sha256}"]
    told += [f"{each.table.name}: {each.rows} rows, {each.new} new, {each.changed} changed" for each in plan.counts()]
    kept = sum(not (each.can_change and plan.update) for each in plan.differences)
    return "; ".join([*told, f"{kept} other values kept as they were"])
