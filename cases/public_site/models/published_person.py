"""Published persons with their names, custody, recognitions and other approved rows."""

from django.db import models

from cases.public_site.models.edition_tables import Row, bound, edtf, reference, word


class PublishedPerson(Row):
    """A person. `name_*` are the names to show in each language of the site, chosen among the approved ones."""

    gender = word(10)
    born_edtf = edtf()
    born_lower = bound()
    born_upper = bound()
    died_edtf = edtf()
    died_lower = bound()
    died_upper = bound()
    region = reference()
    can_receive_letters = models.BooleanField(null=True)
    name_en = models.CharField(max_length=200, default="")
    name_be = models.CharField(max_length=200, default="")
    name_ru = models.CharField(max_length=200, default="")
    sort_key = models.CharField(max_length=200, default="")

    class Meta:
        indexes = [models.Index(fields=("sort_key", "id"), name="person_sort")]


class PublishedName(Row):
    person = models.ForeignKey(PublishedPerson, models.DO_NOTHING, db_constraint=False, related_name="names")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=200, default="")
    kind = word()
    language = word(3)
    script = word(4)


class PublishedNameKey(models.Model):
    """A search key of an approved name (cases.domain.names)."""

    key = models.CharField(max_length=100)
    owner = models.CharField(max_length=12, db_index=True)

    class Meta:
        indexes = [models.Index(fields=("key", "owner"), name="published_name_key")]


class PublishedListOrder(models.Model):
    """Sort keys of a person or case in the alphabets of the languages, made at publication (cases.domain.list_order): a person's
    name as shown and with the family name first, a case's number. The order of names in English is the person's `sort_key`."""

    owner = models.CharField(primary_key=True, max_length=12)
    name_be = models.CharField(max_length=200, default="")
    name_ru = models.CharField(max_length=200, default="")
    family_en = models.CharField(max_length=200, default="")
    family_be = models.CharField(max_length=200, default="")
    family_ru = models.CharField(max_length=200, default="")
    number = models.CharField(max_length=200, default="")


class PublishedCitizenship(Row):
    person = models.ForeignKey(PublishedPerson, models.DO_NOTHING, db_constraint=False, related_name="citizenships")
    country = reference()
    until_edtf = edtf()
    until_lower = bound()
    until_upper = bound()


class PublishedOccupation(Row):
    person = models.ForeignKey(PublishedPerson, models.DO_NOTHING, db_constraint=False, related_name="occupations")
    occupation = reference()


class PublishedPersonSummary(Row):
    person = models.ForeignKey(PublishedPerson, models.DO_NOTHING, db_constraint=False, related_name="summaries")
    language = word(3)
    text = models.TextField(default="")


class PublishedPhoto(Row):
    """A photo, re-encoded without metadata; its bytes are stored in the register and removed with the row."""

    person = models.ForeignKey(PublishedPerson, models.DO_NOTHING, db_constraint=False, related_name="photos")
    content = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64, default="", db_index=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    caption = models.CharField(max_length=300, default="")
    credit = models.CharField(max_length=200, default="")


class PublishedRecognition(Row):
    person = models.ForeignKey(PublishedPerson, models.DO_NOTHING, db_constraint=False, related_name="recognitions")
    organisation = reference()
    status = word()
    from_date_edtf = edtf()
    from_date_lower = bound()
    from_date_upper = bound()
    until_edtf = edtf()
    until_lower = bound()
    until_upper = bound()
    statement = models.CharField(max_length=500, default="")


class PublishedCustody(Row):
    person = models.ForeignKey(PublishedPerson, models.DO_NOTHING, db_constraint=False, related_name="custody")
    kind = word()
    facility = reference()
    from_date_edtf = edtf()
    from_date_lower = bound(indexed=True)
    from_date_upper = bound()
    until_edtf = edtf()
    until_lower = bound()
    until_upper = bound()
    end = word()


class PublishedViolation(Row):
    person = models.ForeignKey(PublishedPerson, models.DO_NOTHING, db_constraint=False, related_name="violations")
    kind = word()
    on_date_edtf = edtf()
    on_date_lower = bound()
    on_date_upper = bound()
    facility = reference()
    public_text = models.TextField(default="")
    language = word(3)


class PublishedRetired(Row):
    """A public id that was merged into `owner` and redirects to it, because a reviewer approved the redirect."""
