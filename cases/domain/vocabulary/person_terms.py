"""Vocabulary of persons: gender, names, languages and scripts, recognition, consent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Gender(TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")


class NameKind(TextChoices):
    """Kind of a name. The legal Latin form is entered as a fact, never computed: passports differ."""

    LEGAL = "legal", _("legal name")
    LATIN = "latin", _("Latin spelling (passport)")
    ALIAS = "alias", _("also known as")
    FORMER = "former", _("former name")
    PSEUDONYM = "pseudonym", _("pseudonym")


class NameOrder(TextChoices):
    GIVEN_FIRST = "given_first", _("given name first")
    FAMILY_FIRST = "family_first", _("family name first")
    SINGLE = "single", _("single name")


class Language(TextChoices):
    """ISO 639-1 codes of languages in which names and public texts are entered."""

    EN = "en", _("English")
    BE = "be", _("Belarusian")
    RU = "ru", _("Russian")
    UK = "uk", _("Ukrainian")
    PL = "pl", _("Polish")
    LT = "lt", _("Lithuanian")
    DE = "de", _("German")
    FR = "fr", _("French")
    ES = "es", _("Spanish")
    TR = "tr", _("Turkish")
    AZ = "az", _("Azerbaijani")
    KA = "ka", _("Georgian")
    HY = "hy", _("Armenian")
    KK = "kk", _("Kazakh")
    AR = "ar", _("Arabic")
    FA = "fa", _("Persian")
    MY = "my", _("Burmese")
    ZH = "zh", _("Chinese")
    OTHER = "und", _("another language")


class Script(TextChoices):
    """ISO 15924 codes."""

    LATN = "Latn", _("Latin")
    CYRL = "Cyrl", _("Cyrillic")
    ARAB = "Arab", _("Arabic")
    MYMR = "Mymr", _("Burmese")
    HANS = "Hans", _("Chinese")
    GEOR = "Geor", _("Georgian")
    ARMN = "Armn", _("Armenian")
    OTHER = "Zyyy", _("another script")


class RecognitionStatus(TextChoices):
    """Status of a person according to an organisation. Statements are dated and revocable; several may disagree."""

    POLITICAL_PRISONER = "political_prisoner", _("political prisoner")
    FORMER = "former", _("former political prisoner")
    EX_POST = "ex_post", _("recognised after release")
    CONSCIENCE = "conscience", _("prisoner of conscience")
    PERSECUTED = "persecuted", _("politically persecuted, not recognised as a prisoner")
    ARBITRARY = "arbitrary", _("arbitrarily detained")


class OrganisationKind(TextChoices):
    MONITOR = "monitor", _("human-rights organisation")
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental body")
    MEDIA = "media", _("news organisation")
    STATE = "state", _("state body")
    OTHER = "other", _("other")


class ConsentScope(TextChoices):
    """What somebody agreed to. `ALL` covers whatever is published, nothing that is passed on to others."""

    IDENTITY = "identity", _("name and prosecution")
    PHOTO = "photo", _("photo")
    BIRTH_DATE = "birth_date", _("year of birth")
    WORK = "work", _("occupation")
    LETTERS = "letters", _("letters and birthday greetings")
    HEALTH = "health", _("health")
    RELATIVES = "relatives", _("relatives")
    PARTNERS = "partners", _("passing on to partner organisations")
    UNITED_NATIONS = "un", _("submission to the United Nations")
    ALL = "all", _("everything prepared for publication")


class ConsentGiver(TextChoices):
    """Who answered. A minor's name and photo need the answer of a guardian; one who came of age answers in person."""

    PERSON = "person", _("the person")
    GUARDIAN = "guardian", _("parent or guardian of a minor")
    RELATIVE = "relative", _("relative on behalf of the person")
    LAWYER = "lawyer", _("lawyer on behalf of the person")


class ConsentAnswer(TextChoices):
    GIVEN = "given", _("agreed")
    ASKED_FOR = "asked_for", _("asked for publicity")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrew an earlier consent")
    UNREACHABLE = "unreachable", _("could not be asked")
