"""HTTP of the studio: scenarios and tags, their versions, and drafts that two persons put in force."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.attempts import Attempt
from backend.core.structs import Page
from backend.core.web.inputs import LIMIT_MOST, LIMIT_USUAL, CursorText, Limit
from backend.identity.sessions.structs import Principal
from profiles.attributes.conditions import Purpose, SubjectKind
from profiles.publishing.structs import Kind, PublishedVersion
from profiles.studio import service
from profiles.studio.guards import definition_approver, definition_editor
from profiles.studio.structs import (
    ApproveDraft,
    DefinitionLine,
    DefinitionWord,
    Draft,
    DraftLine,
    DraftState,
    DropDraft,
    EventWord,
    Example,
    MakeDraft,
    RefuseDraft,
    SaveDraft,
    SubmitDraft,
    Trial,
    TryDraft,
)

DEFINITIONS, DRAFTS = "/api/v1/desk/definitions", "/api/v1/desk/definition-drafts"
TAGS = ("Definitions at the desk",)
EDITORS = (definition_editor,)  # beside the door of all who may read
KindWish = Annotated[Kind, QueryParameter(name="kind", description="Scenarios, or tags")]
AnyKind = Annotated[Kind | None, QueryParameter(name="kind", description="Only drafts of scenarios, or of tags")]
StateWish = Annotated[DraftState | None, QueryParameter(name="state", description="Only drafts in this state")]
SubjectWish = Annotated[SubjectKind, QueryParameter(name="subject", description="About persons, or about firms")]
PurposeWish = Annotated[Purpose, QueryParameter(name="purpose", description="For which use the definition is")]


class DefinitionController(Controller):
    """What is published, and what an editor may use."""

    path = DEFINITIONS
    tags = TAGS
    guards = (definition_approver,)

    @get("/", operation_id="ListDefinitions")
    async def listed(
        self, kind: KindWish = Kind.SCENARIO, limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[DefinitionLine]:
        """Everything of a kind by code: the version that counts, the newest one, and the draft that is open."""
        return await service.overview(kind, limit=limit, cursor=cursor)

    @get("/words", operation_id="ListDefinitionWords")
    async def words(
        self,
        kind: KindWish = Kind.SCENARIO,
        subject: SubjectWish = SubjectKind.PERSON,
        purpose: PurposeWish = Purpose.PERSONALISATION,
        limit: Limit = LIMIT_MOST,
    ) -> Page[DefinitionWord]:
        """The attributes that conditions may look at."""
        return Page(items=service.words(kind, subject, purpose)[:limit])

    @get("/events", operation_id="ListDefinitionEvents")
    async def events(self, subject: SubjectWish = SubjectKind.PERSON, limit: Limit = LIMIT_MOST) -> Page[EventWord]:
        """The life events that may open a scenario."""
        return Page(items=service.event_words(subject)[:limit])

    @get("/examples", operation_id="ListDefinitionExamples")
    async def examples(self, subject: SubjectWish = SubjectKind.PERSON, limit: Limit = LIMIT_MOST) -> Page[Example]:
        """Invented people, or firms, to try definitions on."""
        return Page(items=service.examples(subject)[:limit])

    @get("/{kind:str}/{code:str}/versions", operation_id="ListDefinitionVersions")
    async def versions(
        self, kind: FromPath[Kind], code: FromPath[str], limit: Limit = LIMIT_USUAL, cursor: CursorText = None
    ) -> Page[PublishedVersion]:
        """Every version that was ever published, the newest first; none is changed or removed."""
        return await service.versions(kind, code, limit=limit, cursor=cursor)

    @get("/{kind:str}/{code:str}/versions/{version:int}", operation_id="ReadDefinitionVersion")
    async def version(self, kind: FromPath[Kind], code: FromPath[str], version: FromPath[int]) -> PublishedVersion:
        """One of them."""
        return await service.version(kind, code, version)

    @post("/trial", operation_id="TryDefinition", status_code=200)
    async def try_out(self, data: JSONBody[TryDraft]) -> Trial:
        """What a definition would say of somebody invented; nothing is kept."""
        return await service.try_out(data)


class DraftController(Controller):
    """Drafts: read and decided by all staff of the studio, written by its editors."""

    path = DRAFTS
    tags = TAGS
    guards = (definition_approver,)

    @get("/", operation_id="ListDefinitionDrafts")
    async def listed(
        self,
        kind: AnyKind = None,
        in_state: StateWish = None,
        limit: Limit = LIMIT_USUAL,
        cursor: CursorText = None,
    ) -> Page[DraftLine]:
        """Drafts, the newest first."""
        return await service.listed(kind=kind, state=in_state, limit=limit, cursor=cursor)

    @get("/{draft_id:uuid}", operation_id="ReadDefinitionDraft")
    async def read(self, draft_id: FromPath[UUID]) -> Draft:
        """One draft: what is wrong with it, and what differs from the newest version."""
        return await service.read(draft_id)

    @post("/{draft_id:uuid}/approve", operation_id="ApproveDefinitionDraft", status_code=200)
    async def approve(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        draft_id: FromPath[UUID],
        data: JSONBody[ApproveDraft],
    ) -> Draft:
        """Publish it; never by who wrote or submitted it."""
        return await service.approve(draft_id, command=data, staff_id=person.person_id, attempt=attempt)

    @post("/{draft_id:uuid}/refuse", operation_id="RefuseDefinitionDraft", status_code=200)
    async def refuse(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        draft_id: FromPath[UUID],
        data: JSONBody[RefuseDraft],
    ) -> Draft:
        """Give it back with a reason."""
        return await service.refuse(draft_id, command=data, staff_id=person.person_id, attempt=attempt)

    @post("/", operation_id="MakeDefinitionDraft", guards=EDITORS)
    async def make(
        self, person: NamedDependency[Principal], attempt: NamedDependency[Attempt], data: JSONBody[MakeDraft]
    ) -> Draft:
        """Begin one: new, or a copy of a version."""
        return await service.make(person.person_id, command=data, attempt=attempt)

    @put("/{draft_id:uuid}", operation_id="SaveDefinitionDraft", guards=EDITORS)
    async def save(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        draft_id: FromPath[UUID],
        data: JSONBody[SaveDraft],
    ) -> Draft:
        """The whole draft as it is to stand."""
        return await service.save(draft_id, command=data, staff_id=person.person_id, attempt=attempt)

    @post("/{draft_id:uuid}/submit", operation_id="SubmitDefinitionDraft", status_code=200, guards=EDITORS)
    async def submit(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        draft_id: FromPath[UUID],
        data: JSONBody[SubmitDraft],
    ) -> Draft:
        """Ask a colleague to approve it."""
        return await service.submit(draft_id, command=data, staff_id=person.person_id, attempt=attempt)

    @post("/{draft_id:uuid}/drop", operation_id="DropDefinitionDraft", status_code=200, guards=EDITORS)
    async def drop(
        self,
        person: NamedDependency[Principal],
        attempt: NamedDependency[Attempt],
        draft_id: FromPath[UUID],
        data: JSONBody[DropDraft],
    ) -> Draft:
        """Give it up."""
        return await service.drop(draft_id, command=data, staff_id=person.person_id, attempt=attempt)
