"""Published cases with defendants, charges, hearings and sentences."""

from django.db import models

from cases.public_site.models.edition_tables import Row, bound, edtf, reference, word
from cases.public_site.models.published_person import PublishedPerson


class PublishedCase(Row):
    jurisdiction = reference()
    kind = word()
    number = models.CharField(max_length=60, default="", db_index=True)
    court = reference()
    opened_edtf = edtf()
    opened_lower = bound()
    opened_upper = bound()


class PublishedCaseSummary(Row):
    case = models.ForeignKey(PublishedCase, models.DO_NOTHING, db_constraint=False, related_name="summaries")
    language = word(3)
    title = models.TextField(default="")
    text = models.TextField(default="")


class PublishedDefendant(Row):
    """A person in a case. `person` is empty while the person is not public."""

    case = models.ForeignKey(PublishedCase, models.DO_NOTHING, db_constraint=False, related_name="defendants")
    person = models.ForeignKey(
        PublishedPerson, models.DO_NOTHING, null=True, db_constraint=False, related_name="prosecutions"
    )
    stage = word()
    stage_date_edtf = edtf()
    stage_date_lower = bound()
    stage_date_upper = bound()
    in_absentia = models.BooleanField(null=True)
    act_date_edtf = edtf()
    act_date_lower = bound()
    act_date_upper = bound()


class PublishedCharge(Row):
    defendant = models.ForeignKey(PublishedDefendant, models.DO_NOTHING, db_constraint=False, related_name="charges")
    provision = reference()
    offence_stage = word()
    status = word()
    charged_on_edtf = edtf()
    charged_on_lower = bound()
    charged_on_upper = bound()
    status_date_edtf = edtf()
    status_date_lower = bound()
    status_date_upper = bound()


class PublishedHearing(Row):
    case = models.ForeignKey(PublishedCase, models.DO_NOTHING, db_constraint=False, related_name="hearings")
    court = reference()
    room = models.CharField(max_length=60, default="")
    day_edtf = edtf()
    day_lower = bound(indexed=True)
    day_upper = bound()
    time = models.TimeField(null=True)
    kind = word()
    openness = word()
    outcome = word()
    adjourned_to = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, db_constraint=False, related_name="adjourned_from"
    )


class PublishedHearingDefendant(Row):
    hearing = models.ForeignKey(PublishedHearing, models.DO_NOTHING, db_constraint=False, related_name="defendants")
    defendant = models.ForeignKey(
        PublishedDefendant, models.DO_NOTHING, null=True, db_constraint=False, related_name="hearings"
    )


class PublishedHearingOfficial(Row):
    hearing = models.ForeignKey(PublishedHearing, models.DO_NOTHING, db_constraint=False, related_name="officials")
    official = reference()
    role = word()


class PublishedSentence(Row):
    defendant = models.ForeignKey(PublishedDefendant, models.DO_NOTHING, db_constraint=False, related_name="sentences")
    instance = word()
    court = reference()
    judge = reference()
    decided_edtf = edtf()
    decided_lower = bound(indexed=True)
    decided_upper = bound()
    in_force_edtf = edtf()
    in_force_lower = bound()
    in_force_upper = bound()
    replaces = models.ForeignKey("self", models.DO_NOTHING, null=True, db_constraint=False, related_name="replaced_by")
    addition = word(10)


class PublishedPenalty(Row):
    sentence = models.ForeignKey(PublishedSentence, models.DO_NOTHING, db_constraint=False, related_name="penalties")
    kind = word()
    years = models.PositiveSmallIntegerField(null=True)
    months = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    regime = word()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=20, default="")
