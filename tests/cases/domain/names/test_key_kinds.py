import pytest

from cases.domain.names import entries
from cases.domain.names.key_kinds import EXAMPLES, Kind


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_key_has_an_example_that_is_true(kind: Kind) -> None:
    name, key = EXAMPLES[kind]
    assert key in entries(name), sorted(entries(name))
    assert Kind.of(key) is kind
