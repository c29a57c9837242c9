"""What a list is asked for and cannot answer is a 400 on every list, never a fault."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.accounts.signing_in import make_user, sign_in

LISTS = sorted(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist" for model in admin.site._registry)
pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def client_of_all():  # type: ignore[no-untyped-def]
    user = make_user("everything")
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])
    return sign_in(user)


@pytest.mark.parametrize("name", LISTS)
def test_chosen_rows_that_are_no_keys_are_a_400(name: str, client_of_all) -> None:  # type: ignore[no-untyped-def]
    for key in ("abc", "", "²", "1,2", "9" * 30):
        for action in ("export_chosen", "submit_many", "read_many", "delete_selected"):
            answer = client_of_all.post(reverse(name), {"action": action, "_selected_action": key})
            assert answer.status_code in (400, 403, 405), (key, action)


@pytest.mark.parametrize("name", LISTS)
def test_date_bar_asked_for_no_day_is_a_400(name: str, client_of_all) -> None:  # type: ignore[no-untyped-def]
    asked = admin.site._registry
    model = next(model for model in asked if f"admin:{model._meta.label_lower.replace('.', '_')}_changelist" == name)
    field = asked[model].date_hierarchy or "created_at"
    for part, value in (
        *((("year", year)) for year in ("9999", "1", "+1", "１", "9223372036854775807", "", "x")),
        ("month", "13"), ("day", "32"), ("month", "٣"), ("year", "2201"),
        *((part, day) for part in ("gte", "lt") for day in ("0001-01-01 00:00:00+14:00", "9999-12-31", "٢٠٢٢-01-01", "")),
    ):  # fmt: skip
        assert client_of_all.get(reverse(name), {f"{field}__{part}": value}).status_code == 400, (part, value)
    if asked[model].date_hierarchy:
        fine = {f"{field}__year": "2021", f"{field}__month": "2", f"{field}__day": "31"}
        assert client_of_all.get(reverse(name), fine).status_code in (200, 302)
        for day in ("2021-02-03", "2021-02-03 00:00:00+03:00", "1800-01-01", "2199-12-31"):
            assert client_of_all.get(reverse(name), {f"{field}__gte": day}).status_code in (200, 302)
