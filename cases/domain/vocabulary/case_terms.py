"""Vocabulary of cases, charges and hearings, in the order of a prosecution."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseKind(TextChoices):
    CRIMINAL = "criminal", _("criminal case")
    ADMINISTRATIVE = "administrative", _("administrative case")
    SPECIAL = "special", _("special proceedings in absentia")


class CourtLevel(TextChoices):
    DISTRICT = "district", _("district or city court")
    REGIONAL = "regional", _("regional court")
    SUPREME = "supreme", _("supreme court")
    MILITARY = "military", _("military court")
    CONSTITUTIONAL = "constitutional", _("constitutional court")
    OTHER = "other", _("other court")


class Stage(TextChoices):
    """Stage of one person's prosecution. Custody is not a stage: a prisoner may be on trial again."""

    SOUGHT = "sought", _("wanted")
    DETAINED = "detained", _("detained")
    SUSPECT = "suspect", _("suspect")
    CHARGED = "charged", _("charged")
    INVESTIGATED = "investigated", _("investigation completed")
    TO_PROSECUTOR = "to_prosecutor", _("passed to the prosecutor")
    TO_COURT = "to_court", _("referred to the court")
    TRIAL = "trial", _("on trial")
    VERDICT = "verdict", _("verdict given")
    APPEAL = "appeal", _("on appeal")
    IN_FORCE = "in_force", _("verdict in force")
    CASSATION = "cassation", _("cassation or supervisory review")
    CLOSED = "closed", _("closed without a verdict")
    ENDED = "ended", _("sentence ended")


class ChargeStatus(TextChoices):
    CHARGED = "charged", _("charged")
    CHANGED = "changed", _("changed to another provision")
    DROPPED = "dropped", _("dropped")
    CONVICTED = "convicted", _("convicted")
    ACQUITTED = "acquitted", _("acquitted")


class OffenceStage(TextChoices):
    COMPLETED = "completed", _("completed offence")
    ATTEMPT = "attempt", _("attempt")
    PREPARATION = "preparation", _("preparation")
    COMPLICITY = "complicity", _("complicity")


class HearingKind(TextChoices):
    REMAND = "remand", _("remand or extension of remand")
    PRELIMINARY = "preliminary", _("preliminary hearing")
    SESSION = "session", _("trial session")
    VERDICT = "verdict", _("verdict")
    APPEAL = "appeal", _("appeal")
    CASSATION = "cassation", _("cassation or supervisory review")
    REPLACEMENT = "replacement", _("replacement of the penalty")
    PAROLE = "parole", _("parole or milder regime")
    REGIME = "regime", _("change of regime")
    ADMINISTRATIVE = "administrative", _("administrative hearing")


class Openness(TextChoices):
    """Whether the public could attend, in law and in fact."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    PARTLY = "partly", _("partly closed")
    KEPT_OUT = "kept_out", _("open by law, public not admitted")


class HearingOutcome(TextChoices):
    HELD = "held", _("took place")
    RECESS = "recess", _("recess")
    ADJOURNED = "adjourned", _("adjourned")
    MOVED = "moved", _("rescheduled")
    CANCELLED = "cancelled", _("cancelled")
    EXTENDED = "extended", _("custody extended")
    FREED = "freed", _("released by the court")
    VERDICT = "verdict", _("verdict announced")
    UPHELD = "upheld", _("sentence upheld")
    CHANGED = "changed", _("sentence changed")
    SENT_BACK = "sent_back", _("sent back for retrial")
    TO_PROSECUTOR = "to_prosecutor", _("returned to the prosecutor")
    TERMINATED = "terminated", _("proceedings terminated")


class OfficialRole(TextChoices):
    """Role of a person at a hearing. Counsel and observers are people at risk: see the publication policy."""

    JUDGE = "judge", _("judge")
    PRESIDING = "presiding", _("presiding judge")
    ASSESSOR = "assessor", _("lay assessor")
    PROSECUTOR = "prosecutor", _("prosecutor")
    INVESTIGATOR = "investigator", _("investigator")
    COUNSEL = "counsel", _("defence counsel")
    OBSERVER = "observer", _("observer")
