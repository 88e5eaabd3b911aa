"""Whether an item of the catalogue holds together: codes agree, promises hold, every question ends and decides."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from backend.reference.calendar.structs import Limit, LimitUnit
from backend.services.items import codes, departments
from backend.services.items.catalogue import CatalogueItem
from backend.services.items.faults import Flaw, Path
from backend.services.items.promises import no_longer, said
from backend.services.items.structs import CaseKind, Field, Question, When
from backend.supports.exchange.service import FACTS

AT_ONCE: Final = {LimitUnit.WORKING_DAYS: 1, LimitUnit.DAYS: 1, LimitUnit.HOURS: 24}
CHOOSING: Final = frozenset({"Choice", "MultiChoice"})
REGIONS: Final = frozenset({codes.NATIONAL, "62"})
WITH_WHEN: Final = ("conditions", "materials", "steps", "fees", "fields")


def flaws(item: CatalogueItem) -> Iterator[Flaw]:
    """Everything that is wrong with the item in itself."""
    yield from _code_flaws(item)
    yield from _promise_flaws(item)
    yield from question_flaws(item.questions)
    yield from _when_flaws(item)
    yield from _once(("materials",), "code", [one.code for one in item.materials])
    yield from _once(("fields",), "name", [one.name for one in item.fields])
    for index, field in enumerate(item.fields):
        yield from _field_flaws(field, ("fields", index))


def question_flaws(questions: Sequence[Question], path: Path = ("questions",)) -> Iterator[Flaw]:
    """Ids and choices are unique, and conditions look back only."""
    yield from _once(path, "id", [one.id for one in questions])
    before: dict[str, Question] = {}
    for index, question in enumerate(questions):
        here = (*path, index)
        yield from _once((*here, "choices"), "value", [one.value for one in question.choices])
        for place, clause in enumerate(question.when):
            at = (*here, "when", place)
            later = clause.question in {one.id for one in questions} and clause.question not in before
            if later:
                yield Flaw(path=at, code="question-order", params={"value": clause.question})
            else:
                yield from clause_flaws(clause, before, at)
        before[question.id] = question


def clause_flaws(clause: When, questions: Mapping[str, Question], path: Path) -> Iterator[Flaw]:
    """The question exists and has these choices."""
    question = questions.get(clause.question)
    if question is None:
        known = ", ".join(questions) or "-"
        yield Flaw(path=path, code="unknown-question", params={"value": clause.question, "known": known})
        return
    choices = [one.value for one in question.choices]
    for value in clause.one_of:
        if value not in choices:
            params: dict[str, str | int] = {"question": question.id, "value": value, "known": ", ".join(choices)}
            yield Flaw(path=path, code="unknown-answer", params=params)


def never(when: Sequence[When], questions: Mapping[str, Question]) -> bool:
    """Whether no answers at all fulfil the conditions and those of the questions they name."""
    allowed: dict[str, set[str]] = {}
    waiting, seen = list(when), set()
    while waiting:
        clause = waiting.pop()
        values = allowed.setdefault(clause.question, set(clause.one_of))
        values &= set(clause.one_of)
        if not values:
            return True
        if clause.question not in seen and clause.question in questions:
            seen.add(clause.question)
            waiting += questions[clause.question].when
    return False


def _code_flaws(item: CatalogueItem) -> Iterator[Flaw]:
    parts = codes.parts(item.basic_code)
    if parts.region not in REGIONS:
        yield Flaw(path=("basicCode",), code="region-code")
    if item.item_type not in codes.ITEM_TYPES:
        known = ", ".join(codes.ITEM_TYPES)
        yield Flaw(path=("itemType",), code="unknown-type", params={"value": item.item_type, "known": known})
    elif item.item_type != parts.item_type:
        wrong: dict[str, str | int] = {"value": item.item_type, "wanted": parts.item_type}
        yield Flaw(path=("itemType",), code="type-code", params=wrong)
    if item.department != parts.department:
        other: dict[str, str | int] = {"value": item.department, "wanted": parts.department}
        yield Flaw(path=("department",), code="department-code", params=other)
    for name, code in (("department", item.department), *(("countersign", one) for one in item.countersign)):
        if not departments.known(code):
            yield Flaw(path=(name,), code="unknown-department", params={"value": code})
    if item.department in item.countersign:
        yield Flaw(path=("countersign",), code="own-countersign")


def _promise_flaws(item: CatalogueItem) -> Iterator[Flaw]:
    if not no_longer(item.promised_limit, than=item.statutory_limit):
        params: dict[str, str | int] = {"value": said(item.promised_limit), "wanted": said(item.statutory_limit)}
        yield Flaw(path=("promisedLimit",), code="promise-longer", params=params)
    if item.case_kind is CaseKind.IMMEDIATE and not _at_once(item.promised_limit):
        yield Flaw(path=("promisedLimit",), code="immediate-slow", params={"value": said(item.promised_limit)})


def _at_once(limit: Limit) -> bool:
    return limit.amount <= AT_ONCE.get(limit.unit, 0)


def _when_flaws(item: CatalogueItem) -> Iterator[Flaw]:
    questions = {one.id: one for one in item.questions}
    used = {clause.question for one in item.questions for clause in one.when}
    for part in WITH_WHEN:
        for index, element in enumerate(getattr(item, part)):
            here = (part, index, "when")
            wrong = [flaw for clause in element.when for flaw in clause_flaws(clause, questions, here)]
            yield from wrong
            if not wrong and never(element.when, questions):
                yield Flaw(path=here, code="never")
            used |= {clause.question for clause in element.when}
    for index, question in enumerate(item.questions):
        if question.id not in used:
            yield Flaw(path=("questions", index), code="idle-question", params={"value": question.id})
        elif never(question.when, questions):
            yield Flaw(path=("questions", index, "when"), code="never")


def _field_flaws(field: Field, path: Path) -> Iterator[Flaw]:
    if field.kind in CHOOSING and not field.choices:
        yield Flaw(path=(*path, "choices"), code="choices-missing", params={"value": field.name})
    if field.kind not in CHOOSING and field.choices:
        yield Flaw(path=(*path, "choices"), code="choices-idle", params={"value": field.name})
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield Flaw(path=(*path, "minimum"), code="bounds")
    yield from _once((*path, "choices"), "value", [one.value for one in field.choices])
    if field.prefill is not None and field.prefill not in FACTS:
        yield Flaw(path=(*path, "prefill"), code="unknown-fact", params={"value": field.prefill})
    try:
        re.compile(field.pattern or "")
    except re.error:
        yield Flaw(path=(*path, "pattern"), code="bad-pattern")


def _once(path: Path, member: str, values: Iterable[str]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield Flaw(path=(*path, index, member), code="twice", params={"value": value})
        seen.add(value)
