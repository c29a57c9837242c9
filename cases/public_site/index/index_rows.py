"""The register's rows by which people are filtered, counted and sorted, read in a few queries.

Days are selected as text (`|| ''`): Django's conversion of a column of dates costs more than all other processing of it.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from cases.domain.vocabulary import RecognitionStatus
from cases.public_site.edition import REGISTER

PEOPLE = """
    SELECT p.id, p.gender, p.born_lower || '', p.died_edtf <> '', coalesce(r.ref, ''), u.first_on || ''
    FROM register_publishedperson p
    LEFT JOIN register_reference r ON r.key = p.region_id
    LEFT JOIN register_published u ON u.id = p.id
    ORDER BY p.sort_key = '', p.sort_key, p.id
"""
# The sort keys of people, in the order of PEOPLE.
PERSON_ORDERS = """
    SELECT coalesce(o.name_be, ''), coalesce(o.name_ru, ''), coalesce(o.family_en, ''), coalesce(o.family_be, ''),
           coalesce(o.family_ru, '')
    FROM register_publishedperson p LEFT JOIN register_publishedlistorder o ON o.owner = p.id
    ORDER BY p.sort_key = '', p.sort_key, p.id
"""
CUSTODY = """
    SELECT c.person_id, c.kind, c."end", c.from_date_lower || '', c.from_date_upper || '',
           c.until_lower || '', c.until_upper || '', c.until_edtf, coalesce(r.ref, ''), c.from_date_edtf
    FROM register_publishedcustody c LEFT JOIN register_reference r ON r.key = c.facility_id
    ORDER BY coalesce(c.from_date_lower, c.from_date_upper, '9999'), c.id
"""
DEATHS = """
    SELECT id, died_lower || '', died_upper || '' FROM register_publishedperson WHERE died_edtf <> ''
"""
RECOGNITIONS = f"""
    SELECT g.person_id, r.ref, g.from_date_lower || '', g.until_lower || '', g.until_upper || '', g.until_edtf, g.status
    FROM register_publishedrecognition g JOIN register_reference r ON r.key = g.organisation_id
    WHERE g.status <> '{RecognitionStatus.PERSECUTED}'
"""  # noqa: S608 - a statement that somebody is not recognised is no recognition
# Which values of which facet a person has: SQL that returns (person, value).
PAIRS: dict[str, str] = {
    "citizenship": """
        SELECT c.person_id, r.ref FROM register_publishedcitizenship c
        JOIN register_reference r ON r.key = c.country_id""",
    "occupation": """
        SELECT o.person_id, r.ref FROM register_publishedoccupation o
        JOIN register_reference r ON r.key = o.occupation_id""",
    "stage": """
        SELECT person_id, stage FROM register_publisheddefendant WHERE person_id IS NOT NULL AND stage <> ''""",
    "in_absentia": """
        SELECT person_id, CASE WHEN in_absentia THEN 'yes' ELSE 'no' END FROM register_publisheddefendant
        WHERE person_id IS NOT NULL AND in_absentia IS NOT NULL""",
    "provision": """
        SELECT d.person_id, r.ref FROM register_publishedcharge c
        JOIN register_publisheddefendant d ON d.id = c.defendant_id
        JOIN register_reference r ON r.key = c.provision_id WHERE d.person_id IS NOT NULL""",
    "code": """
        SELECT d.person_id, l.ref FROM register_publishedcharge c
        JOIN register_publisheddefendant d ON d.id = c.defendant_id
        JOIN register_reference r ON r.key = c.provision_id
        JOIN register_reference l ON l.key = r.law_id WHERE d.person_id IS NOT NULL""",
    "court": """
        SELECT d.person_id, r.ref FROM register_publisheddefendant d
        JOIN register_publishedcase k ON k.id = d.case_id
        JOIN register_reference r ON r.key = k.court_id WHERE d.person_id IS NOT NULL
        UNION SELECT d.person_id, r.ref FROM register_publishedsentence s
        JOIN register_publisheddefendant d ON d.id = s.defendant_id
        JOIN register_reference r ON r.key = s.court_id WHERE d.person_id IS NOT NULL""",
    "judge": """
        SELECT d.person_id, r.ref FROM register_publishedsentence s
        JOIN register_publisheddefendant d ON d.id = s.defendant_id
        JOIN register_reference r ON r.key = s.judge_id WHERE d.person_id IS NOT NULL
        UNION SELECT d.person_id, r.ref FROM register_publishedhearingofficial o
        JOIN register_publishedhearing h ON h.id = o.hearing_id
        JOIN register_publisheddefendant d ON d.case_id = h.case_id
        JOIN register_reference r ON r.key = o.official_id
        WHERE d.person_id IS NOT NULL AND o.role IN ('judge', 'presiding')
        AND (NOT EXISTS (SELECT 1 FROM register_publishedhearingdefendant n WHERE n.hearing_id = h.id)
             OR EXISTS (SELECT 1 FROM register_publishedhearingdefendant n
                        WHERE n.hearing_id = h.id AND n.defendant_id = d.id))""",
    "penalty": """
        SELECT d.person_id, p.kind FROM register_publishedpenalty p
        JOIN register_publishedsentence s ON s.id = p.sentence_id
        JOIN register_publisheddefendant d ON d.id = s.defendant_id
        WHERE d.person_id IS NOT NULL AND p.kind <> ''
        AND NOT EXISTS (SELECT 1 FROM register_publishedsentence n WHERE n.replaces_id = s.id)""",
}
# Imprisonment in months, with its day and how it is combined (NULL: it is no addition); when a later sentence replaced it: ''
# never, '9999' on an unknown day.
TERMS = """
    SELECT d.person_id, s.decided_lower || '', coalesce(p.years, 0) * 12 + coalesce(p.months, 0),
           CASE WHEN s.instance = 'addition' THEN s.addition END,
           coalesce((SELECT min(coalesce(n.decided_lower, '9999')) FROM register_publishedsentence n
                     WHERE n.replaces_id = s.id), '')
    FROM register_publishedpenalty p
    JOIN register_publishedsentence s ON s.id = p.sentence_id
    JOIN register_publisheddefendant d ON d.id = s.defendant_id
    WHERE d.person_id IS NOT NULL AND p.kind = 'imprisonment' AND coalesce(p.years, 0) + coalesce(p.months, 0) > 0
"""
SENTENCED = """
    SELECT d.person_id, s.decided_lower || '', s.decided_upper || '' FROM register_publishedsentence s
    JOIN register_publisheddefendant d ON d.id = s.defendant_id
    WHERE d.person_id IS NOT NULL AND s.decided_edtf <> ''
"""
HEARD = """
    SELECT d.person_id, h.day_lower || '', h.day_upper || '' FROM register_publishedhearing h
    JOIN register_publisheddefendant d ON d.case_id = h.case_id
    WHERE d.person_id IS NOT NULL AND h.day_edtf <> ''
    AND (NOT EXISTS (SELECT 1 FROM register_publishedhearingdefendant n WHERE n.hearing_id = h.id)
         OR EXISTS (SELECT 1 FROM register_publishedhearingdefendant n
                    WHERE n.hearing_id = h.id AND n.defendant_id = d.id))
"""
# Hearings without a known outcome: people and the day of each hearing, the earliest possible first.
COMING = """
    SELECT d.person_id, h.day_edtf, h.day_lower || '', h.day_upper || '' FROM register_publishedhearing h
    JOIN register_publisheddefendant d ON d.case_id = h.case_id
    WHERE d.person_id IS NOT NULL AND h.day_edtf <> '' AND h.outcome = '' AND h.day_lower IS NOT NULL
    AND (NOT EXISTS (SELECT 1 FROM register_publishedhearingdefendant n WHERE n.hearing_id = h.id)
         OR EXISTS (SELECT 1 FROM register_publishedhearingdefendant n
                    WHERE n.hearing_id = h.id AND n.defendant_id = d.id))
    ORDER BY h.day_lower, h.day_upper, h.id
"""
# One name for each reference value: the version that most records show, then the smallest key.
NAMES = """
    SELECT r.noun, r.ref, r.name_en, r.name_be, r.name_ru, r.name_local, r.label, r.article, r.part,
           (SELECT count(*) FROM register_use u WHERE u.reference_id = r.key),
           coalesce(l.name_en || ' ' || l.name_be || ' ' || l.name_ru, '')
    FROM register_reference r LEFT JOIN register_reference l ON l.key = r.law_id
    WHERE r.noun IN ('court', 'facility', 'provision', 'code', 'official', 'region', 'country', 'occupation',
                     'organisation', 'jurisdiction')
    ORDER BY 10, r.key DESC
"""


def rows(sql: str) -> Iterator[tuple[Any, ...]]:
    """Rows returned by one of the statements above; the values are as SQLite stores them (days as text)."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(sql)
        while batch := cursor.fetchmany(2000):
            yield from batch
