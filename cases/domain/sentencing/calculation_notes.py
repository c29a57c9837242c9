"""Explanations and warnings of calculations as records: a code with values, which callers translate, and an English sentence."""

from __future__ import annotations

from dataclasses import dataclass

# Callers in other languages translate these sentences by code and fill in the values.
SENTENCES: dict[str, str] = {
    # expected release: steps
    "custody_from": "Unbroken custody runs from {days}.",
    "term": "The {kind} of {decided} gives {term}.",
    "term_span": "The {kind} of {decided} gives between {term} and {longest}.",
    "in_force_given": "The verdict entered into force on {days}.",
    "in_force_by_appeal": "The verdict entered into force with the appeal ruling of {days}.",
    "in_force_by_rule": "The verdict of {decided} enters into force on {days}, after {appeal_days} days for an appeal.",
    "nominal_end": "Without credit the term ends on {days}.",
    "credit": "{days} days of {custody} count {factor} for one ({source}): {gain} days beyond the calendar.",
    "earlier_custody": "{days} days of earlier {custody} count {factor} for one ({source}).",
    "release": "Expected release on {days}.",
    "upheld": "The decision of {decided} ({kind}) leaves the term as it was.",
    "added_in_full": "The sentence of {decided} adds {term} in full: {days}.",
    "added_in_part": "The sentence of {decided} adds part of {term}: {days}.",
    "absorbed": "The sentence of {decided} and the earlier one absorb each other: {days}.",
    "total_fixed": "The sentence of {decided} fixes the final term at {term}, counted from that day: {days}.",
    "reduced": "The {kind} of {decided} takes off {term}: {days}.",
    "replaced": "On {decided} the unserved part was replaced with {penalty}: {days}.",
    "replaced_unserved": "On {decided} the unserved part was replaced with {penalty}; its end stays {days}.",
    "regime_changed": "On {decided} the regime became {regime}; the term stays as it was.",
    "ended": "The sentence ended on {decided}: {kind}.",
    "set_aside": "The sentence was set aside on {decided}.",
    # expected release: why there is no date
    "no_sentence": "No sentence is recorded, so no release can be calculated.",
    "no_date_penalty": "The penalty is {penalty}: it has no day of release.",
    "no_term": "The sentence gives no term.",
    "no_custody": "It is not known since when the sentence is served.",
    "no_decision_date": "It is not known when the sentence was given.",
    "after_death": "The person died on {decided}.",
    # expected release: warnings
    "unknown_factor": "No rule is known for {custody} in {jurisdiction} under {regime}, so a day counts as one day.",
    "unverified_rule": "The rule “{custody}, {regime}” ({jurisdiction}, factor {factor}) is not verified.",
    "unknown_regime": "The regime is not known; a more generous credit may apply.",
    "excluded_article": "Art. {article} is excluded from the better credit in {jurisdiction}.",
    "appeal_open": "An appeal is pending; the longer it lasts, the earlier the release.",
    "appeal_unknown": "No appeal is known; a later appeal ruling would bring the release earlier.",
    "appeal_rule_unknown": "No period for appeal is known in {jurisdiction}: the verdict is taken to be in force at once.",
    "unverified_appeal": "The period for appeal of {days} days ({jurisdiction}) is not verified.",
    "approximate": "The date “{text}” is only approximate or uncertain.",
    "gap_unclear": "The records leave open whether custody was interrupted before {days}.",
    "served_already": "The credit covers the whole term: release was due with the verdict.",
    "past_due": "The expected release lies in the past; check whether the person was released.",
    "link_undated": "The {kind} has no date and was left out.",
    # publication
    "one_source": "Only one source gives the {kind} of {decided}.",
    "no_source": "No source gives the {kind} of {decided}.",
    # maximum exposure
    "edition": "{label}: up to {months} months, by the edition in force on {days} ({source}).",
    "edition_unknown": "{label}: no edition in force on {days} is recorded.",
    "edition_unclear": "{label}: the day of the act leaves open which edition applies.",
    "max_unknown": "{label}: the longest imprisonment is not recorded.",
    "offence_attempt": "{label} is charged as an attempt; the court may be bound to less than the maximum.",
    "offence_preparation": "{label} is charged as a preparation; the court may be bound to less than the maximum.",
    "offence_complicity": "{label} is charged as complicity.",
    "death_not_for_women": "The death penalty is not applied to women ({source}).",
    "death_not_for_minors": "The death penalty is not applied for acts before the age of 18 ({source}).",
    "sum_capped": "Added up the maxima give {months} months, but {cap} are the most in {jurisdiction} ({source}).",
    "no_charges": "No charge is pending.",
    # consistency
    "sentence_without_hearing": "There is a sentence of {sentence}, but no hearing at which a verdict was given.",
    "hearing_without_sentence": "A verdict was announced on {hearing}, but no sentence is recorded.",
    "release_before_arrest": "The custody that begins on {begins} ends before it, on {ends}.",
    "overlapping_custody": "Custody since {first} overlaps with custody since {second}.",
    "verdict_before_charge": "The sentence of {sentence} is earlier than the first charge, of {charge}.",
    "verdict_before_arrest": "The sentence of {sentence} is earlier than the first custody, since {custody}.",
    "in_force_before_verdict": "The sentence of {sentence} is in force since {in_force}, before it was given.",
    "appeal_before_verdict": "The appeal of {appeal} is earlier than the verdict, of {sentence}.",
    "session_after_verdict": "A trial session on {hearing} is later than the verdict of {sentence}.",
    "serving_before_verdict": "A sentence is served since {custody}, before the verdict of {sentence}.",
    "custody_after_death": "Custody since {custody} begins after the death on {died}.",
    "custody_not_ended_by_death": "The person died on {died}, but custody since {custody} has no end.",
    "custody_end_unexplained": "The custody since {custody} ended, but how it ended is not recorded.",
    "born_after_arrest": "The custody since {custody} begins before the birth, on {born}.",
    "very_young": "When the custody since {custody} began, the person was at most {age} years old.",
    "too_old": "With the birth on {born} the person would be {age} years old on {days}.",
    "no_such_day": "“{what}” is not a date in any calendar.",
    "out_of_order": "“{later}” ({later_days}) is before “{earlier}” ({earlier_days}), which is impossible.",
    "odd_order": "“{later}” ({later_days}) is before “{earlier}” ({earlier_days}).",
    "outcome_in_the_future": "The hearing of {hearing} lies in the future, but has an outcome.",
    "in_two_places": "House arrest and a place of detention at once: custody since {first} and since {second}.",
    "stage_needs_sentence": "The stage is “{stage}”, but no sentence is recorded.",
    "stage_behind_sentence": "The stage is “{stage}”, but a sentence of {sentence} is recorded.",
    "stage_needs_charge": "The stage is “{stage}”, but no charge is recorded.",
    "ended_but_held": "The stage is “{stage}”, but the person is still recorded as serving since {custody}.",
    "in_the_future": "“{what}” ({days}) lies in the future.",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One explanation or warning: `code` is a key of SENTENCES, the pairs fill in its names. Hashable."""

    code: str
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """The values by name, all written out as text; days are ISO days or ranges of them."""
        return dict(self.pairs)

    @property
    def english(self) -> str:
        """The note as an English sentence."""
        return SENTENCES[self.code].format_map(self.values)


def note(code: str, **values: object) -> Note:
    """A note with its values as text. Raises KeyError for a code or a value that the sentences do not have."""
    result = Note(code, tuple((name, str(value)) for name, value in values.items()))
    SENTENCES[code].format_map(result.values)
    return result
