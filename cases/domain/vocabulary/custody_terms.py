"""Vocabulary of custody and of violations besides the prosecution."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CustodyKind(TextChoices):
    """Kind of deprivation of liberty of a period."""

    ARREST = "arrest", _("arrest (first hours or days)")
    REMAND = "remand", _("remand")
    HOUSE_ARREST = "house_arrest", _("house arrest")
    SERVING = "serving", _("serving a sentence")
    RESTRICTION = "restriction", _("restriction of freedom in an open facility")
    ADMINISTRATIVE = "administrative", _("administrative detention")
    PSYCHIATRIC = "psychiatric", _("psychiatric confinement")
    UNACKNOWLEDGED = "unacknowledged", _("detained in an unknown place")


class CustodyEnd(TextChoices):
    """How a period of custody ended. TRANSFER means that another period follows."""

    TRANSFER = "transfer", _("transferred")
    SERVED = "served", _("released, served in full")
    BAIL = "bail", _("released on bail or a promise to appear")
    UNCHARGED = "uncharged", _("released without charge")
    DROPPED = "dropped", _("released, charges dropped")
    ACQUITTED = "acquitted", _("released, acquitted")
    MILDER = "milder", _("released with a sentence without custody")
    PAROLE = "parole", _("released on parole")
    PARDONED = "pardoned", _("released, pardoned")
    AMNESTY = "amnesty", _("released under an amnesty")
    EXPELLED = "expelled", _("expelled from the country")
    EXCHANGED = "exchanged", _("exchanged")
    ESCAPED = "escaped", _("escaped")
    DIED = "died", _("died in custody")
    RELEASED = "released", _("released, grounds unknown")


class FacilityKind(TextChoices):
    """Kinds of places of detention; a place can change its kind, so the kind belongs to a dated record."""

    POLICE = "police", _("police station or temporary detention")
    REMAND = "remand", _("remand prison")
    COLONY = "colony", _("penal colony")
    WOMEN_COLONY = "women_colony", _("penal colony for women")
    YOUTH_COLONY = "youth_colony", _("educational colony for minors")
    SETTLEMENT = "settlement", _("colony-settlement")
    PRISON = "prison", _("prison")
    OPEN = "open", _("open-type facility")
    ARREST_HOUSE = "arrest_house", _("arrest house")
    MILITARY = "military", _("military or security-service facility")
    HOSPITAL = "hospital", _("hospital or psychiatric facility")
    LABOUR = "labour", _("labour-treatment facility or labour camp")
    OTHER = "other", _("other place of detention")


class ViolationKind(TextChoices):
    """Violations besides the prosecution. If HURIDOCS has a term, its code is in HURIDOCS_CODES."""

    TORTURE = "torture", _("torture")
    ILL_TREATMENT = "ill_treatment", _("ill-treatment or beating")
    SHOT = "shot", _("shot or wounded at arrest")
    MEDICAL_DENIAL = "medical_denial", _("medical care denied")
    INCOMMUNICADO = "incommunicado", _("detained without contact with the outside world")
    ISOLATION = "isolation", _("punishment cell or isolation")
    FORCED_CONFESSION = "forced_confession", _("forced or filmed confession")
    LAWYER_DENIED = "lawyer_denied", _("lawyer denied or persecuted")
    DISMISSAL = "dismissal", _("dismissal from work or study")
    PROPERTY = "property", _("search, seizure or destruction of property")
    RELATIVES = "relatives", _("pressure on relatives")
    CITIZENSHIP = "citizenship", _("loss of citizenship or documents")
    LISTING = "listing", _("added to a state list of extremists or terrorists")
    DISCRIMINATION = "discrimination", _("discrimination abroad because of citizenship")
    KILLING = "killing", _("killing")
    OTHER = "other", _("another violation")


# HURIDOCS micro-thesaurus 4 (types of acts), terms with the same meaning; missing kinds have no term of their own.
HURIDOCS_CODES: dict[str, str] = {
    ViolationKind.ILL_TREATMENT: "360102010000",  # denial of the right to treatment with dignity and humanity
    ViolationKind.MEDICAL_DENIAL: "360102040000",  # denial of the right to adequate medical services
    ViolationKind.FORCED_CONFESSION: "350118000000",  # freedom from giving self-incriminating evidence
    ViolationKind.LAWYER_DENIED: "350109000000",  # denial of the right to legal assistance
    ViolationKind.PROPERTY: "120102000000",  # raid, illegal search
}
