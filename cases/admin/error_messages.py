"""Messages for records that cannot be saved: complete sentences that reveal nothing about hidden records."""

from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exceptions import Refused
from cases.models import ChangedMeanwhile

REFUSALS = (ChangedMeanwhile, IntegrityError, ProtectedError, Refused)
"""Exceptions raised on saving that are reported to the editor; all others are bugs."""

CONSTRAINTS: dict[str, Promise] = {
    "case_number_once_in_jurisdiction": gettext_lazy("This number cannot be used again in this jurisdiction."),
    "custody_ends_after_it_began": gettext_lazy("The end date is before the start date. Check “from” and “until”."),
    "hearing_hour_needs_a_day": gettext_lazy(
        "A time needs an exact date. Enter the full date, or leave the time blank."
    ),
    "hearing_dated": gettext_lazy("Enter the date of the hearing, as far as known."),
    "consent_dated": gettext_lazy("Enter the date of the answer, as far as known."),
    "penalty_life_and_death_have_no_term": gettext_lazy(
        "Life imprisonment and the death penalty have no length. Leave years, months and days blank."
    ),
    "penalty_years_sane": gettext_lazy("This is more than 200 years. Enter a smaller number."),
    "penalty_months_sane": gettext_lazy("This is more than 1200 months. Enter a smaller number."),
    "penalty_days_sane": gettext_lazy("This is more than 36500 days. Enter a smaller number."),
    "penalty_amount_not_negative": gettext_lazy("An amount cannot be negative."),
    "sentence_does_not_replace_itself": gettext_lazy("A sentence cannot replace itself."),
    "sentence_addition_of_an_addition": gettext_lazy(
        "Only combined sentences use this. Choose that instance, or leave this blank."
    ),
    "credit_factor_once": gettext_lazy("This rule already exists. Change that one."),
    "credit_ends_after_it_began": gettext_lazy("The end date is before the start date."),
    "credit_backwards_from_a_day": gettext_lazy("Enter the day the rule comes into force."),
    "appeal_period_once": gettext_lazy("This rule already exists. Change that one."),
    "hearing_not_adjourned_to_itself": gettext_lazy("A hearing cannot be adjourned to itself."),
    "defendant_once_in_case": gettext_lazy("This person is already a defendant in this case."),
    "defendant_once_at_hearing": gettext_lazy("This defendant is listed twice. Remove one."),
    "official_once_at_hearing": gettext_lazy("This person is listed twice in the same role. Remove one."),
    "charge_once": gettext_lazy("This charge is already recorded."),
    "name_once_per_person": gettext_lazy("This name is already recorded."),
    "country_code_form": gettext_lazy("Enter two capital letters, such as BY."),
    "provision_max_sane": gettext_lazy("Enter a number of months from 1 to 1200."),
    "intake_use_is_of_one_record": gettext_lazy("Choose a source, a person or a case in each row."),
    "intake_use_source_once": gettext_lazy("This source is already listed."),
    "intake_use_person_once": gettext_lazy("This person is already listed."),
    "intake_use_case_once": gettext_lazy("This case is already listed."),
    "intake_set_aside_has_a_reason": gettext_lazy("Enter why it is not used."),
    "source_link_is_web": gettext_lazy("Enter an address that starts with http:// or https://."),
    "source_archived_link_is_web": gettext_lazy("Enter an address that starts with http:// or https://."),
}


def of_constraint(name: str) -> str:
    """Return the sentence for a violated constraint; a general one if it has none of its own."""
    if name.endswith("_bounds"):
        return _("The date range ends before it starts.")
    if name.endswith("_visible"):
        return _("This contains no visible characters. Type it again.")
    if name.endswith("_is_a_day"):
        return _("A rule applies from a given day. Enter the full date.")
    return str(CONSTRAINTS.get(name) or _("This conflicts with what is already recorded."))


def of_refusal(refusal: Exception) -> str:
    """Return the sentence for an exception on saving; never the database's message, which quotes other records."""
    if isinstance(refusal, Refused):
        return refusal.sentence
    if isinstance(refusal, ChangedMeanwhile):
        return _(
            "A colleague saved this record at the same moment. Your changes are not saved yet: check them "
            "and save again."
        )
    if isinstance(refusal, ProtectedError):
        return _("This cannot be deleted while other records refer to it. Delete or change those first.")
    message = str(refusal)
    constraint = next((name for name in CONSTRAINTS if name in message), "")
    return of_constraint(constraint)
