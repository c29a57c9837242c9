"""Reference data that come with the project: laws, courts, places of detention, countries, and how they get into the
database. `cases/reference/files/SOURCES.md` says where they are from.
"""
