"""Rows are put into the register's tables as their columns say."""

import pytest

from cases.public_site.models import Published, PublishedRetired
from cases.publication.fill_tables import fill

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def test_fill_gives_the_defaults_to_what_a_row_does_not_name() -> None:
    fill(PublishedRetired, [{"id": "a" * 12, "owner": "b" * 12}])
    assert list(PublishedRetired.objects.values_list("id", "owner")) == [("a" * 12, "b" * 12)]


def test_fill_with_a_column_that_is_not_there_is_refused_and_adds_nothing() -> None:
    known = {"id": "a" * 12, "noun": "person", "digest": "", "first_on": "2026-01-02", "changed_on": "2026-01-02"}
    with pytest.raises(ValueError, match="register_published has no internal_notes"):
        fill(Published, [known, known | {"id": "b" * 12, "internal_notes": "never public"}])
    assert not Published.objects.exists()
