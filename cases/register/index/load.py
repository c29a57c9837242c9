"""The register's rows that people are filtered, counted and ordered by, read in a few passes.

Days are asked for as text (`|| ''`): Django's reading of a column of dates costs more than everything else that is done with it.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from cases.register.edition import REGISTER
from cases.vocabulary import RecognitionStatus

PEOPLE = """
    SELECT p.id, p.gender, p.born_lower || '', p.died_edtf <> '', coalesce(r.ref, ''), u.first_on || ''
    FROM register_publishedperson p
    LEFT JOIN register_reference r ON r.key = p.region_id
    LEFT JOIN register_published u ON u.id = p.id
    ORDER BY p.sort_key = '', p.sort_key, p.id
"""
CUSTODY = """
    SELECT c.person_id, c.kind, c."end", c.from_date_lower || '', c.from_date_upper || '',
           c.until_lower || '', c.until_upper || '', c.until_edtf, coalesce(r.ref, '')
    FROM register_publishedcustody c LEFT JOIN register_reference r ON r.key = c.facility_id
    ORDER BY coalesce(c.from_date_lower, c.from_date_upper, '9999'), c.id
"""
# Which values of which facet a person has: SQL that gives (person, value).
PAIRS: dict[str, str] = {
    "citizenship": """
        SELECT c.person_id, r.ref FROM register_publishedcitizenship c
        JOIN register_reference r ON r.key = c.country_id""",
    "occupation": """
        SELECT o.person_id, r.ref FROM register_publishedoccupation o
        JOIN register_reference r ON r.key = o.occupation_id""",
    "recognised_by": f"""
        SELECT g.person_id, r.ref FROM register_publishedrecognition g
        JOIN register_reference r ON r.key = g.organisation_id
        WHERE g.until_edtf = '' AND g.status <> '{RecognitionStatus.PERSECUTED}'""",  # noqa: S608
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
# Imprisonment that no other sentence replaces, in months.
TERMS = """
    SELECT d.person_id, coalesce(p.years, 0) * 12 + coalesce(p.months, 0)
    FROM register_publishedpenalty p
    JOIN register_publishedsentence s ON s.id = p.sentence_id
    JOIN register_publisheddefendant d ON d.id = s.defendant_id
    WHERE d.person_id IS NOT NULL AND p.kind = 'imprisonment' AND coalesce(p.years, 0) + coalesce(p.months, 0) > 0
    AND NOT EXISTS (SELECT 1 FROM register_publishedsentence n WHERE n.replaces_id = s.id)
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
# Hearings that nothing is known to have come of, of people with the day of each, the earliest possible first.
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
           (SELECT count(*) FROM register_use u WHERE u.reference_id = r.key)
    FROM register_reference r
    WHERE r.noun IN ('court', 'facility', 'provision', 'code', 'official', 'region', 'country', 'occupation',
                     'organisation', 'jurisdiction')
    ORDER BY 10, r.key DESC
"""


def rows(sql: str) -> Iterator[tuple[Any, ...]]:
    """What one of the statements above gives; the values are as SQLite keeps them (days as text)."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(sql)
        while batch := cursor.fetchmany(2000):
            yield from batch
