"""Base of all private records: random public id, version against lost updates, author and time, and a logged history.

Records are written one at a time through `save(by=...)` and `remove(by=...)`; both lock the aggregate (the person or case),
write before and after of every field to the log, and increment the aggregate's version, all in one transaction.
"""

import secrets
from collections.abc import Collection
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import log
from accounts.exceptions import Refused
from cases.models import access
from cases.models.fields import EncryptedTextField, cipher
from cases.models.visible_text import check_visible

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"  # no 0 o 1 l: ids are read out and copied by hand
PUBLIC_ID_LENGTH = 12  # 32 ** 12 = 2 ** 60 ids: unguessable, and no collision expected below a billion records


def new_public_id() -> str:
    """A random id that reveals nothing about time or order."""
    number = secrets.randbits(5 * PUBLIC_ID_LENGTH)
    return "".join(ALPHABET[number >> 5 * position & 31] for position in range(PUBLIC_ID_LENGTH))


class ChangedMeanwhile(Exception):
    """Raised if someone else saved the record since it was read; nothing was written."""

    def __init__(self, current: "Record") -> None:
        self.current = current
        super().__init__(f"{current} was changed by somebody else meanwhile. Nothing of yours was saved.")


R = TypeVar("R", bound="Record")


@lru_cache(maxsize=1024)
def _keys_barred_to(root: type["Root"], user: int | None) -> models.QuerySet:
    """Keys of the records hidden from this user, as a subquery: one page uses it in forty queries."""
    records: models.QuerySet = root._base_manager.all()
    return records.filter(root.closed_to(user)).values("pk")


class RecordQuerySet(models.QuerySet[R]):
    """Read-only queryset. Bulk writes would leave no history, so they are refused."""

    def _refuse(self, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("Records are written one by one with save(by=...) or remove(by=...), so that history is kept.")

    update = bulk_create = bulk_update = create = get_or_create = update_or_create = delete = _refuse

    def visible_to(self, user: Any) -> Self:
        """Rows visible to `user`: all except restricted persons and cases of which they are not a reader."""
        visible = self
        for root, prefix in self.model.root_paths():
            visible = visible.exclude(**{f"{prefix or 'pk'}__in": _keys_barred_to(root, user.pk)})
            for lookup in root.gone_where():
                visible = visible.exclude(**{f"{prefix}__{lookup}" if prefix else lookup: False})
        return visible

    def whose_history_is_open_to(self, user: Any) -> Self:
        """Rows whose history `user` may read: including records merged into another, as long as that one is visible."""
        rows = self
        for root, prefix in self.model.root_paths():
            rows = rows.exclude(**{f"{prefix or 'pk'}__in": root.barred_from_history(user).values("pk")})
        return rows


class Record(models.Model):
    """Base of all private records. `parent` names the foreign key to the record this one belongs to; roots have none."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=new_public_id, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )

    objects = RecordQuerySet.as_manager()

    parent: ClassVar[str] = ""

    class Meta:
        abstract = True

    @classmethod
    def root_paths(cls) -> list[tuple[type["Root"], str]]:
        """(root model, lookup from this model to it) for every person or case whose restriction can hide this row."""
        if issubclass(cls, Root):
            return [(cls, "")]
        paths: list[tuple[type[Root], str]] = []
        for name in cls.barring():
            related = cls._meta.get_field(name).related_model
            assert isinstance(related, type) and issubclass(related, Record)
            paths += [(root, f"{name}__{path}" if path else name) for root, path in related.root_paths()]
        return paths

    @classmethod
    def barring(cls) -> tuple[str, ...]:
        """Foreign keys through which a restriction applies to this row: its parent, unless the model names more."""
        return (cls.parent,) if cls.parent else ()

    @classmethod
    def noun(cls) -> str:
        """Name of this kind of record in paths and in the log: "person", "custody"."""
        return str(cls._meta.model_name)

    @property
    def path(self) -> str:
        """Path of this record in an aggregate: "custody/<public id>"."""
        return f"{self.noun()}/{self.public_id}"

    @property
    def root(self) -> "Record":
        """The person or case this record belongs to; a record of reference data is its own root."""
        record: Record = self
        while record.parent:
            record = getattr(record, record.parent)
        return record

    def save(self, *, by: AbstractBaseUser | None, **kwargs: Any) -> None:  # type: ignore[override]
        """Write the record as `by` (None: the system itself, loading reference data), logging every changed field.

        Raises ChangedMeanwhile if the stored version is not the one that was read, or if the person or case it belongs to or
        newly refers to no longer exists; ValidationError for an unreadable date and for a text without visible characters;
        IntegrityError if the database refuses. A save that changes nothing writes nothing.
        """
        with transaction.atomic():
            check_there(lock_root(self), self)
            stored = None if self._state.adding else type(self)._base_manager.select_for_update().get(pk=self.pk)
            if stored is not None and stored.version != self.version:
                raise ChangedMeanwhile(stored)
            check_access_unchanged(self, stored)
            lock_named(self, stored)
            prepare(self)
            changes = differences(logged_values(stored) if stored is not None else {}, logged_values(self))
            if stored is not None and not changes:
                return
            self.check_saved(changes.keys())
            self._stamp(stored, by)
            super().save(**kwargs)
            self._log("added" if stored is None else "changed", changes, by)
            if self.root is not self:
                move_version(self.root, by=by)

    def clean_fields(self, exclude: Any = None) -> None:
        """Check every value; a text without visible characters is rejected with a sentence."""
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as refusal:
            errors = refusal.update_error_dict({})
        try:
            names = [field.name for field in self._meta.concrete_fields if field.name not in (exclude or ())]
            check_visible(self, [name for name in names if name not in errors])
        except ValidationError as refusal:
            errors = refusal.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def check_saved(self, names: Collection[str]) -> None:
        """Raise ValidationError if the values of the fields `names`, which are about to be written, must not be stored."""
        check_visible(self, names)

    def _stamp(self, stored: "Record | None", by: Any) -> None:
        now = timezone.now()
        if stored is None:
            self.created_at, self.created_by = now, by
        else:
            self.version = stored.version + 1
        self.updated_at, self.updated_by = now, by

    def remove(self, *, by: AbstractBaseUser | None) -> None:
        """Delete the record; its values stay in the log. Raises ProtectedError if others still refer to it."""
        with transaction.atomic():
            check_there(lock_root(self), self)
            self._log("removed", differences(logged_values(self), {}), by)
            super().delete()
            if self.root is not self:
                move_version(self.root, by=by)

    def delete(self, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("Records are removed with remove(by=...), so that the log keeps what they held.")

    @property
    def log_target(self) -> dict[str, Any]:
        """Log columns that identify the record of an entry; `log.write(action=..., **record.log_target)`."""
        root = self.root
        return {
            "kind": self.noun(), "key": self.pk, "target_id": self.public_id, "root_kind": root.noun(), "root_key": root.pk,
        }  # fmt: skip

    def _log(self, action: str, changes: "dict[str, tuple[LoggedValue, LoggedValue]]", by: Any) -> None:
        target = self.log_target
        log.write_many(
            [
                log.Draft(
                    action=action, by=by, **target, field=field, linked_kind=old.kind or new.kind, old_id=old.key,
                    new_id=new.key, before=self._guard(field, old.text), after=self._guard(field, new.text),
                )
                for field, (old, new) in changes.items()
            ]
        )  # fmt: skip

    def _guard(self, field: str, text: str) -> str:
        """The form of a value for the log: for an encrypted field only the cipher text, as in the table itself."""
        if text and isinstance(self._meta.get_field(field), EncryptedTextField):
            return cipher().encrypt(text.encode()).decode("ascii")
        return text


class Root(Record):
    """A person or a case: reviewed and published as a whole, and can be restricted to named staff."""

    restricted = models.BooleanField(
        _("restricted"),
        default=False,
        help_text=_("Visible only to the people selected below."),
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("visible to"),
        help_text=_("Select the staff who can see this record while it is restricted."),
    )

    class Meta:
        abstract = True
        # Few records are restricted, and every list needs them: this partial index has only these few rows.
        indexes = [
            models.Index(fields=("restricted",), condition=models.Q(restricted=True), name="%(class)s_restricted"),
            models.Index(fields=("updated_by", "updated_at"), name="%(class)s_latest_of"),  # the dashboard's drafts
        ]

    @classmethod
    def barred_to(cls, user: Any) -> models.QuerySet:
        """The restricted records hidden from `user` together with everything that belongs to them."""
        records: models.QuerySet = cls._base_manager.all()
        return records.filter(cls.closed_to(user.pk))

    @classmethod
    def gone_where(cls) -> tuple[str, ...]:
        """Lookups that are false for merged records and those of unfinished imports."""
        return ()

    @classmethod
    def barred_from_history(cls, user: Any) -> models.QuerySet:
        """The records of whose past `user` may not know either; of one that was taken back everybody may who knew of it."""
        taken_back = [name for name in cls.gone_where() if name.startswith("taken_back_with")]
        return cls.barred_to(user).filter(**dict.fromkeys(taken_back, True))

    @classmethod
    def closed_to(cls, user: int | None) -> models.Q:
        """Condition: restricted, and the user with this key is not a reader."""
        readable = cls.readers.through._base_manager.filter(user=user).values(cls.noun())
        return models.Q(restricted=True) & ~models.Q(pk__in=readable)

    @property
    def is_gone(self) -> bool:
        """Whether the record is merged or unfinished (`gone_where`), so that nothing may be added to it."""
        return False

    def is_visible_to(self, user: Any) -> bool:
        """Whether the record is visible to `user`."""
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()

    def save(self, *, by: AbstractBaseUser | None, readers: Any = (), **kwargs: Any) -> None:  # type: ignore[override]
        """Write the record; a new record that is restricted from the start gets `readers`, and `by`, as its readers.

        Raises Refused if nobody could open the new record, and if a stored record would change its restriction, which
        `restrict` and `lift_restriction` do.
        """
        if not (self._state.adding and self.restricted):
            super().save(by=by, **kwargs)
            return
        with transaction.atomic():
            all_readers = [*readers, *([by] if by is not None and by not in readers else [])]
            access.check_enough(self, all_readers, by=None, own=True)
            super().save(by=by, **kwargs)
            self._replace_readers(all_readers, by=by)

    def set_readers(self, users: Any, *, by: AbstractBaseUser | None) -> None:
        """Set the staff who may see the record while it is restricted; logged like any change.

        Raises Refused if `access.check_may_set_readers` does.
        """
        with transaction.atomic():
            stored: Any = lock_root(self)
            access.check_may_set_readers(stored, readers=list(users), by=by)  # type: ignore[arg-type]
            removed = stored.restricted and self.readers.exclude(pk__in=[user.pk for user in users]).exists()
            if self._replace_readers(users, by=by):
                move_version(self, by=by)
                if removed:
                    _log_act("readers removed", by)

    def restrict(self, *, readers: Any, reason: str = "", by: AbstractBaseUser | None) -> None:
        """Restrict the record to `readers` and `by`. The audit log shows others that a record was restricted, no more.

        Raises Refused if `access.check_may_restrict` does.
        """
        with transaction.atomic():
            stored: Any = lock_root(self)
            all_readers = [*readers, *([by] if by is not None and by not in readers else [])]
            access.check_may_restrict(stored, readers=all_readers, reason=reason, by=by)  # type: ignore[arg-type]
            self._replace_readers(all_readers, by=by)
            self._set_restricted(True, reason=reason, by=by)

    def lift_restriction(self, *, by: AbstractBaseUser | None, reason: str = "") -> None:
        """Make the record visible to all staff again."""
        with transaction.atomic():
            lock_root(self)
            self._set_restricted(False, reason=reason, by=by)

    def _set_restricted(self, restricted: bool, *, reason: str, by: Any) -> None:
        self.restricted = restricted
        if (
            not models.QuerySet(type(self))
            .filter(pk=self.pk)
            .exclude(restricted=restricted)
            .update(restricted=restricted)
        ):
            return
        self._log(
            "changed",
            {
                "restricted": (LoggedValue("no"), LoggedValue("yes"))
                if restricted
                else (LoggedValue("yes"), LoggedValue("no"))
            },
            by,
        )
        if reason:
            log.write(
                action="reason for access", by=by, note=reason, **self.log_target,
            )  # fmt: skip
        move_version(self, by=by)
        _log_act(ACTS_ON_ACCESS[not restricted], by)

    def _replace_readers(self, users: Any, *, by: Any) -> bool:
        """Write the readers, additions first: the record must never be without readers. Returns whether they changed."""
        before = log_usernames(self.readers.all())
        self.readers.add(*users)
        self.readers.remove(*self.readers.exclude(pk__in=[user.pk for user in users]))
        after = log_usernames(self.readers.all())
        if before != after:
            self._log("changed", {"readers": (LoggedValue(before), LoggedValue(after))}, by)
        return before != after


ACTS_ON_ACCESS = ("record restricted", "restriction lifted", "readers removed")
"""Actions that the log tells to auditors without naming the record."""


def _log_act(action: str, by: Any) -> None:
    """Log for all readers of the audit log that the action happened to a record, without naming it."""
    log.write(action=action, by=by)


def check_access_unchanged(record: Record, stored: Record | None) -> None:
    """Raise Refused if saving would change whether a stored record is restricted: separate methods do that."""
    if isinstance(record, Root) and isinstance(stored, Root) and record.restricted != stored.restricted:
        raise Refused(access.ONLY_BY_VERB)


def unfinished_list() -> models.ForeignKey:
    """The unfinished import of a person or case: until it is complete, the record is restricted and nobody may see it."""
    return models.ForeignKey(
        "cases.UnfinishedList", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )


def unfinished_index(noun: str) -> models.Index:
    """Index to find the few rows of an unfinished import among all."""
    condition = models.Q(unfinished_list__isnull=False)
    return models.Index(fields=("unfinished_list",), condition=condition, name=f"{noun}_unfinished")


def taken_back_with() -> models.ForeignKey:
    """The list that a person or case came with, once that was undone although the record had been submitted: the submissions
    are evidence and keep it, but it is there for nobody any more."""
    return models.ForeignKey(
        "cases.ImportBatch", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )


def taken_back_index(noun: str) -> models.Index:
    """So that the few that were taken back are found among all."""
    condition = models.Q(taken_back_with__isnull=False)
    return models.Index(fields=("taken_back_with",), condition=condition, name=f"{noun}_taken_back")


def taken_back_is_hidden(noun: str) -> models.CheckConstraint:
    """The database itself keeps that nothing that was taken back can be seen, or stands in the way of another."""
    condition = models.Q(taken_back_with__isnull=True) | models.Q(restricted=True)
    return models.CheckConstraint(condition=condition, name=f"{noun}_taken_back_is_hidden")


def unfinished_is_hidden(noun: str) -> models.CheckConstraint:
    """Constraint by which the database itself keeps rows of an unfinished import hidden."""
    condition = models.Q(unfinished_list__isnull=True) | models.Q(restricted=True)
    return models.CheckConstraint(condition=condition, name=f"{noun}_unfinished_is_hidden")


def lock_root(record: Record) -> Record | None:
    """Lock the stored row of the record's root until the transaction ends and return it; None if there is none yet."""
    root = record.root
    if root.pk is None:
        return None
    return type(root)._base_manager.select_for_update(of=("self",)).filter(pk=root.pk).first()


def check_there(root: Record | None, record: Record) -> None:
    """Raise ChangedMeanwhile if the locked root of a row is gone: nobody would see what is written to it."""
    if isinstance(root, Root) and root.is_gone and not isinstance(record, Root):
        raise ChangedMeanwhile(root)


def lock_named(record: Record, stored: Record | None) -> None:
    """Lock the other persons and cases that `record` refers to and `stored` does not; raises ChangedMeanwhile if one was merged
    away."""
    root = record.root
    for name in record.barring():
        field: Any = record._meta.get_field(name)
        model, key = field.related_model, getattr(record, field.attname)
        needs_no_lock = (model, key) == (type(root), root.pk) or (
            stored is not None and getattr(stored, field.attname) == key
        )
        if key is not None and not needs_no_lock and issubclass(model, Root):
            check_there(model._base_manager.select_for_update(of=("self",)).filter(pk=key).first(), record)


def move_version(root: Record, *, by: AbstractBaseUser | None) -> None:
    """Count a change of a row as a change of its aggregate, in the database and in the given instance."""
    root.version += 1
    models.QuerySet(type(root)).filter(pk=root.pk).update(
        version=models.F("version") + 1, updated_at=timezone.now(), updated_by=by
    )


def prepare(record: Record) -> None:
    """Normalise the values as they are stored, so that they can be compared with the stored row."""
    for field in record._meta.concrete_fields:
        if field.editable:
            setattr(record, field.attname, field.pre_save(record, record._state.adding))


class LoggedValue(NamedTuple):
    """A value as logged: its text, and for a related record its kind and private key."""

    text: str = ""
    kind: str = ""
    key: int | None = None

    @property
    def identity(self) -> "LoggedValue":
        """What two values are compared by: for a related record only its key, because its name may have changed meanwhile."""
        return self if self.key is None else self._replace(text="")


def logged_values(record: Record) -> dict[str, LoggedValue]:
    """Each entered field as logged, without computed and automatic fields."""
    return {field.name: log_value(record, field) for field in record._meta.concrete_fields if field.editable}


def log_value(record: Record, field: models.Field) -> LoggedValue:
    """One value as logged: a related record by its name and key, nothing as empty text."""
    value = getattr(record, field.attname)
    if value is None or value == "":
        return LoggedValue()
    if isinstance(field, models.ForeignKey):
        related = getattr(record, field.name)
        kind = related.noun() if isinstance(related, Record) else related._meta.label_lower
        return LoggedValue(str(related), kind, value)
    if isinstance(value, bool):
        return LoggedValue("yes" if value else "no")
    return LoggedValue(str(value))


def log_usernames(users: Any) -> str:
    """Several accounts as logged: by their unique user names."""
    return ", ".join(sorted(user.username for user in users))


def differences(
    before: dict[str, LoggedValue], after: dict[str, LoggedValue]
) -> dict[str, tuple[LoggedValue, LoggedValue]]:
    """The fields whose values differ, with both values."""
    blank = LoggedValue()
    names = [*after, *(name for name in before if name not in after)]
    pairs = {name: (before.get(name, blank), after.get(name, blank)) for name in names}
    return {name: (old, new) for name, (old, new) in pairs.items() if old.identity != new.identity}
