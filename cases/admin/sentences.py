"""What is told to an editor when a record cannot be saved: whole sentences, and nothing about records they may not see."""

from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusals import Refused
from cases.models import ChangedMeanwhile

REFUSALS = (ChangedMeanwhile, IntegrityError, ProtectedError, Refused)
"""What saving may raise that an editor is told about; all else is a fault of the program."""

CONSTRAINTS: dict[str, Promise] = {
    "case_number_once_in_jurisdiction": gettext_lazy("This number cannot be used again in this jurisdiction."),
    "custody_ends_after_it_began": gettext_lazy("The end is before the beginning: check “from” and “until”."),
    "hearing_hour_needs_a_day": gettext_lazy(
        "An hour needs an exact day: give the whole date, or leave the hour empty."
    ),
    "hearing_dated": gettext_lazy("Give the day of the hearing, as far as it is known."),
    "consent_dated": gettext_lazy("Say when the answer was given, as far as it is known."),
    "penalty_life_and_death_have_no_term": gettext_lazy(
        "Life and death have no term: leave years, months and days empty."
    ),
    "penalty_years_sane": gettext_lazy("That is more than 200 years."),
    "penalty_months_sane": gettext_lazy("That is more than 1200 months."),
    "penalty_days_sane": gettext_lazy("That is more than 36500 days."),
    "penalty_amount_not_negative": gettext_lazy("An amount cannot be below nothing."),
    "sentence_does_not_replace_itself": gettext_lazy("A sentence cannot replace itself."),
    "sentence_addition_of_an_addition": gettext_lazy(
        "Only an addition of sentences is added: choose that instance, or leave this empty."
    ),
    "credit_factor_once": gettext_lazy("The table has this line already: change that one."),
    "credit_ends_after_it_began": gettext_lazy("The end is before the beginning."),
    "credit_backwards_from_a_day": gettext_lazy("Say from which day on the rule is law."),
    "appeal_period_once": gettext_lazy("The table has this line already: change that one."),
    "hearing_not_adjourned_to_itself": gettext_lazy("A hearing cannot be adjourned to itself."),
    "defendant_once_in_case": gettext_lazy("This person is a defendant in this case already."),
    "defendant_once_at_hearing": gettext_lazy("This defendant is named twice."),
    "official_once_at_hearing": gettext_lazy("This official is named twice in one role."),
    "charge_once": gettext_lazy("This charge is there already."),
    "name_once_per_person": gettext_lazy("This name is there already."),
    "country_code_form": gettext_lazy("Two capital letters, such as BY."),
    "provision_max_sane": gettext_lazy("Give a number of months from 1 to 1200."),
    "intake_use_is_of_one_record": gettext_lazy("Name one in each row: a source, a person or a case."),
    "intake_use_source_once": gettext_lazy("This source is named already."),
    "intake_use_person_once": gettext_lazy("This person is named already."),
    "intake_use_case_once": gettext_lazy("This case is named already."),
    "intake_set_aside_has_a_reason": gettext_lazy("Say why it is set aside."),
    "source_link_is_web": gettext_lazy("Give an address that starts with http:// or https://."),
    "source_archived_link_is_web": gettext_lazy("Give an address that starts with http:// or https://."),
}


def of_constraint(name: str) -> str:
    """The sentence for a refused constraint; a general one where it has none of its own."""
    if name.endswith("_bounds"):
        return _("A date begins after it ends.")
    if name.endswith("_is_a_day"):
        return _("A rule applies from one day on: give the whole date.")
    return str(CONSTRAINTS.get(name) or _("This does not fit what is recorded already."))


def of_refusal(refusal: Exception) -> str:
    """The sentence for what saving raised. Never the database's own words: they quote values of other records."""
    if isinstance(refusal, Refused):
        return refusal.sentence
    if isinstance(refusal, ChangedMeanwhile):
        return _(
            "Somebody else saved this record at the same moment. Nothing of yours is saved yet: look, and save again."
        )
    if isinstance(refusal, ProtectedError):
        return _("It cannot be removed while other records refer to it: remove or change those first.")
    told = str(refusal)
    known = next((name for name in CONSTRAINTS if name in told), "")
    return of_constraint(known)
