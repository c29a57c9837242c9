"""`manage.py check` fails if a value that may be public has no column in the register."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from cases.public_site.models import Reference
from cases.publication.register_rows import NESTED, ROWS
from cases.review.policy import AGGREGATES, POLICY, RENAMED, How, Public, public_fields


@register()
def check_columns(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check that every public field of the policy has a column in the register."""
    return list(_without_a_column())


def _without_a_column() -> Iterator[CheckMessage]:
    rows = {noun for nouns in AGGREGATES.values() for noun in nouns}
    for noun in sorted(rows - set(ROWS)):
        yield Error(f"The policy publishes “{noun}”, for which the register has no table.", id="review.E003")
    for noun, fields in sorted(POLICY.items()):
        target = ROWS.get(noun, Reference)
        columns = {field.name for field in target._meta.fields}
        for field in sorted(name for name, rule in fields.items() if isinstance(rule, Public)):
            how = public_fields(noun)[field]
            column = RENAMED.get((noun, field), field)
            if how is How.PARENT or column in columns or f"{column}_edtf" in columns or column in NESTED & columns:
                continue
            yield Error(
                f"cases.{noun}.{field} may be public, but the register has no column “{column}”.", id="review.E003"
            )
