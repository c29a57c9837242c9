"""The publication policy as of the time when the register was built."""

from django.db import models


class PublishedRule(models.Model):
    """Policy for one field of one kind of record. `how`: code of the form in which it may be public, or empty for a field that
    never is; then `why` gives the reason in English."""

    noun = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    how = models.CharField(max_length=20, default="")
    why = models.CharField(max_length=200, default="")
