"""Asking a register: in time, once, and believing only what can be so."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Final, TypeVar
from uuid import UUID

from backend.core.errors import Refusal
from backend.core.logs import logger
from backend.identity.people import service as people
from backend.reference.regions import service as regions
from backend.supports.exchange import checking, ports
from backend.supports.exchange.errors import RegisterAway, RegisterUnclear
from backend.supports.exchange.ports import Answer, PersonKey
from backend.supports.exchange.structs import Child, Register, Relative

PATIENCE_SECONDS: Final = 3.0  # a person waits before a form; without the register they fill it in themselves
log = logger(__name__)
T = TypeVar("T")


async def in_time(register: Register, asked: Awaitable[T]) -> T:
    """What the register says, whatever that is.

    Raises:
        RegisterAway: it raised something, or did not answer in time.
    """
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await asked
    except Refusal:
        raise
    except Exception as error:
        # Only the sort of the error is told: an adapter's words may repeat what it was asked for.
        log.warning("exchange.register-away", register=register.value, reason=type(error).__name__)
        raise RegisterAway(register=register.value) from error


async def facts(register: Register, asked: Awaitable[Answer | None], names: Sequence[str]) -> Answer:
    """The register's answer, believed; an empty one when it does not know the subject.

    Raises:
        RegisterAway, RegisterUnclear: nothing of it may be used.
    """
    answer = await in_time(register, asked)
    if answer is None:
        return Answer(values={})
    try:
        wrong = checking.problem(answer, names, today=regions.today())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        wrong = type(error).__name__
    if wrong is not None:
        log.error("exchange.register-unclear", register=register.value, problem=wrong)
        raise RegisterUnclear(register=register.value)
    return answer


async def key_of(person_id: UUID) -> tuple[PersonKey, str | None]:
    """By what registers know a person, and the phone they gave us; children are often known by their id alone."""
    papers = await people.papers_of(person_id)
    if papers is None:
        return PersonKey(id=person_id), None
    return PersonKey(id=person_id, document=papers.document.value, number=papers.number), papers.phone


async def children_of(person_id: UUID) -> Sequence[Child]:
    """The person's children today.

    Raises:
        RegisterAway
    """
    key, _ = await key_of(person_id)
    asked = ports.registers().population.children(key, on=regions.today())
    return await in_time(Register.POPULATION, asked)


async def relatives_of(person_id: UUID) -> Sequence[Relative]:
    """The person's spouse and parents.

    Raises:
        RegisterAway
    """
    key, _ = await key_of(person_id)
    return await in_time(Register.POPULATION, ports.registers().population.relatives(key))


async def register_id_of(person_id: UUID) -> UUID | None:
    """The id under which the population register has a person.

    Raises:
        RegisterAway
    """
    key, _ = await key_of(person_id)
    return await in_time(Register.POPULATION, ports.registers().population.id_of(key))
