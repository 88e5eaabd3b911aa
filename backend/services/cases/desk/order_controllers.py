"""Every order that officers give, one address each: the table's actions with their bodies, and nothing else."""

from typing import TypeAlias
from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.attempts import Attempt
from backend.core.structs import now
from backend.identity.sessions.guards import case_officer
from backend.identity.sessions.structs import Principal
from backend.services.cases.flow import service as flow
from backend.services.cases.flow.structs import (
    AcceptConditionally,
    Approve,
    AskExtension,
    Assign,
    Conclude,
    Correct,
    Countersign,
    Decide,
    DeskCase,
    Order,
    Plain,
    Reasoned,
    RequestSupplement,
    Resume,
    Suspend,
    TakePaper,
    Void,
)

Person: TypeAlias = NamedDependency[Principal]
Key: TypeAlias = NamedDependency[Attempt]
Which: TypeAlias = FromPath[UUID]


class OrderController(Controller):
    """Orders of the deciding place's officers; the engine's guards say when each is possible."""

    path = "/api/v1/desk/cases/{case_id:uuid}"
    tags = ("Desk",)
    guards = (case_officer,)

    @post("/acceptance", operation_id="AcceptCase", status_code=200)
    async def accept(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Plain]) -> DeskCase:
        """Take the case on; both clocks start today."""
        return await _ordered("accept", data, case_id, person, attempt)

    @post("/conditional-acceptance", operation_id="AcceptCaseConditionally", status_code=200)
    async def accept_conditionally(
        self, person: Person, attempt: Key, case_id: Which, data: JSONBody[AcceptConditionally]
    ) -> DeskCase:
        """Take it on although materials that may follow are missing."""
        return await _ordered("accept-conditionally", data, case_id, person, attempt)

    @post("/commitment-acceptance", operation_id="AcceptCaseOnCommitment", status_code=200)
    async def accept_on_commitment(
        self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Plain]
    ) -> DeskCase:
        """Take it on because the applicant has committed in writing."""
        return await _ordered("accept-on-commitment", data, case_id, person, attempt)

    @post("/refusal", operation_id="RefuseCase", status_code=200)
    async def refuse_acceptance(
        self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Reasoned]
    ) -> DeskCase:
        """Do not take it on, and say why."""
        return await _ordered("refuse-acceptance", data, case_id, person, attempt)

    @post("/supplement-request", operation_id="RequestSupplement", status_code=200)
    async def request_supplement(
        self, person: Person, attempt: Key, case_id: Which, data: JSONBody[RequestSupplement]
    ) -> DeskCase:
        """Name everything that is missing or wrong, once."""
        return await _ordered("request-supplement", data, case_id, person, attempt)

    @post("/paper", operation_id="TakePaperMaterials", status_code=200)
    async def take_paper(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[TakePaper]) -> DeskCase:
        """Note that these materials were seen on paper."""
        return await _ordered("take-paper", data, case_id, person, attempt)

    @post("/take-over", operation_id="TakeOverCase", status_code=200)
    async def take_over(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Plain]) -> DeskCase:
        """Receive it from the place that took it in; the time to accept starts today."""
        return await _ordered("take-over", data, case_id, person, attempt)

    @post("/hand-back", operation_id="HandBackResult", status_code=200)
    async def hand_back(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Plain]) -> DeskCase:
        """Send the result to the place that took the case in."""
        return await _ordered("hand-back", data, case_id, person, attempt)

    @post("/review", operation_id="BeginReview", status_code=200)
    async def begin_review(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Plain]) -> DeskCase:
        """Begin the review."""
        return await _ordered("begin-review", data, case_id, person, attempt)

    @post("/correction", operation_id="CorrectCase", status_code=200)
    async def correct(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Correct]) -> DeskCase:
        """Settle fields; a proposal that stood is void."""
        return await _ordered("correct", data, case_id, person, attempt)

    @post("/suspension", operation_id="SuspendCase", status_code=200)
    async def suspend(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Suspend]) -> DeskCase:
        """Begin a special procedure; the clocks stand still."""
        return await _ordered("suspend", data, case_id, person, attempt)

    @post("/resumption", operation_id="ResumeCase", status_code=200)
    async def resume(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Resume]) -> DeskCase:
        """End it with what came of it; the clocks run again."""
        return await _ordered("resume", data, case_id, person, attempt)

    @post("/extension", operation_id="AskExtension", status_code=200)
    async def ask_extension(
        self, person: Person, attempt: Key, case_id: Which, data: JSONBody[AskExtension]
    ) -> DeskCase:
        """Ask for more time, once."""
        return await _ordered("ask-extension", data, case_id, person, attempt)

    @post("/extension-approval", operation_id="ApproveExtension", status_code=200)
    async def approve_extension(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Plain]) -> DeskCase:
        """Give more time; somebody else than who asked."""
        return await _ordered("approve-extension", data, case_id, person, attempt)

    @post("/extension-refusal", operation_id="RefuseExtension", status_code=200)
    async def refuse_extension(
        self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Reasoned]
    ) -> DeskCase:
        """Do not give more time."""
        return await _ordered("refuse-extension", data, case_id, person, attempt)

    @post("/countersigning", operation_id="CountersignCase", status_code=200)
    async def countersign(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Countersign]) -> DeskCase:
        """Ask other departments, all at once, under the one clock."""
        return await _ordered("countersign", data, case_id, person, attempt)

    @post("/countersigning-recall", operation_id="RecallCountersigning", status_code=200)
    async def recall_countersign(
        self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Reasoned]
    ) -> DeskCase:
        """Go on without the opinions that are still out."""
        return await _ordered("recall-countersign", data, case_id, person, attempt)

    @post("/proposal", operation_id="ProposeDecision", status_code=200)
    async def propose(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Decide]) -> DeskCase:
        """Propose a decision for a second officer."""
        return await _ordered("propose", data, case_id, person, attempt)

    @post("/approval", operation_id="ApproveDecision", status_code=200)
    async def approve(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Approve]) -> DeskCase:
        """Approve exactly what was read; somebody else than who proposed."""
        return await _ordered("approve", data, case_id, person, attempt)

    @post("/proposal-return", operation_id="ReturnProposal", status_code=200)
    async def return_proposal(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Reasoned]) -> DeskCase:
        """Send the proposal back."""
        return await _ordered("return-proposal", data, case_id, person, attempt)

    @post("/proposal-withdrawal", operation_id="TakeBackProposal", status_code=200)
    async def take_back_proposal(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Plain]) -> DeskCase:
        """Take one's own proposal back."""
        return await _ordered("take-back-proposal", data, case_id, person, attempt)

    @post("/decision", operation_id="DecideCase", status_code=200)
    async def decide(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Decide]) -> DeskCase:
        """Grant or deny, where one officer is enough."""
        return await _ordered("decide", data, case_id, person, attempt)

    @post("/conclusion", operation_id="ConcludeCase", status_code=200)
    async def conclude(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Conclude]) -> DeskCase:
        """Issue the result and close."""
        return await _ordered("conclude", data, case_id, person, attempt)

    @post("/void", operation_id="VoidCase", status_code=200)
    async def void(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Void]) -> DeskCase:
        """The case should not exist; this decides nothing."""
        return await _ordered("void", data, case_id, person, attempt)

    @post("/assignment", operation_id="AssignCase", status_code=200)
    async def assign(self, person: Person, attempt: Key, case_id: Which, data: JSONBody[Assign]) -> DeskCase:
        """Give it to an officer of the place, or back to all."""
        return await _ordered("assign", data, case_id, person, attempt)


async def _ordered(action: str, order: Order, case_id: UUID, person: Principal, attempt: Attempt) -> DeskCase:
    return await flow.order_at_desk(
        case_id, action=action, order=order, person_id=person.person_id, attempt=attempt, at=now()
    )
