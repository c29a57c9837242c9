"""Template tags for the one-time key of a form, placed beside its CSRF token."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import one_time_keys
from accounts.signin import resubmit

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_count(context: dict[str, Any]) -> int:
    """Return the number of saved forms of the user."""
    return resubmit.of(context["request"].user).count()


@register.simple_tag(takes_context=True)
def form_key(context: dict[str, Any], *, again: bool = False) -> SafeString | str:
    """Return a hidden input with a one-time key. `again`: the page's only form keeps its key for corrections."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return ""
    key = one_time_keys.key_for_page(request) if again else one_time_keys.issue(request.user)
    return format_html('<input type="hidden" name="{}" value="{}">', one_time_keys.FIELD, key)
