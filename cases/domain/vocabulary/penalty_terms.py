"""Vocabulary of sentences: instances, kinds of penalties, regimes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Instance(TextChoices):
    """Kind of decision of a sentence. A later one replaces an earlier one; nothing is overwritten."""

    FIRST = "first", _("first instance")
    APPEAL = "appeal", _("appeal")
    CASSATION = "cassation", _("cassation or supervisory review")
    RETRIAL = "retrial", _("retrial")
    ADDITION = "addition", _("addition of sentences")
    REPLACEMENT = "replacement", _("replacement of the penalty")
    REGIME = "regime", _("change of regime")
    PARDON = "pardon", _("pardon")
    AMNESTY = "amnesty", _("amnesty")
    PAROLE = "parole", _("parole")


class Addition(TextChoices):
    """How a further sentence is combined with the unserved part of the earlier one; courts usually state the final term."""

    TOTAL = "total", _("final term")
    FULL = "full", _("added in full")
    PARTIAL = "partial", _("added in part")
    ABSORPTION = "absorption", _("the heavier absorbs the lighter")


class PenaltyKind(TextChoices):
    IMPRISONMENT = "imprisonment", _("imprisonment")
    LIFE = "life", _("life imprisonment")
    DEATH = "death", _("death penalty")
    RESTRICTION_OPEN = "restriction_open", _("restriction of freedom in an open facility")
    RESTRICTION_HOME = "restriction_home", _("restriction of freedom at home")
    ARREST = "arrest", _("arrest (short isolation)")
    ADMINISTRATIVE_ARREST = "administrative_arrest", _("administrative arrest")
    HARD_LABOUR = "hard_labour", _("hard labour")
    CORRECTIVE_LABOUR = "corrective_labour", _("corrective labour")
    COMMUNITY_SERVICE = "community_service", _("community service")
    FINE = "fine", _("fine")
    COMPENSATION = "compensation", _("compensation to be paid")
    BAN = "ban", _("ban on posts or activities")
    CONFISCATION = "confiscation", _("confiscation")
    RANK = "rank", _("loss of rank")
    SUSPENDED = "suspended", _("suspended imprisonment")
    DEFERRED = "deferred", _("deferred sentence")
    TREATMENT = "treatment", _("compulsory treatment")
    EXPULSION = "expulsion", _("expulsion")
    NONE = "none", _("no penalty")


class Regime(TextChoices):
    """Regime under which imprisonment is served."""

    GENERAL = "general", _("general regime")
    REINFORCED = "reinforced", _("reinforced regime")
    STRICT = "strict", _("strict regime")
    SPECIAL = "special", _("special regime")
    PRISON = "prison", _("prison")
    SETTLEMENT = "settlement", _("colony-settlement")
    YOUTH = "youth", _("educational colony")
