"""In-memory index of all public people for filtering, counting and sorting, as sets of positions.

A list with filters and exact counts over 100,000 people needs some hundred intersections of sets, which take less time than one
query that counts over a join. The index depends on the register's rows alone; it is rebuilt when the edition changes.
"""

from cases.public_site.index.current import person_index
from cases.public_site.index.people_index import PersonIndex

__all__ = ["PersonIndex", "person_index"]
