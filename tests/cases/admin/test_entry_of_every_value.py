"""Every value that may be published can be entered: some form of the private site has a field for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory

from accounts.models import User
from cases.review.policy import AGGREGATES, POLICY, How, Public

pytestmark = pytest.mark.django_db
NOT_ENTERED = {
    "photo.sha256": "the picture itself, which is uploaded",
}
"""Values that nobody types, with the reason."""
OF_THE_RECORD = (How.PARENT, How.ROW)


def entered(user: User) -> Iterator[tuple[str, str]]:
    """(kind of record, field) of every form of the private site, inline forms too."""
    request: Any = RequestFactory().get("/")
    request.user = user
    for page in admin.site._registry.values():
        for form in [page, *page.get_inline_instances(request)]:
            names = set(flatten_fieldsets(form.get_fieldsets(request))) - set(form.readonly_fields)
            yield from ((str(form.model._meta.model_name), name) for name in names)


def test_every_value_that_may_be_public_can_be_entered(editor: User) -> None:
    forms = set(entered(editor))
    missing = [
        f"{noun}.{field}"
        for noun in dict.fromkeys(noun for rows in AGGREGATES.values() for noun in rows)
        for field, rule in POLICY[noun].items()
        if isinstance(rule, Public) and rule.how not in OF_THE_RECORD and (noun, field) not in forms
    ]
    assert missing == list(NOT_ENTERED), "add the field to the form of its record in cases/admin"
