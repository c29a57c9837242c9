"""Vocabulary of sources and citations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    NEWS = "news", _("news report")
    MONITOR = "monitor", _("human-rights organisation")
    DOCUMENT = "document", _("court or case document")
    STATE = "state", _("state body")
    SOCIAL = "social", _("social network post")
    RELATIVE = "relative", _("relative or friend")
    LAWYER = "lawyer", _("lawyer")
    OBSERVER = "observer", _("trial observer")
    LIST = "list", _("list or data set")
    OTHER = "other", _("other")


class Reliability(TextChoices):
    """HURIDOCS micro-thesaurus 42, with its middle grades named in words."""

    HIGH = "high", _("highly reliable")
    MODERATE = "moderate", _("moderately reliable")
    LOW = "low", _("slightly unreliable")
    UNRELIABLE = "unreliable", _("highly unreliable")
    UNKNOWN = "unknown", _("unknown")


class Stance(TextChoices):
    SUPPORTS = "supports", _("supports the value")
    CONTRADICTS = "contradicts", _("contradicts the value")
