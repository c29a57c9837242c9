"""`manage.py check` fails while a field of a private record is not classified in the policy."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models

from cases.models.fields import PARTS, partial_date_names
from cases.review.policy import POLICY


@register()
def check_policy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every field of every private record is classified, and nothing else is."""
    return list(_unclassified())


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
