"""Search data derived from the approved values."""

from django.db import models


class PublishedNameNear(models.Model):
    """For each search key the strings left when one letter is deleted, so that a misspelt name matches it (cases.domain.names).
    They belong to the key, not to a person, and are removed with the last person who has the key."""

    cut = models.CharField(max_length=100)
    key = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("cut", "key"), name="published_name_near")]


class PublishedWord(models.Model):
    """Posting list of a word in approved texts: the people whose public ids begin with one character, as numbers of eight bytes
    (cases.public_site.search.text_search). Split by that character, so that one approval changes small rows and not the whole
    list."""

    word = models.CharField(max_length=40)
    part = models.CharField(max_length=1)
    owners = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("word", "part"), name="published_word")]
