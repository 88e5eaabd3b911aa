"""What mini-apps may ask of cases: to hand in one for the person who holds the phone, and how theirs stand.

Both tell something about the person, so both ask for a purpose of the manifest that lists `cases`, and for consent to
it. Filling in from registers needs the consent that the phone's own form asks for, too: the department reads, not the
mini-app, which learns nothing of what was filled in.
"""

from datetime import date
from typing import Final
from uuid import UUID

from backend.core.room import Caller, Capability, Disclosed
from backend.core.structs import now
from backend.reference.regions.service import local_time
from backend.services.cases.flow import service
from backend.services.cases.flow.errors import FileOfAnotherTap, ItemNotDeclared, NeedsTap, OneCaseOneTap
from backend.services.cases.flow.structs import Case, State, Wanted, Words
from backend.services.cases.flow.through_apps import CaseOfApp, Promised, Tap
from backend.services.cases.forms.service import ApplyAtOnce
from backend.services.cases.forms.structs import HandIn, Missing
from plugin_sdk.contract.capabilities.cases import (
    CASES_FIELD,
    CASES_MOST,
    CaseMissing,
    CaseNext,
    CaseState,
    CaseStates,
    CaseStatus,
    CaseSubmit,
    CaseSubmitted,
    CaseWanted,
    NextKind,
)
from plugin_sdk.contract.manifest import Bilingual

PROMISED: Final = "cases"  # our key in what a run has promised
REAL_NAME: Final = 2  # as the phone's own applications: nobody applies under a name that was not proved
NEXT_WORDS: Final[dict[NextKind, Words]] = {
    "nothing": Words(zh="请等待办理，无需操作。", en="Please wait; there is nothing to do."),
    "supplement": Words(
        zh="请在“办事 - 我的办件”中一次补齐下列内容。", en="Please complete what is named, under your cases."
    ),
    "later-materials": Words(
        zh="请在“办事 - 我的办件”中补交承诺后补的材料。", en="Please hand in the promised materials, under your cases."
    ),
    "read-decision": Words(
        zh="请在“办事 - 我的办件”中查看决定和理由。", en="Please read the decision and its reasons, under your cases."
    ),
}
DECIDED: Final = frozenset({State.NOT_ACCEPTED, State.GRANTED, State.DENIED, State.CONCLUDED, State.VOID})


async def promise(caller: Caller, request: CaseSubmit) -> CaseSubmitted:
    """What will be handed in when the tap ends well, or everything that is missing.

    Raises:
        NeedsTap, OneCaseOneTap, ItemNotDeclared, FileOfAnotherTap, OtherDepartmentsItem, FactsNotAgreed, and what the
        form refuses.
    """
    if caller.attempt is None:
        raise NeedsTap
    if PROMISED in caller.promised:
        raise OneCaseOneTap
    if request.basic_code not in caller.items:
        raise ItemNotDeclared(item=request.basic_code)
    _require_files(caller, request)
    promised = await service.promise_for_app(_tap(caller), _command(request), at=now())
    if promised.case is None:
        missing = [_missing(one) for one in promised.missing]
        return CaseSubmitted(outcome="incomplete", case=None, missing=missing)
    caller.promised[PROMISED] = promised
    return CaseSubmitted(outcome="submitted", case=_state(promised.case), missing=[])


async def hand_in(caller: Caller, _request: CaseSubmit, _answer: CaseSubmitted) -> None:
    """Keep the promise, in the transaction that ends the call.

    Raises:
        HandedInOtherwise, NumberTaken
    """
    promised: Promised = caller.promised[PROMISED]
    await service.hand_in_for_app(_tap(caller), promised)


async def status(caller: Caller, request: CaseStatus) -> CaseStates:
    """The caller's own cases that came through this mini-app, with the one that this run has promised."""
    found = await service.of_app(caller.app_id, person_id=caller.person_id, numbers=request.numbers, limit=CASES_MOST)
    promised: Promised | None = caller.promised.get(PROMISED)
    if promised and promised.case and (not request.numbers or promised.case.case.number in request.numbers):
        found = [promised.case, *found]
    return CaseStates(cases=[_state(one) for one in found[:CASES_MOST]])


def _tap(caller: Caller) -> Tap:
    return Tap(person_id=caller.person_id, app_id=caller.app_id, department=caller.sender, attempt=caller.attempt or "")


def _command(request: CaseSubmit) -> ApplyAtOnce:
    return ApplyAtOnce(
        basic_code=request.basic_code,
        region_code=request.region_code,
        scenario=request.given,
        answers=request.values,
        materials={
            code: HandIn(files=one.files, later=one.later, paper=one.paper) for code, one in request.materials.items()
        },
        prefill=request.prefill,
    )


def _require_files(caller: Caller, request: CaseSubmit) -> None:
    """A mini-app may know ids of files from elsewhere; only what came with this tap did the person hand in now."""
    named = [str(file_id) for one in request.materials.values() for file_id in one.files]
    for value in request.values.values():
        if isinstance(value, list):
            named += [str(one["id"]) for one in value if isinstance(one, dict) and "id" in one]
    handed = {str(file_id) for file_id in caller.files}
    for one in named:
        if _plain(one) not in handed:
            raise FileOfAnotherTap(file=one[:40])


def _plain(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return text


def _missing(one: Missing) -> CaseMissing:
    problem = Bilingual(zh=one.problem.zh, en=one.problem.en) if one.problem else None
    # Consent to reading is never missing here: it was given, or nothing is to be read.
    return CaseMissing(what=one.what, key=one.key, title=one.title, problem=problem)  # type: ignore[arg-type]


def _state(shown: CaseOfApp) -> CaseState:
    case = shown.case
    return CaseState(
        number=case.number,
        basic_code=case.basic_code,
        item_name=case.item_name,
        department=case.department,
        region_code=case.region_code,
        state=case.state.value,  # type: ignore[arg-type]  # a test holds the two lists of states together
        words=_words(case.state_words),
        submitted_at=local_time(case.submitted_at),
        due_on=case.due_on if shown.remaining_days is not None else None,
        remaining_days=shown.remaining_days,
        promised_on=shown.promised_on,
        next=_next(case),
    )


def _next(case: Case) -> CaseNext:
    if case.state is State.SUPPLEMENT_REQUESTED and case.supplement is not None:
        wanted = [_wanted(one) for one in case.supplement.wanted]
        return _to_do("supplement", wanted=wanted, by=case.supplement.answer_by)
    if case.later is not None:
        names = {one.code: one.name for one in case.materials}
        wanted = [CaseWanted(kind="material", code=code, what=names.get(code, code)) for code in case.later.codes]
        return _to_do("later-materials", wanted=wanted, by=case.later.by)
    return _to_do("read-decision" if case.state in DECIDED else "nothing")


def _to_do(kind: NextKind, *, wanted: list[CaseWanted] | None = None, by: date | None = None) -> CaseNext:
    return CaseNext(kind=kind, words=_words(NEXT_WORDS[kind]), by=by, wanted=wanted or [])


def _wanted(one: Wanted) -> CaseWanted:
    return CaseWanted(kind="field" if one.kind == "field" else "material", code=one.code, what=one.what)


def _words(words: Words) -> Bilingual:
    return Bilingual(zh=words.zh, en=words.en)


def _told(request: CaseSubmit | CaseStatus) -> Disclosed:
    return Disclosed(purpose=request.purpose, fields=[CASES_FIELD])


CAPABILITIES = (
    Capability(
        name=CaseSubmit.capability,
        payload=CaseSubmit,
        answer=promise,
        apply=hand_in,
        promises=lambda answer: answer.outcome == "submitted",
        discloses=_told,
        least_level=REAL_NAME,
        consent_zh="在您点击提交后，以您的名义向主管部门提交办事申请",
        consent_en="Hand in your application to the department when you tap to submit it",
    ),
    Capability(
        name=CaseStatus.capability,
        payload=CaseStatus,
        answer=status,
        discloses=_told,
        consent_zh="显示您通过本应用提交的办件进度",
        consent_en="Show how the applications stand that you handed in through this mini-app",
    ),
)
