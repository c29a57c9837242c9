"""The records that the tests of access ask for: one's own, somebody else's, restricted ones, and such as never were."""

from dataclasses import dataclass, field
from io import BytesIO

from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from cases.evidence import file_store
from cases.models import Case, ImportBatch, ImportMapping, Person, Photo, Record, Source
from cases.review import transitions
from cases.review.models import Snapshot
from tests import factories
from tests.accounts.signing_in import cleared, enrol, sign_in

COLUMNS = ("Editor", "Reviewer", "Publisher", "Auditor", "Administrator", "Editor+Reviewer", "no role", "anonymous")
"""What the table has a column for."""
ROLES = (*COLUMNS, "Case lead")
OWN, OTHERS, RESTRICTED, UNKNOWN = "own", "other's", "restricted", "unknown"
NEVER = 10**6
"""A key that nothing has."""
SECRET = "Таямніца"
"""A word of every restricted record."""


@dataclass
class World:
    """Keys by noun and kind of record: `keys["person", "restricted"]`."""

    me: User | AnonymousUser
    keeper: User
    keys: dict[tuple[str, str], int] = field(default_factory=dict)
    snapshots: dict[int, Snapshot] = field(default_factory=dict)
    pictures: dict[int, str] = field(default_factory=dict)

    def key(self, noun: str, kind: str) -> int:
        """The key of that record; of reference data, which nobody restricts, the one there is."""
        if kind == UNKNOWN:
            return NEVER
        return self.keys.get((noun, kind)) or self.keys[noun, OTHERS]

    def has(self, noun: str, kind: str) -> bool:
        """Whether there is such a record of its own."""
        return kind == UNKNOWN or (noun, kind) in self.keys


def account(name: str, *roles: str) -> User:
    """A member of staff with a second factor and these roles."""
    made = User.objects.create_user(name, password=None, is_staff=True)
    made.groups.set(Group.objects.filter(name__in=roles))
    enrol(made)
    return cleared(made)


def client_of(user: User | AnonymousUser) -> Client:
    """A client of that account, freshly confirmed; of nobody, one that never signed in."""
    client = sign_in(user) if isinstance(user, User) else Client()
    client.raise_request_exception = False
    return client


def build(role: str) -> World:
    """The world as somebody of `role` finds it; `keeper`, an editor and reviewer, alone knows of the restricted records."""
    names = [] if role in ("no role", "anonymous") else role.split("+")
    me = AnonymousUser() if role == "anonymous" else account("me", *names)
    keeper, editor = account("keeper", "Editor", "Reviewer"), account("colleague", "Editor")
    account("second-administrator", "Administrator")
    world = World(me, keeper)
    by = me if isinstance(me, User) else editor
    _aggregates(world, OWN, by=by)
    _aggregates(world, OTHERS, by=editor)
    _aggregates(world, RESTRICTED, by=keeper)
    _reference(world)
    _lists(world, editor)
    _evidence(world, by, editor)
    _submissions(world, by if by.has_perm("review.submit_snapshot") else editor, editor)
    _restrict(world)
    world.keys["user", OTHERS] = editor.pk
    if isinstance(me, User):
        world.keys["user", OWN] = me.pk
    return world


def picture_file() -> SimpleUploadedFile:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (8, 8), (120, 30, 30)).save(out, "JPEG")
    return SimpleUploadedFile("picture.jpg", out.getvalue(), "image/jpeg")


def _aggregates(world: World, kind: str, *, by: User) -> None:
    word = SECRET if kind == RESTRICTED else kind.capitalize()
    person = factories.person(f"{word} Выдуманы", by=by)
    photo = factories.photo(person, caption=f"{word} picture", by=by)
    case = factories.case(title=f"{word} case", number=f"{word}/1", by=by)
    defendant = factories.defendant(case=case, person=person, by=by)
    factories.charge(defendant, by=by)
    sentence = factories.sentence(defendant, by=by)
    factories.penalty(sentence, by=by)
    factories.custody(person, by=by)
    factories.citation(person, quote=f"{word} quotation", by=by)
    hearing = factories.hearing(case, by=by)
    factories.hearing_defendant(hearing, defendant=defendant, by=by)
    violation = factories.violation(person, public_text=f"{word} violation", by=by)
    closed = {"restricted": True, "readers": [by]} if kind == RESTRICTED else {}
    entry = factories.intake(
        subject=f"{word} subject", says=f"{word} story", from_whom=f"{word} teller", by=by, **closed
    )
    made: dict[str, Record] = {
        "person": person, "photo": photo, "case": case, "defendant": defendant, "sentence": sentence, "hearing": hearing,
        "violation": violation, "intake": entry,
    }  # fmt: skip
    world.keys |= {(noun, kind): record.pk for noun, record in made.items()}


def _reference(world: World) -> None:
    for make in (
        factories.country, factories.region, factories.occupation, factories.organisation, factories.official,
        factories.court, factories.facility, factories.jurisdiction, factories.code, factories.provision, factories.source,
        factories.credit_factor, factories.appeal_period,
    ):  # fmt: skip
        record = make()
        world.keys[record.noun(), OTHERS] = record.pk


def _evidence(world: World, own: User, editor: User) -> None:
    """Kept files of sources cited on one's own, on somebody else's, and on the restricted person."""
    for kind, by in ((OWN, own), (OTHERS, editor), (RESTRICTED, world.keeper)):
        cited = factories.citation(Person.objects.get(pk=world.keys["person", kind]), by=by)
        sha256 = file_store.keep([kind.encode()])
        kept = factories.evidence(cited.source, sha256=sha256, size=len(kind), original_name=f"{kind}.txt", by=by)
        world.keys["evidence", kind] = kept.pk


def _lists(world: World, by: User) -> None:
    source = Source.objects.first()
    batch = ImportBatch.objects.create(
        mapping="simple", file_name="list.csv", file_sha256="a" * 64, source=source, by=by, row_count=0
    )
    mapping = ImportMapping.objects.create(name="own", text="", saved_by=by)
    world.keys |= {("importbatch", OTHERS): batch.pk, ("importmapping", OTHERS): mapping.pk}


def _submissions(world: World, own: User, editor: User) -> None:
    for kind, by in ((OWN, own), (OTHERS, editor), (RESTRICTED, world.keeper)):
        record = Person.objects.get(pk=world.keys["person", kind])
        snapshot = transitions.submit(record=record, by=by)
        world.keys["snapshot", kind] = snapshot.pk
        world.snapshots[snapshot.pk] = snapshot
        world.pictures[snapshot.pk] = Photo.objects.get(person=record).sha256


def _restrict(world: World) -> None:
    for model in (Person, Case):
        record = model.objects.get(pk=world.keys[model.noun(), RESTRICTED])
        factories.restrict(record, world.keeper)
