"""The page of methodology names fields in words, in every language, for every field that it lists."""

import pytest
from django.test import Client

from cases.models import Case, Person
from cases.public_site.field_labels import FIELD_LABELS
from cases.public_site.methodology import BOOKKEEPING, NOUNS
from cases.review.policy import POLICY, Never


def test_every_field_that_the_page_lists_has_a_label() -> None:
    listed = {
        field
        for noun in NOUNS
        for field, rule in POLICY[noun].items()
        if not (isinstance(rule, Never) and rule.why in BOOKKEEPING)
    }
    assert sorted(listed - set(FIELD_LABELS)) == []
    assert sorted(set(FIELD_LABELS) - listed) == []


@pytest.mark.django_db(databases=["default", "register"])
@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("en", '<th scope="row">Image</th><td>re-encoded copy without metadata</td>'),
        ("be", '<th scope="row">Выява</th><td>перакадзіраваная копія без метаданых</td>'),
        ("ru", '<th scope="row">Изображение</th><td>перекодированная копия без метаданных</td>'),
    ],
)
def test_a_field_is_named_in_the_language_of_the_page(
    reader: Client, public: tuple[Person, Case], language: str, row: str
) -> None:
    page = reader.get(f"/{language}/about/methodology/").content.decode()
    assert row in page
    assert "sha256" not in page
