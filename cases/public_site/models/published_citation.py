"""Published citations of sources."""

from django.db import models

from cases.public_site.models.edition_tables import Row, reference, word


class PublishedCitation(Row):
    """A source for (or against) the approved value whose path is `about`; empty: for the record as a whole."""

    about = models.CharField(max_length=120, default="")
    source = reference()
    quote = models.TextField(default="")
    stance = word()
    says = models.CharField(max_length=300, default="")
