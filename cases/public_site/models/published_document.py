"""Persons and cases as complete documents, built once at publication instead of at each read.

Each part that is read separately has a table of its own: a list reads 25 cards of 1 KB, not 25 documents of 15 KB.
"""

from django.db import models


class PublishedDocument(models.Model):
    """The document of a person or case in canonical JSON: derived from the other tables and written after them."""

    id = models.CharField(primary_key=True, max_length=12)
    noun = models.CharField(max_length=10)
    body = models.TextField()


class PublishedCard(models.Model):
    """A person's card for lists, rendered in each language (presenters/person_cards.py)."""

    id = models.CharField(primary_key=True, max_length=12)
    en = models.TextField()
    be = models.TextField()
    ru = models.TextField()


class PublishedText(models.Model):
    """One of the approved texts in a person's document (search/text_search.py). Its normalised words are stored before it: a
    search reads the text only of rows in which it finds a word."""

    owner = models.CharField(max_length=12)
    place = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    words = models.TextField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("owner", "place"), name="published_text")]
