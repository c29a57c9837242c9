"""Badges: short labels in a coloured frame, in lists and on pages of the private site."""

from django.utils.html import format_html
from django.utils.safestring import SafeString


def badge(text: object, kind: str = "") -> SafeString:
    """A short label in a coloured frame; `kind` is its CSS class."""
    return format_html('<span class="badge {}">{}</span>', kind, text)
