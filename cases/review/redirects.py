"""Public ids that were retired by a merge and lead on to the person who stayed, because a reviewer approved that.

What leads on is content of the edition, published with the person it leads to. It ends when the merge is undone, when that
person is taken out of public, and whenever somebody who may take records out of public says so.
"""

from collections.abc import Collection

from cases.models import Merge, MergeStatus, Person


def leading_to(persons: Collection[int]) -> dict[int, list[str]]:
    """The retired public ids that lead on to each of these persons, by primary key, sorted; those without any are absent.

    Also by way of others who were merged later, as long as each step was approved.
    """
    found: dict[int, list[str]] = {}
    ends = {pk: pk for pk in persons}  # person -> where their address leads in the end
    while ends:
        links = Merge.objects.filter(kept__in=ends, status=MergeStatus.DONE, leads_on=True)
        further = {}
        for kept, gone, ref in links.values_list("kept_id", "gone_id", "gone__public_id"):
            found.setdefault(ends[kept], []).append(ref)
            further[gone] = ends[kept]
        ends = further  # ends, since nobody is merged away twice at a time
    return {pk: sorted(refs) for pk, refs in found.items()}


def held_by(person: Person) -> list[int]:
    """The primary keys of the merges by which an address leads on to `person`."""
    return list(Merge.objects.filter(kept=person, leads_on=True).values_list("pk", flat=True))


def lead_on(merges: Collection[int]) -> None:
    """Let the addresses of who was merged away by these merges lead on."""
    Merge.objects.filter(pk__in=merges).update(leads_on=True)


def end(person: Person) -> None:
    """Let no address lead on to `person` any more, also by way of others: nothing may lead to what was taken out of public, and
    no undone merge may let half of the way come back."""
    ends = [person.pk]
    while ends:
        links = Merge.objects.filter(kept__in=ends, leads_on=True)
        ends = list(links.values_list("gone_id", flat=True))
        links.update(leads_on=False)
