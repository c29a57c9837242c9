"""Reference data of the project (laws, courts, places of detention, countries) and how they are loaded.

`cases/reference/files/SOURCES.md` lists their sources.
"""
