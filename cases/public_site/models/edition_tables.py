"""The edition, its records, and the reference values that rows refer to."""

from typing import Any

from django.db import models


class Edition(models.Model):
    """One row that identifies the whole content: a digest that depends on what is public and on nothing else.

    `digest` is the sum of the digests of everything published, modulo 2 ** 256: the order of approvals, and what was published
    and unpublished in between, leave no trace in it. `changed_on` is the day of the newest approval it holds.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    changed_on = models.DateField(null=True)


class Published(models.Model):
    """A public person or case: its share in the edition's digest, since when it is public, and when it was last approved."""

    id = models.CharField(primary_key=True, max_length=12)
    noun = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    first_on = models.DateField(db_index=True)
    changed_on = models.DateField(db_index=True)


class Reference(models.Model):
    """A court, place, provision, organisation ... as approved, stored once however often it is used.

    `key` is a digest of all other columns; `ref` is the public id of the thing itself. Several approved versions of it can
    exist under one `ref` while older approvals still show the older version.
    """

    key = models.CharField(primary_key=True, max_length=32)
    noun = models.CharField(max_length=20)
    ref = models.CharField(max_length=12)
    name_en = models.CharField(max_length=300, default="")
    name_be = models.CharField(max_length=300, default="")
    name_ru = models.CharField(max_length=300, default="")
    name_local = models.CharField(max_length=300, default="")
    label = models.CharField(max_length=150, default="")
    category = models.CharField(max_length=20, default="")
    code = models.CharField(max_length=30, default="")
    country = models.ForeignKey("self", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    region = models.ForeignKey("self", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    law = models.ForeignKey("self", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    publisher = models.ForeignKey("self", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    city = models.CharField(max_length=120, default="")
    time_zone = models.CharField(max_length=60, default="")
    address_local = models.TextField(default="")
    address_latin = models.TextField(default="")
    article = models.CharField(max_length=30, default="")
    part = models.CharField(max_length=20, default="")
    max_months = models.PositiveSmallIntegerField(null=True)
    life_possible = models.BooleanField(null=True)
    death_possible = models.BooleanField(null=True)
    link = models.CharField(max_length=500, default="")
    archived_link = models.CharField(max_length=500, default="")
    language = models.CharField(max_length=3, default="")
    reliability = models.CharField(max_length=10, default="")
    date_edtf = models.CharField(max_length=60, default="")
    date_lower = models.DateField(null=True)
    date_upper = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=("noun", "ref"), name="reference_ref")]


class Use(models.Model):
    """A use of a reference value by a record; reference values without uses are removed."""

    owner = models.CharField(max_length=12)
    reference = models.ForeignKey(Reference, models.DO_NOTHING, db_constraint=False, related_name="uses")

    class Meta:
        indexes = [
            models.Index(fields=("owner", "reference"), name="use_owner"),
            models.Index(fields=("reference", "owner"), name="use_reference"),
        ]


class Row(models.Model):
    """A row approved with the person or case whose public id is `owner`."""

    id = models.CharField(primary_key=True, max_length=12)
    owner = models.CharField(max_length=12, db_index=True)

    class Meta:
        abstract = True


def reference() -> Any:
    """Column that refers to a reference value; empty if none was approved."""
    return models.ForeignKey(Reference, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")


def edtf() -> Any:
    """Column for a partial date; `bound()` columns `<name>_lower` and `<name>_upper` go with it."""
    return models.CharField(max_length=60, default="")


def bound(*, indexed: bool = False) -> Any:
    """Column for the first or last day that the partial date can mean."""
    return models.DateField(null=True, db_index=indexed)


def word(length: int = 22) -> Any:
    """Column for the code of a choice; its label is in cases.domain.vocabulary."""
    return models.CharField(max_length=length, default="")
