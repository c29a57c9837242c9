"""Persons and cases as whole documents, put together once when they are published instead of each time they are read.

Each part that is read by itself stands in a table of its own: a list reads 25 cards of 1 KB, not 25 documents of 15 KB.
"""

from django.db import models


class PublishedDocument(models.Model):
    """The document of a person or case in canonical JSON: a function of the other tables, written after them."""

    id = models.CharField(primary_key=True, max_length=12)
    noun = models.CharField(max_length=10)
    body = models.TextField()


class PublishedCard(models.Model):
    """What lists tell of a person, drawn in each language (showing/cards.py)."""

    id = models.CharField(primary_key=True, max_length=12)
    en = models.TextField()
    be = models.TextField()
    ru = models.TextField()


class PublishedText(models.Model):
    """One of the approved texts in a person's document (reading/texts.py). Its words as they are compared come before it: a
    search reads the text of those rows alone in which it finds a word."""

    owner = models.CharField(max_length=12)
    place = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    words = models.TextField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("owner", "place"), name="published_text")]
