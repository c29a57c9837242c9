"""Persons and cases as whole documents, put together once when they are published instead of each time they are read."""

from django.db import models


class PublishedDocument(models.Model):
    """The document of a person or case in canonical JSON: a function of the other tables, written after them."""

    id = models.CharField(primary_key=True, max_length=12)
    noun = models.CharField(max_length=10)
    body = models.TextField()
    brief = models.TextField(default="")  # the part of it that lists tell, for persons
    texts = models.TextField(default="")  # the approved texts in it, each with its language, for persons
