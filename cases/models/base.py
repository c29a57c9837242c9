"""What every private record has: a random public id, a version against lost updates, who and when, and a logged history.

Records are written one by one through `save(by=...)` and `remove(by=...)`; both lock the aggregate (the person or case),
write before and after of every field to the log, and move the aggregate's version, all in one transaction.
"""

import secrets
from functools import lru_cache
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import log
from cases.models.fields import EncryptedTextField, cipher

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"  # no 0 o 1 l: ids are read out and copied by hand
PUBLIC_ID_LENGTH = 12  # 32 ** 12 = 2 ** 60 ids: not to be guessed, and no clash expected below a billion records


def new_public_id() -> str:
    """A random id that says nothing about time or order."""
    number = secrets.randbits(5 * PUBLIC_ID_LENGTH)
    return "".join(ALPHABET[number >> 5 * position & 31] for position in range(PUBLIC_ID_LENGTH))


class ChangedMeanwhile(Exception):
    """Somebody else saved the record since it was read; nothing was written."""

    def __init__(self, current: "Record") -> None:
        self.current = current
        super().__init__(f"{current} was changed by somebody else meanwhile. Nothing of yours was saved.")


R = TypeVar("R", bound="Record")


@lru_cache(maxsize=1024)
def _keys_barred_to(root: type["Root"], user: int | None) -> models.QuerySet:
    """The keys of what is barred to this user, as a part of other queries: one page puts it into forty of them."""
    everything: models.QuerySet = root._base_manager.all()
    return everything.filter(root.closed_to(user)).values("pk")


class RecordQuerySet(models.QuerySet[R]):
    """Reading only. Bulk writes would leave no history, so they are refused."""

    def _refuse(self, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("Records are written one by one with save(by=...) or remove(by=...), so that history is kept.")

    update = bulk_create = bulk_update = create = get_or_create = update_or_create = delete = _refuse

    def visible_to(self, user: Any) -> Self:
        """Rows that `user` may know of: all but those of restricted persons and cases whose readers he is not among."""
        visible = self
        for root, prefix in self.model.root_paths():
            visible = visible.exclude(**{f"{prefix or 'pk'}__in": _keys_barred_to(root, user.pk)})
            for gone in root.gone_where():
                visible = visible.exclude(**{f"{prefix}__{gone}" if prefix else gone: False})
        return visible

    def whose_history_is_open_to(self, user: Any) -> Self:
        """Rows whose history `user` may read: also of what was merged into another record, as long as that one is visible."""
        found = self
        for root, prefix in self.model.root_paths():
            found = found.exclude(**{f"{prefix or 'pk'}__in": root.barred_from_history(user).values("pk")})
        return found


class Record(models.Model):
    """Base of all private records. `parent` names the foreign key to the record this one belongs to; roots have none."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=new_public_id, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
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
        """(root model, lookup from this model to it) for every person or case that can bar a reader from this row."""
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
        """Foreign keys through which a restriction reaches this row: its parent, unless the model names more."""
        return (cls.parent,) if cls.parent else ()

    @classmethod
    def noun(cls) -> str:
        """The name of this kind of record in paths and in the log: "person", "custody"."""
        return str(cls._meta.model_name)

    @property
    def path(self) -> str:
        """Where this record stands in an aggregate: "custody/<public id>"."""
        return f"{self.noun()}/{self.public_id}"

    @property
    def root(self) -> "Record":
        """The person or case this record belongs to; a record of reference data is its own root."""
        record: Record = self
        while record.parent:
            record = getattr(record, record.parent)
        return record

    def save(self, *, by: AbstractBaseUser | None, **kwargs: Any) -> None:  # type: ignore[override]
        """Write the record as `by` (None: the machine itself, loading reference data), logging every changed field.

        Raises ChangedMeanwhile when the stored version is not the one that was read, or the person or case it belongs to or
        newly names is there no more; ValidationError for an unreadable date; IntegrityError where the database refuses. A
        save that changes nothing writes nothing.
        """
        with transaction.atomic():
            check_there(lock_root(self), self)
            stored = None if self._state.adding else type(self)._base_manager.select_for_update().get(pk=self.pk)
            if stored is not None and stored.version != self.version:
                raise ChangedMeanwhile(stored)
            lock_named(self, stored)
            prepare(self)
            changes = differences(told(stored) if stored is not None else {}, told(self))
            if stored is not None and not changes:
                return
            self._stamp(stored, by)
            super().save(**kwargs)
            self._log("added" if stored is None else "changed", changes, by)
            if self.root is not self:
                move_version(self.root, by=by)

    def _stamp(self, stored: "Record | None", by: Any) -> None:
        now = timezone.now()
        if stored is None:
            self.created_at, self.created_by = now, by
        else:
            self.version = stored.version + 1
        self.updated_at, self.updated_by = now, by

    def remove(self, *, by: AbstractBaseUser | None) -> None:
        """Delete the record; what it held stays in the log. Raises ProtectedError where others still refer to it."""
        with transaction.atomic():
            check_there(lock_root(self), self)
            self._log("removed", differences(told(self), {}), by)
            super().delete()
            if self.root is not self:
                move_version(self.root, by=by)

    def delete(self, *_args: Any, **_kwargs: Any) -> Any:
        raise TypeError("Records are removed with remove(by=...), so that the log keeps what they held.")

    def _log(self, action: str, changes: dict[str, tuple[str, str]], by: Any) -> None:
        root = self.root
        log.write_many(
            [
                log.Draft(
                    action=action,
                    by=by,
                    kind=self.noun(),
                    key=self.pk,
                    root_kind=root.noun(),
                    root_key=root.pk,
                    field=field,
                    before=self._guard(field, old),
                    after=self._guard(field, new),
                )
                for field, (old, new) in changes.items()
            ]
        )

    def _guard(self, field: str, text: str) -> str:
        """What the log may hold of a value: of an encrypted field only the cipher text, like the table itself."""
        if text and isinstance(self._meta.get_field(field), EncryptedTextField):
            return cipher().encrypt(text.encode()).decode("ascii")
        return text


class Root(Record):
    """A person or a case: what is reviewed and published as one, and what can be restricted to named staff."""

    restricted = models.BooleanField(
        _("restricted"),
        default=False,
        help_text=_("Only the staff named below know that this record exists. For everybody else it is not there."),
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("may see it"),
        help_text=_("Staff who may see this record while it is restricted."),
    )

    class Meta:
        abstract = True
        # Few are restricted, and every list asks which: this index is as small as they are few.
        indexes = [
            models.Index(fields=("restricted",), condition=models.Q(restricted=True), name="%(class)s_restricted"),
            models.Index(fields=("updated_by", "updated_at"), name="%(class)s_latest_of"),  # the desk's drafts
        ]

    @classmethod
    def barred_to(cls, user: Any) -> models.QuerySet:
        """The restricted records that are not there for `user`, nor anything that belongs to them."""
        everything: models.QuerySet = cls._base_manager.all()
        return everything.filter(cls.closed_to(user.pk))

    @classmethod
    def gone_where(cls) -> tuple[str, ...]:
        """Lookups that are false of records that are there for nobody any more."""
        return ()

    @classmethod
    def barred_from_history(cls, user: Any) -> models.QuerySet:
        """The records of whose past `user` may not know either."""
        return cls.barred_to(user)

    @classmethod
    def closed_to(cls, user: int | None) -> models.Q:
        """The condition of being restricted to others than the user with this key."""
        named = cls.readers.through._base_manager.filter(user=user).values(cls.noun())
        return models.Q(restricted=True) & ~models.Q(pk__in=named)

    @property
    def is_gone(self) -> bool:
        """Whether the record is there for nobody any more (`gone_where`), so that nothing may be added to it."""
        return False

    def is_visible_to(self, user: Any) -> bool:
        """Whether `user` may know of this record."""
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()

    def set_readers(self, users: Any, *, by: AbstractBaseUser | None) -> None:
        """Name the staff who may see the record while it is restricted; logged like any change."""
        with transaction.atomic():
            lock_root(self)
            before = ", ".join(sorted(self.readers.values_list("username", flat=True)))
            self.readers.set(users)
            after = ", ".join(sorted(self.readers.values_list("username", flat=True)))
            if before != after:
                self._log("changed", {"readers": (before, after)}, by)
                move_version(self, by=by)


def lock_root(record: Record) -> Record | None:
    """Lock the stored row of the record's root until the transaction ends and return it; None when there is none yet."""
    root = record.root
    if root.pk is None:
        return None
    return type(root)._base_manager.select_for_update(of=("self",)).filter(pk=root.pk).first()


def check_there(root: Record | None, record: Record) -> None:
    """Raise ChangedMeanwhile where the locked root of a row is gone: what is written to it nobody would see."""
    if isinstance(root, Root) and root.is_gone and not isinstance(record, Root):
        raise ChangedMeanwhile(root)


def lock_named(record: Record, stored: Record | None) -> None:
    """Lock the persons and cases beside its own that `record` names and `stored` does not; raises ChangedMeanwhile for one that
    is gone."""
    root = record.root
    for name in record.barring():
        field: Any = record._meta.get_field(name)
        model, key = field.related_model, getattr(record, field.attname)
        known = (model, key) == (type(root), root.pk) or (stored is not None and getattr(stored, field.attname) == key)
        if key is not None and not known and issubclass(model, Root):
            check_there(model._base_manager.select_for_update(of=("self",)).filter(pk=key).first(), record)


def move_version(root: Record, *, by: AbstractBaseUser | None) -> None:
    """Count a change of one of its rows as a change of the aggregate, in the database and in the instance at hand."""
    root.version += 1
    models.QuerySet(type(root)).filter(pk=root.pk).update(
        version=models.F("version") + 1, updated_at=timezone.now(), updated_by=by
    )


def prepare(record: Record) -> None:
    """Bring the values to the form in which they are stored, so that a comparison with the stored row is fair."""
    for field in record._meta.concrete_fields:
        if field.editable:
            setattr(record, field.attname, field.pre_save(record, record._state.adding))


def told(record: Record) -> dict[str, str]:
    """Each field that somebody enters, as the log tells it; what is computed from them or stamped is left out."""
    return {field.name: tell(record, field) for field in record._meta.concrete_fields if field.editable}


def tell(record: Record, field: models.Field) -> str:
    """One value in words: a related record by its name and number, nothing as empty text."""
    value = getattr(record, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return f"{getattr(record, field.name)} #{value}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def differences(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The fields whose telling differs, with both tellings."""
    names = [*after, *(name for name in before if name not in after)]
    return {
        name: (before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    }
