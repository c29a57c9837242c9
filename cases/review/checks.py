"""`manage.py check` fails while a field of a private record is unclassified, or a public one has nowhere to go."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models

from cases.models.fields import PARTS, partial_date_names
from cases.register.models import Reference
from cases.review.policy import AGGREGATES, POLICY, RENAMED, How, Public, public_fields
from cases.review.rows import NESTED, ROWS


@register()
def check_policy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every field of every private record is classified, nothing else is, and what is public has its column."""
    return [*_unclassified(), *_without_a_column()]


def fields_to_classify(model: type[models.Model]) -> set[str]:
    """The fields of a private record that the policy has to name: all but the computed parts of its partial dates."""
    parts = {f"{name}_{part}" for name in partial_date_names(model) for part in PARTS}
    own = {field.name for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)}
    return own - parts


def _unclassified() -> Iterator[CheckMessage]:
    private = {str(model._meta.model_name): model for model in apps.get_app_config("cases").get_models()}
    for noun, model in sorted(private.items()):
        classified = set(POLICY.get(noun, {}))
        for name in sorted(fields_to_classify(model) - classified):
            yield Error(
                f"cases.{noun}.{name} is not classified: say in cases/review/policy.py whether it may ever be public.",
                hint="Never(why) is right unless it was written for the public.",
                id="review.E001",
            )
        for name in sorted(classified - fields_to_classify(model)):
            yield Error(f"The policy names cases.{noun}.{name}, which does not exist.", id="review.E002")
    for noun in sorted(set(POLICY) - set(private)):
        yield Error(f"The policy names the record “{noun}”, which does not exist.", id="review.E002")


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
