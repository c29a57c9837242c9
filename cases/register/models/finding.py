"""What searches need beside the approved values themselves."""

from django.db import models


class PublishedNameNear(models.Model):
    """Beside each search key the strings that are left when a letter of it is missing, so that a misspelt name meets it
    (cases.names). It belongs to the key, not to a person: it goes with the last one who has the key."""

    cut = models.CharField(max_length=100)
    key = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("cut", "key"), name="published_name_near")]


class PublishedWord(models.Model):
    """Who has a word in their approved texts: the people whose public ids begin with one character, as numbers of eight bytes
    (cases.register.reading.texts). Divided by that character, one approval changes small rows and not the whole list."""

    word = models.CharField(max_length=40)
    part = models.CharField(max_length=1)
    owners = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("word", "part"), name="published_word")]
