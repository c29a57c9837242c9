"""Everyone who is public, held in memory for filtering, counting and ordering, as sets of positions.

A list with filters and exact counts over 100,000 people costs some hundred questions of how many two sets have in common,
which takes less time than one query that counts over a join. The index is a function of the register's rows alone; it is made again
when the edition changes.
"""

from cases.register.index.people import PersonIndex
from cases.register.index.present import person_index

__all__ = ["PersonIndex", "person_index"]
