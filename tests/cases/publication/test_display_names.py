"""Under which approved name a person is shown to whom."""

from typing import Any

import pytest

from cases.domain.vocabulary import NameKind
from cases.publication.display_names import named

BURMESE, LATIN, CYRILLIC, ACCENTED = "မောင်ဥပမာ", "Maung Upama", "Маунг Упама", "Łukasz Zmyślony"


def rows(*names: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [
        {"path": f"personname/{place:012}", "values": {"text": text, "language": language, "kind": kind}}
        for place, (text, language, kind) in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([(BURMESE, "my", NameKind.LEGAL), (LATIN, "en", NameKind.LATIN)], (LATIN, LATIN, LATIN)),
        ([(BURMESE, "my", NameKind.LEGAL), (CYRILLIC, "ru", NameKind.ALIAS)], (CYRILLIC, CYRILLIC, CYRILLIC)),
        ([(LATIN, "en", NameKind.LATIN), (CYRILLIC, "ru", NameKind.ALIAS)], (LATIN, CYRILLIC, CYRILLIC)),
        ([(BURMESE, "my", NameKind.LEGAL), (ACCENTED, "pl", NameKind.ALIAS)], (ACCENTED, ACCENTED, ACCENTED)),
        ([(BURMESE, "my", NameKind.LEGAL)], (BURMESE, BURMESE, BURMESE)),
        # what is said to be of the language goes before what only looks like it
        ([(CYRILLIC, "ru", NameKind.ALIAS), (ACCENTED, "be", NameKind.LEGAL)], (ACCENTED, ACCENTED, CYRILLIC)),
        ([(CYRILLIC, "be", NameKind.FORMER), ("Іншае Імя", "be", NameKind.LEGAL)], ("Іншае Імя",) * 3),
    ],
)
def test_name_shown_is_the_one_its_readers_can_read(
    given: list[tuple[str, str, str]], shown: tuple[str, str, str]
) -> None:
    told = named(rows(*given))
    assert (told["name_en"], told["name_be"], told["name_ru"]) == shown


def test_person_without_an_approved_name_has_none() -> None:
    assert named([]) == {}
    assert named([{"path": "personname/a", "values": {}}]) == {}
