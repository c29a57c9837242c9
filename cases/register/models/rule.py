"""The policy of publication, as it was when the register was made."""

from django.db import models


class PublishedRule(models.Model):
    """What becomes of one field of one kind of record. `how`: the code of a form in which it may be public, or empty for a
    field that never is; then `why` tells the reason in English."""

    noun = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    how = models.CharField(max_length=20, default="")
    why = models.CharField(max_length=200, default="")
