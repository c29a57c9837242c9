"""Who gets what answer where: the table that the tests enumerate, and nothing but data.

A line holds method, route and the answers, one for each role in the order of COLUMNS: Editor, Reviewer, Publisher, Auditor,
Administrator, Editor who is Reviewer too, no role, nobody signed in. A case lead gets the pages of an editor. "in" is the way to
the sign-in page. Each line is asked for one's own record and somebody else's; where "own" differs it has a line of its own.
Records restricted to others and records that never were have the answers of `unknown` and must be answered alike, byte for
byte.
"""

from dataclasses import dataclass

from tests.access.world import COLUMNS, OTHERS, OWN, UNKNOWN


@dataclass(frozen=True)
class Line:
    """One line of the table. `kind` is OWN, OTHERS or UNKNOWN."""

    method: str
    pattern: str
    kind: str
    answers: dict[str, str]


# --- what one sees and edits ---
ROOTS = ("person", "case")
WITHIN = (
    "hearing",
    "defendant",
    "sentence",
    "violation",
)  # added from the page of another record; without it one is led there
REFERENCE = (
    "country", "region", "occupation", "organisation", "official", "court", "facility", "jurisdiction", "code",
    "provision", "source", "creditfactor", "appealperiod",
)  # fmt: skip

#                                                                   E   R   P   A   D   B   N   X
EVERY_RECORD = """
GET  admin/cases/{noun}/                                           200 200 200 200 403 200 403 in
POST admin/cases/{noun}/                                           200 200 200 200 403 200 403 in
GET  admin/cases/{noun}/<path:object_id>/                          302 302 302 302 302 302 302 in
POST admin/cases/{noun}/<path:object_id>/                          302 302 302 302 302 302 302 in
GET  admin/cases/{noun}/<path:object_id>/change/                   200 200 200 200 403 200 403 in
POST admin/cases/{noun}/<path:object_id>/change/                   200 200 403 403 403 200 403 in
GET  admin/cases/{noun}/<path:object_id>/change/         unknown   404 404 404 404 403 404 403 in
POST admin/cases/{noun}/<path:object_id>/change/         unknown   404 404 403 403 403 404 403 in
GET  admin/cases/{noun}/<path:object_id>/history/                  200 200 200 200 403 200 403 in
POST admin/cases/{noun}/<path:object_id>/history/                  200 200 200 200 403 200 403 in
GET  admin/cases/{noun}/<path:object_id>/history/        unknown   404 404 404 404 403 404 403 in
POST admin/cases/{noun}/<path:object_id>/history/        unknown   404 404 404 404 403 404 403 in
GET  admin/cases/{noun}/<path:object_id>/delete/                   403 403 403 403 403 403 403 in
POST admin/cases/{noun}/<path:object_id>/delete/                   403 403 403 403 403 403 403 in
GET  admin/cases/{noun}/export/                                    200 403 200 403 403 200 403 in
POST admin/cases/{noun}/export/                                    200 403 200 403 403 200 403 in
"""
ADDED = """
GET  admin/cases/{noun}/add/                                       200 200 403 403 403 200 403 in
POST admin/cases/{noun}/add/                                       200 200 403 403 403 200 403 in
"""
ADDED_WITHIN = """
GET  admin/cases/{noun}/add/                                       302 302 403 403 403 302 403 in
POST admin/cases/{noun}/add/                                       302 302 403 403 403 302 403 in
"""
PICTURES = """
GET  admin/cases/person/photo/<int:pk>/                            200 200 200 200 404 200 404 in
POST admin/cases/person/photo/<int:pk>/                            200 200 200 200 404 200 404 in
GET  admin/cases/person/photo/<int:pk>/                  unknown   404 404 404 404 404 404 404 in
POST admin/cases/person/photo/<int:pk>/                  unknown   404 404 404 404 404 404 404 in
"""

# --- evidence, and a source cited on many values; what is cited on restricted records alone is not there for others ---
SOURCES = """
GET  admin/cases/source/evidence/<int:pk>/                         200 200 404 200 404 200 404 in
POST admin/cases/source/evidence/<int:pk>/                         405 405 405 405 405 405 405 in
GET  admin/cases/source/evidence/<int:pk>/               unknown   404 404 404 404 404 404 404 in
POST admin/cases/source/evidence/<int:pk>/               unknown   405 405 405 405 405 405 405 in
GET  admin/cases/source/<int:pk>/cite/                             200 200 403 403 403 200 403 in
POST admin/cases/source/<int:pk>/cite/                             405 405 405 405 405 405 405 in
GET  admin/cases/source/<int:pk>/cite/                   unknown   404 404 403 403 403 404 403 in
POST admin/cases/source/<int:pk>/cite/                   unknown   405 405 405 405 405 405 405 in
GET  admin/cases/source/<int:pk>/cite/<str:noun>/<int:root_pk>/         200 200 403 403 403 200 403 in
POST admin/cases/source/<int:pk>/cite/<str:noun>/<int:root_pk>/         409 409 403 403 403 409 403 in
GET  admin/cases/source/<int:pk>/cite/<str:noun>/<int:root_pk>/ unknown 404 404 403 403 403 404 403 in
POST admin/cases/source/<int:pk>/cite/<str:noun>/<int:root_pk>/ unknown 404 404 403 403 403 404 403 in
"""

# --- what arrives: of editors, and auditors where they are named ---
INTAKE = """
GET  admin/cases/intake/                                           200 403 403 200 403 200 403 in
POST admin/cases/intake/                                           200 403 403 200 403 200 403 in
GET  admin/cases/intake/add/                                       200 403 403 403 403 200 403 in
POST admin/cases/intake/add/                                       200 403 403 403 403 200 403 in
GET  admin/cases/intake/<path:object_id>/                          302 302 302 302 302 302 302 in
POST admin/cases/intake/<path:object_id>/                          302 302 302 302 302 302 302 in
GET  admin/cases/intake/<path:object_id>/change/                   200 403 403 200 403 200 403 in
POST admin/cases/intake/<path:object_id>/change/                   200 403 403 403 403 200 403 in
GET  admin/cases/intake/<path:object_id>/change/         unknown   404 403 403 404 403 404 403 in
POST admin/cases/intake/<path:object_id>/change/         unknown   404 403 403 403 403 404 403 in
GET  admin/cases/intake/<path:object_id>/history/                  200 403 403 200 403 200 403 in
POST admin/cases/intake/<path:object_id>/history/                  200 403 403 200 403 200 403 in
GET  admin/cases/intake/<path:object_id>/history/        unknown   404 403 403 404 403 404 403 in
POST admin/cases/intake/<path:object_id>/history/        unknown   404 403 403 404 403 404 403 in
GET  admin/cases/intake/<path:object_id>/delete/                   403 403 403 403 403 403 403 in
POST admin/cases/intake/<path:object_id>/delete/                   403 403 403 403 403 403 403 in
GET  admin/cases/intake/export/                                    403 403 403 403 403 403 403 in
POST admin/cases/intake/export/                                    403 403 403 403 403 403 403 in
"""

# --- the same person twice: who may be, side by side, what was merged ---
TWICE = """
GET  admin/cases/person/likely/                                    405 405 405 405 405 405 405 in
POST admin/cases/person/likely/                                    200 200 403 403 403 200 403 in
GET  admin/cases/person/<int:pk>/likely/                           200 200 200 200 403 200 403 in
POST admin/cases/person/<int:pk>/likely/                           200 200 200 200 403 200 403 in
GET  admin/cases/person/<int:pk>/likely/                 unknown   404 404 404 404 403 404 403 in
POST admin/cases/person/<int:pk>/likely/                 unknown   404 404 404 404 403 404 403 in
GET  admin/cases/person/<int:pk>/merge/<int:other>/                200 403 403 403 403 200 403 in
POST admin/cases/person/<int:pk>/merge/<int:other>/                409 403 403 403 403 409 403 in
GET  admin/cases/person/<int:pk>/merge/<int:other>/      unknown   404 403 403 403 403 404 403 in
POST admin/cases/person/<int:pk>/merge/<int:other>/      unknown   404 403 403 403 403 404 403 in
GET  admin/cases/person/merges/                                    200 200 403 403 403 200 403 in
POST admin/cases/person/merges/                                    200 200 403 403 403 200 403 in
GET  admin/cases/person/merges/<int:pk>/                 unknown   404 404 403 403 403 404 403 in
POST admin/cases/person/merges/<int:pk>/                 unknown   404 404 403 403 403 404 403 in
"""

# --- review: POST asks for approval with everything ticked ---
REVIEW = """
GET  admin/review/snapshot/                                        200 200 200 200 403 200 403 in
POST admin/review/snapshot/                                        200 200 200 200 403 200 403 in
GET  admin/review/snapshot/many/                                   404 200 404 404 404 200 404 in
POST admin/review/snapshot/many/                                   404 302 404 404 404 302 404 in
GET  admin/review/snapshot/<int:pk>/change/                        200 200 200 200 404 200 404 in
POST admin/review/snapshot/<int:pk>/change/                        409 302 409 409 404 302 404 in
POST admin/review/snapshot/<int:pk>/change/              own       409 409 409 409 404 409 404 in
GET  admin/review/snapshot/<int:pk>/change/              unknown   404 404 404 404 404 404 404 in
POST admin/review/snapshot/<int:pk>/change/              unknown   404 404 404 404 404 404 404 in
GET  admin/review/snapshot/picture/<int:pk>/<str:sha256>.jpg         200 200 200 200 404 200 404 in
POST admin/review/snapshot/picture/<int:pk>/<str:sha256>.jpg         200 200 200 200 404 200 404 in
GET  admin/review/snapshot/picture/<int:pk>/<str:sha256>.jpg unknown 404 404 404 404 404 404 404 in
POST admin/review/snapshot/picture/<int:pk>/<str:sha256>.jpg unknown 404 404 404 404 404 404 404 in
GET  admin/review/snapshot/submit/<str:noun>/<int:pk>/             405 405 405 405 405 405 405 in
POST admin/review/snapshot/submit/<str:noun>/<int:pk>/             302 302 302 302 404 302 404 in
POST admin/review/snapshot/submit/<str:noun>/<int:pk>/   unknown   404 404 404 404 404 404 404 in
GET  admin/review/snapshot/retract/<str:noun>/<int:pk>/            409 409 409 409 404 409 404 in
POST admin/review/snapshot/retract/<str:noun>/<int:pk>/            409 409 409 409 404 409 404 in
GET  admin/review/snapshot/retract/<str:noun>/<int:pk>/  unknown   404 404 404 404 404 404 404 in
POST admin/review/snapshot/retract/<str:noun>/<int:pk>/  unknown   404 404 404 404 404 404 404 in
GET  admin/review/snapshot/lift/<int:pk>/                          404 404 404 404 404 404 404 in
POST admin/review/snapshot/lift/<int:pk>/                          404 404 404 404 404 404 404 in
GET  admin/review/snapshot/consent-rules/                          200 200 200 200 404 200 404 in
POST admin/review/snapshot/consent-rules/                          409 409 409 409 404 409 404 in
GET  admin/review/snapshot/bases/<int:pk>/                         200 200 200 200 404 200 404 in
POST admin/review/snapshot/bases/<int:pk>/                         409 409 409 409 404 409 404 in
GET  admin/review/snapshot/bases/<int:pk>/               unknown   404 404 404 404 404 404 404 in
POST admin/review/snapshot/bases/<int:pk>/               unknown   404 404 404 404 404 404 404 in
"""

# --- lists taken in; an uploaded file and a work in progress are their uploader's alone, to all others they never were ---
LISTS = """
GET  admin/cases/importbatch/                                      200 200 200 200 403 200 403 in
POST admin/cases/importbatch/                                      200 200 200 200 403 200 403 in
GET  admin/cases/importbatch/add/                                  200 403 403 403 403 200 403 in
POST admin/cases/importbatch/add/                                  422 403 403 403 403 422 403 in
GET  admin/cases/importbatch/<path:object_id>/                     302 302 302 302 302 302 302 in
POST admin/cases/importbatch/<path:object_id>/                     302 302 302 302 302 302 302 in
GET  admin/cases/importbatch/<path:object_id>/change/              200 200 200 200 403 200 403 in
POST admin/cases/importbatch/<path:object_id>/change/              302 302 403 403 403 302 403 in
GET  admin/cases/importbatch/<path:object_id>/change/    unknown   404 404 404 404 403 404 403 in
POST admin/cases/importbatch/<path:object_id>/change/    unknown   404 404 404 404 403 404 403 in
GET  admin/cases/importbatch/<path:object_id>/history/             404 404 404 404 403 404 403 in
POST admin/cases/importbatch/<path:object_id>/history/             404 404 404 404 403 404 403 in
GET  admin/cases/importbatch/<path:object_id>/delete/              403 403 403 403 403 403 403 in
POST admin/cases/importbatch/<path:object_id>/delete/              403 403 403 403 403 403 403 in
GET  admin/cases/importbatch/upload/template/                      200 403 403 403 403 200 403 in
POST admin/cases/importbatch/upload/template/                      200 403 403 403 403 200 403 in
GET  admin/cases/importbatch/upload/<str:public_id>/               404 403 403 403 403 404 403 in
POST admin/cases/importbatch/upload/<str:public_id>/               404 403 403 403 403 404 403 in
GET  admin/cases/importbatch/upload/<str:public_id>/by-hand/       404 403 403 403 403 404 403 in
POST admin/cases/importbatch/upload/<str:public_id>/by-hand/       404 403 403 403 403 404 403 in
GET  admin/cases/importbatch/upload/<str:public_id>/words/         404 403 403 403 403 404 403 in
POST admin/cases/importbatch/upload/<str:public_id>/words/         404 403 403 403 403 404 403 in
GET  admin/cases/importbatch/upload/<str:public_id>/preview/       404 403 403 403 403 404 403 in
POST admin/cases/importbatch/upload/<str:public_id>/preview/       404 403 403 403 403 404 403 in
GET  admin/cases/importbatch/upload/<str:public_id>/refused/       404 403 403 403 403 404 403 in
POST admin/cases/importbatch/upload/<str:public_id>/refused/       404 403 403 403 403 404 403 in
GET  admin/cases/importbatch/upload/<str:public_id>/discard/       405 405 405 405 405 405 405 in
POST admin/cases/importbatch/upload/<str:public_id>/discard/       404 403 403 403 403 404 403 in
GET  admin/cases/importbatch/work/<str:public_id>/                 404 403 403 403 403 404 403 in
POST admin/cases/importbatch/work/<str:public_id>/                 404 403 403 403 403 404 403 in
GET  admin/cases/importbatch/steps/<str:public_id>/                404 404 404 403 403 404 403 in
POST admin/cases/importbatch/steps/<str:public_id>/                404 404 404 403 403 404 403 in
GET  admin/cases/importbatch/<int:pk>/review/                      403 200 403 403 403 200 403 in
POST admin/cases/importbatch/<int:pk>/review/                      403 302 403 403 403 302 403 in
GET  admin/cases/importbatch/<int:pk>/review/            unknown   403 404 403 403 403 404 403 in
POST admin/cases/importbatch/<int:pk>/review/            unknown   403 404 403 403 403 404 403 in
GET  admin/cases/importbatch/<int:pk>/review/<int:number>/         403 404 403 403 403 404 403 in
POST admin/cases/importbatch/<int:pk>/review/<int:number>/         403 404 403 403 403 404 403 in
GET  admin/cases/importbatch/<int:pk>/review/<int:number>/sample/         403 404 403 403 403 404 403 in
POST admin/cases/importbatch/<int:pk>/review/<int:number>/sample/         403 404 403 403 403 404 403 in
GET  admin/cases/importbatch/<int:pk>/take-back/                   200 200 200 403 403 200 403 in
POST admin/cases/importbatch/<int:pk>/take-back/                   409 409 409 403 403 409 403 in
GET  admin/cases/importbatch/<int:pk>/take-back/         unknown   404 404 404 403 403 404 403 in
POST admin/cases/importbatch/<int:pk>/take-back/         unknown   404 404 404 403 403 404 403 in
GET  admin/cases/importmapping/                                    200 403 403 403 403 200 403 in
POST admin/cases/importmapping/                                    200 403 403 403 403 200 403 in
GET  admin/cases/importmapping/add/                                200 403 403 403 403 200 403 in
POST admin/cases/importmapping/add/                                200 403 403 403 403 200 403 in
GET  admin/cases/importmapping/<path:object_id>/                   302 302 302 302 302 302 302 in
POST admin/cases/importmapping/<path:object_id>/                   302 302 302 302 302 302 302 in
GET  admin/cases/importmapping/<path:object_id>/change/            200 403 403 403 403 200 403 in
POST admin/cases/importmapping/<path:object_id>/change/            200 403 403 403 403 200 403 in
GET  admin/cases/importmapping/<path:object_id>/change/  unknown   404 403 403 403 403 404 403 in
POST admin/cases/importmapping/<path:object_id>/change/  unknown   404 403 403 403 403 404 403 in
GET  admin/cases/importmapping/<path:object_id>/history/           404 403 403 403 403 404 403 in
POST admin/cases/importmapping/<path:object_id>/history/           404 403 403 403 403 404 403 in
GET  admin/cases/importmapping/<path:object_id>/delete/            403 403 403 403 403 403 403 in
POST admin/cases/importmapping/<path:object_id>/delete/            403 403 403 403 403 403 403 in
"""

# --- accounts, the log, the switches ---
ADMINISTRATION = """
GET  admin/accounts/user/                                          403 403 403 200 200 403 403 in
POST admin/accounts/user/                                          403 403 403 200 200 403 403 in
GET  admin/accounts/user/add/                                      403 403 403 403 200 403 403 in
POST admin/accounts/user/add/                                      403 403 403 403 200 403 403 in
GET  admin/accounts/user/<path:object_id>/                         302 302 302 302 302 302 302 in
POST admin/accounts/user/<path:object_id>/                         302 302 302 302 302 302 302 in
GET  admin/accounts/user/<path:object_id>/change/                  403 403 403 200 200 403 403 in
POST admin/accounts/user/<path:object_id>/change/                  403 403 403 403 302 403 403 in
GET  admin/accounts/user/<path:object_id>/change/        unknown   403 403 403 404 404 403 403 in
POST admin/accounts/user/<path:object_id>/change/        unknown   403 403 403 403 404 403 403 in
GET  admin/accounts/user/<path:object_id>/history/                 403 403 403 302 302 403 403 in
POST admin/accounts/user/<path:object_id>/history/                 403 403 403 302 302 403 403 in
GET  admin/accounts/user/<path:object_id>/delete/                  403 403 403 403 403 403 403 in
POST admin/accounts/user/<path:object_id>/delete/                  403 403 403 403 403 403 403 in
GET  admin/accounts/user/<int:key>/disable/                        403 403 403 403 405 403 403 in
POST admin/accounts/user/<int:key>/disable/                        403 403 403 403 302 403 403 in
POST admin/accounts/user/<int:key>/disable/              unknown   403 403 403 403 404 403 403 in
GET  admin/accounts/user/<int:key>/enable/                         403 403 403 403 405 403 403 in
POST admin/accounts/user/<int:key>/enable/                         403 403 403 403 200 403 403 in
POST admin/accounts/user/<int:key>/enable/               own       403 403 403 403 302 403 403 in
POST admin/accounts/user/<int:key>/enable/               unknown   403 403 403 403 404 403 403 in
GET  admin/accounts/user/<int:key>/link/                           403 403 403 403 405 403 403 in
POST admin/accounts/user/<int:key>/link/                           403 403 403 403 200 403 403 in
POST admin/accounts/user/<int:key>/link/                 own       403 403 403 403 302 403 403 in
POST admin/accounts/user/<int:key>/link/                 unknown   403 403 403 403 404 403 403 in
GET  admin/accounts/user/<int:key>/rename/                         403 403 403 403 405 403 403 in
POST admin/accounts/user/<int:key>/rename/                         403 403 403 403 302 403 403 in
POST admin/accounts/user/<int:key>/rename/             unknown     403 403 403 403 404 403 403 in
GET  admin/accounts/user/<int:key>/clearance/                      403 403 403 403 405 403 403 in
POST admin/accounts/user/<int:key>/clearance/                      403 403 403 403 302 403 403 in
POST admin/accounts/user/<int:key>/clearance/          unknown     403 403 403 403 404 403 403 in
GET  admin/accounts/user/<int:key>/consent/                        403 403 403 403 405 403 403 in
POST admin/accounts/user/<int:key>/consent/                        403 403 403 403 302 403 403 in
POST admin/accounts/user/<int:key>/consent/            unknown     403 403 403 403 404 403 403 in
GET  admin/accounts/user/<int:key>/sign-out/                       403 403 403 403 405 403 403 in
POST admin/accounts/user/<int:key>/sign-out/                       403 403 403 403 302 403 403 in
POST admin/accounts/user/<int:key>/sign-out/             unknown   403 403 403 403 404 403 403 in
GET  admin/accounts/entry/                                         403 403 403 200 200 403 403 in
POST admin/accounts/entry/                                         403 403 403 200 200 403 403 in
GET  admin/accounts/entry/add/                                     403 403 403 403 403 403 403 in
POST admin/accounts/entry/add/                                     403 403 403 403 403 403 403 in
GET  admin/accounts/entry/export/                                  403 403 403 405 405 403 403 in
POST admin/accounts/entry/export/                                  403 403 403 200 200 403 403 in
GET  admin/accounts/entry/<path:object_id>/                        302 302 302 302 302 302 302 in
POST admin/accounts/entry/<path:object_id>/                        302 302 302 302 302 302 302 in
GET  admin/accounts/entry/<path:object_id>/change/                 403 403 403 200 200 403 403 in
POST admin/accounts/entry/<path:object_id>/change/                 403 403 403 403 403 403 403 in
GET  admin/accounts/entry/<path:object_id>/change/       unknown   403 403 403 404 404 403 403 in
POST admin/accounts/entry/<path:object_id>/change/       unknown   403 403 403 403 403 403 403 in
GET  admin/accounts/entry/<path:object_id>/history/                403 403 403 302 302 403 403 in
POST admin/accounts/entry/<path:object_id>/history/                403 403 403 302 302 403 403 in
GET  admin/accounts/entry/<path:object_id>/delete/                 403 403 403 403 403 403 403 in
POST admin/accounts/entry/<path:object_id>/delete/                 403 403 403 403 403 403 403 in
GET  admin/accounts/switch/                                        403 403 403 200 200 403 403 in
POST admin/accounts/switch/                                        403 403 403 403 302 403 403 in
"""

# --- the desk; a calendar link is not a session: one that does not work is unknown to everybody ---
DESK = """
GET  admin/desk/agenda/                                            200 200 200 200 403 200 403 in
POST admin/desk/agenda/                                            405 405 405 405 405 405 405 in
GET  admin/desk/agenda/link/                                       200 200 200 200 403 200 403 in
POST admin/desk/agenda/link/                                       200 200 200 200 403 200 403 in
GET  admin/desk/case/<int:pk>/series/                              200 200 403 403 403 200 403 in
POST admin/desk/case/<int:pk>/series/                              422 422 403 403 403 422 403 in
GET  admin/desk/case/<int:pk>/series/                    unknown   404 404 403 403 403 404 403 in
POST admin/desk/case/<int:pk>/series/                    unknown   404 404 403 403 403 404 403 in
GET  admin/desk/digest/                                            200 200 200 200 403 200 403 in
POST admin/desk/digest/                                            405 405 405 405 405 405 405 in
GET  admin/package/                                                200 403 403 403 403 200 403 in
POST admin/package/                                                422 403 403 403 403 422 403 in
GET  admin/desk/letters/                                           200 200 403 403 403 200 403 in
POST admin/desk/letters/                                           405 405 405 405 405 405 405 in
GET  agenda/<str:token>.ics                                        404 404 404 404 404 404 404 404
POST agenda/<str:token>.ics                                        405 405 405 405 405 405 405 405
"""

# --- what everybody has ---
COMMON = """
GET  .                                                             302 302 302 302 302 302 302 302
POST .                                                             302 302 302 302 302 302 302 302
GET  admin/                                                        200 200 200 200 200 200 200 in
POST admin/                                                        200 200 200 200 200 200 200 in
GET  admin/login/                                                  in  in  in  in  in  in  in  in
POST admin/login/                                                  in  in  in  in  in  in  in  in
GET  admin/logout/                                                 200 200 200 200 200 200 200 in
POST admin/logout/                                                 in  in  in  in  in  in  in  in
GET  admin/password_change/                                        302 302 302 302 302 302 302 302
POST admin/password_change/                                        302 302 302 302 302 302 302 302
GET  admin/autocomplete/                                           200 200 200 200 403 200 403 in
POST admin/autocomplete/                                           405 405 405 405 405 405 405 in
GET  admin/jsi18n/                                                 200 200 200 200 200 200 200 in
POST admin/jsi18n/                                                 405 405 405 405 405 405 405 in
GET  admin/^(?P<app_label>accounts|review|cases)/$                 200 200 200 200 404 200 404 in
POST admin/^(?P<app_label>accounts|review|cases)/$                 200 200 200 200 404 200 404 in
GET  admin/(?P<url>.*)$                                            404 404 404 404 404 404 404 in
POST admin/(?P<url>.*)$                                            404 404 404 404 404 404 404 in
GET  accounts/login/                                               302 302 302 302 302 302 302 200
POST accounts/login/                                               302 302 302 302 302 302 302 200
GET  accounts/logout/                                              200 200 200 200 200 200 200 in
POST accounts/logout/                                              in  in  in  in  in  in  in  in
GET  accounts/inactive/                                            200 200 200 200 200 200 200 200
POST accounts/inactive/                                            405 405 405 405 405 405 405 405
GET  accounts/confirm/                                             302 302 302 302 302 302 302 in
POST accounts/confirm/                                             302 302 302 302 302 302 302 in
GET  accounts/passphrase/                                          302 302 302 302 302 302 302 in
POST accounts/passphrase/                                          302 302 302 302 302 302 302 in
GET  accounts/passphrase/set/                                      200 200 200 200 200 200 200 302
POST accounts/passphrase/set/                                      200 200 200 200 200 200 200 302
GET  accounts/factors/                                             200 200 200 200 200 200 200 in
POST accounts/factors/                                             405 405 405 405 405 405 405 in
GET  accounts/factors/authenticate/                                302 302 302 302 302 302 302 in
POST accounts/factors/authenticate/                                302 302 302 302 302 302 302 in
GET  accounts/factors/reauthenticate/                              200 200 200 200 200 200 200 in
POST accounts/factors/reauthenticate/                              200 200 200 200 200 200 200 in
GET  accounts/factors/totp/activate/                               302 302 302 302 302 302 302 in
POST accounts/factors/totp/activate/                               302 302 302 302 302 302 302 in
GET  accounts/factors/totp/deactivate/                             200 200 200 200 200 200 200 in
POST accounts/factors/totp/deactivate/                             200 200 200 200 200 200 200 in
GET  accounts/factors/recovery-codes/                              404 404 404 404 404 404 404 in
POST accounts/factors/recovery-codes/                              405 405 405 405 405 405 405 in
GET  accounts/factors/recovery-codes/generate/                     200 200 200 200 200 200 200 in
POST accounts/factors/recovery-codes/generate/                     302 302 302 302 302 302 302 in
GET  accounts/factors/recovery-codes/download/                     404 404 404 404 404 404 404 in
POST accounts/factors/recovery-codes/download/                     404 404 404 404 404 404 404 in
GET  accounts/factors/webauthn/                                    200 200 200 200 200 200 200 in
POST accounts/factors/webauthn/                                    405 405 405 405 405 405 405 in
GET  accounts/factors/webauthn/add/                                200 200 200 200 200 200 200 in
POST accounts/factors/webauthn/add/                                200 200 200 200 200 200 200 in
GET  accounts/factors/webauthn/reauthenticate/                     302 302 302 302 302 302 302 in
POST accounts/factors/webauthn/reauthenticate/                     302 302 302 302 302 302 302 in
GET  accounts/factors/webauthn/keys/<int:pk>/remove/     unknown   404 404 404 404 404 404 404 in
POST accounts/factors/webauthn/keys/<int:pk>/remove/     unknown   404 404 404 404 404 404 404 in
GET  accounts/factors/webauthn/keys/<int:pk>/edit/       unknown   404 404 404 404 404 404 404 in
POST accounts/factors/webauthn/keys/<int:pk>/edit/       unknown   404 404 404 404 404 404 404 in
GET  accounts/factors/webauthn/login/                              302 302 302 302 302 302 302 in
POST accounts/factors/webauthn/login/                              302 302 302 302 302 302 302 in
GET  accounts/sessions/                                            200 200 200 200 200 200 200 in
POST accounts/sessions/                                            302 302 302 302 302 302 302 in
GET  accounts/sessions/end/                                        405 405 405 405 405 405 405 405
POST accounts/sessions/end/                                        in  in  in  in  in  in  in  in
GET  accounts/invitation/<str:token>/                              404 404 404 404 404 404 404 404
POST accounts/invitation/<str:token>/                              404 404 404 404 404 404 404 404
GET  accounts/language/                                            405 405 405 405 405 405 405 405
POST accounts/language/                                            400 400 400 400 400 400 400 400
GET  accounts/leave/                                               405 405 405 405 405 405 405 405
POST accounts/leave/                                               302 302 302 302 302 302 302 302
GET  kept/                                                         200 200 200 200 200 200 200 in
POST kept/                                                         405 405 405 405 405 405 405 in
GET  kept/<str:key>/                                     unknown   404 404 404 404 404 404 404 in
POST kept/<str:key>/                                     unknown   404 404 404 404 404 404 404 in
GET  here/                                                         204 204 204 204 204 204 204 204
POST here/                                                         405 405 405 405 405 405 405 405
GET  admin/system/                                                 403 403 403 403 200 403 403 in
POST admin/system/                                                 405 405 405 405 405 405 405 in
GET  health                                                        200 200 200 200 200 200 200 200
POST health                                                        405 405 405 405 405 405 405 405
GET  accounts/away/                                                200 200 200 200 200 200 200 200
POST accounts/away/                                                405 405 405 405 405 405 405 405
"""


def _read(text: str) -> list[Line]:
    lines = []
    for row in text.strip().splitlines():
        method, pattern, *rest = row.split()
        kind = rest.pop(0) if rest[0] in (OWN, UNKNOWN) else OTHERS
        answers = dict(zip(COLUMNS, rest, strict=True))
        lines.append(Line(method, "" if pattern == "." else pattern, kind, answers | {"Case lead": answers["Editor"]}))
    return lines


def lines() -> list[Line]:
    """The whole table."""
    text = PICTURES + SOURCES + INTAKE + TWICE + REVIEW + LISTS + ADMINISTRATION + DESK + COMMON
    for noun in (*ROOTS, *WITHIN, *REFERENCE):
        text += (EVERY_RECORD + (ADDED_WITHIN if noun in WITHIN else ADDED)).replace("{noun}", noun)
    return _read(text.replace("\n\n", "\n"))


# --- actions of the lists: who finds them offered ---
ACTIONS = {
    ("person", "submit_many"): ("Editor", "Case lead", "Reviewer", "Editor+Reviewer"),
    ("case", "submit_many"): ("Editor", "Case lead", "Reviewer", "Editor+Reviewer"),
    ("snapshot", "read_many"): ("Reviewer", "Editor+Reviewer"),
    **{
        (noun, "export_chosen"): ("Editor", "Case lead", "Publisher", "Editor+Reviewer")
        for noun in (*ROOTS, *WITHIN, *REFERENCE)
    },
}
