"""What consent decides: the organisation's rule for each scope, other bases of publication, and what lapsed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import ConsentScope
from cases.models import Person
from cases.review.models.submissions import Snapshot


class ConsentNeed(models.TextChoices):
    """What the organisation asks for before values of a scope are published."""

    FREE = "free", _("no consent needed")
    BASIS = "basis", _("consent, or another basis")
    CONSENT = "consent", _("consent only")


class ConsentRule(models.Model):
    """The rule for one scope. A scope without a rule is free."""

    scope = models.CharField(_("consent to publish"), max_length=12, choices=ConsentScope, unique=True)
    need = models.CharField(_("needs"), max_length=7, choices=ConsentNeed)

    class Meta:
        default_permissions = ()
        permissions = [("set_consent_rules", "May say what needs consent before it is published")]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=ConsentScope.values), name="consent_rule_scope_known"),
            models.CheckConstraint(condition=Q(need__in=ConsentNeed.values), name="consent_rule_need_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.get_need_display()}"


class BasisKind(models.TextChoices):
    """On what values may be published without consent."""

    PUBLIC = "public", _("already public in official or press sources")
    INTEREST = "interest", _("overriding public interest")


class PublicationBasis(models.Model):
    """A reason to publish values of one scope about one person without consent, given by one account and agreed to by another.

    It holds from the agreement until it is ended, and not over a refusal that was recorded later.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="publication_bases")
    scope = models.CharField(_("scope"), max_length=12, choices=ConsentScope)
    kind = models.CharField(_("basis"), max_length=8, choices=BasisKind)
    reason = models.TextField(_("reason"), max_length=2000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=ConsentScope.values), name="basis_scope_known"),
            models.CheckConstraint(condition=Q(kind__in=BasisKind.values), name="basis_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="basis_has_a_reason"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None) | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="basis_agreed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="basis_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("proposed_by")), name="basis_four_eyes"
            ),
            models.UniqueConstraint(
                fields=("person", "scope"), condition=Q(ended_at=None), name="one_basis_per_person_and_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.get_kind_display()}"


class PublishedScope(models.Model):
    """That an approved submission of a person made values of this scope public."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="published_scopes")
    scope = models.CharField(max_length=12)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("snapshot", "scope"), name="published_scope_once")]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.scope}"


class Lapse(models.Model):
    """That the values of one scope of an approved submission are public no longer, because the consent ended.

    It stays: a new consent publishes nothing before the record is submitted and approved again.
    """

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="lapses")
    scope = models.CharField(max_length=12, choices=ConsentScope)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("snapshot", "scope"), name="lapse_once")]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.get_scope_display()}"


class ConsentCheck(models.Model):
    """How far consents were compared with what is public: up to which entry of the log, and for which day. One row."""

    sequence = models.BigIntegerField(default=0)
    day = models.DateField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sequence}, {self.day}"
