"""Notices, consultations and letters of the demo world, and the applications that are still outside."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import msgspec

from backend.core.attempts import Attempt
from backend.core.structs import now
from backend.demo.personas import BY_ID, WORLD
from backend.host.outside import service as outside
from backend.host.outside.structs import SeedOutsideApp
from backend.reference.calendar import service as calendar
from backend.services.interaction.consultations import seeding as consultations
from backend.services.interaction.consultations.structs import SeedConsultation
from backend.services.interaction.letters import desk
from backend.services.interaction.letters import service as letters
from backend.services.interaction.letters.structs import (
    LetterKind,
    ProposeAnswer,
    PublishLetter,
    SeedBox,
    Settle,
    WriteLetter,
)
from backend.services.interaction.notices import service as notices
from backend.services.interaction.notices.structs import SeedNotice

DATA = Path(__file__).parent / "data"
Rows = list[dict[str, Any]]


async def fill() -> None:
    """Everything that is not there yet; a second time changes nothing."""
    read: dict[str, Rows] = msgspec.json.decode((DATA / "interaction.json").read_bytes())
    published: Rows = msgspec.json.decode((DATA / "notices.json").read_bytes())
    await notices.seed([msgspec.convert(_keyed(one, "interprets"), SeedNotice) for one in _plain(published)])
    await consultations.seed([_consultation(one) for one in read["consultations"]])
    invented = {"source": "演示数据", "evidence": "invented"}
    await letters.seed_boxes([msgspec.convert(_camel(_keyed(one) | invented), SeedBox) for one in read["boxes"]])
    await outside.seed([msgspec.convert(_camel(_keyed(one)), SeedOutsideApp) for one in read["outside"]], at=now())
    for one in read["letters"]:
        await _letter(one)


async def _letter(one: dict[str, Any]) -> None:
    """From the letter to its answer, as people would do it; a persona that has written already writes no more."""
    writer = _person(one["writer"])
    if (await letters.mine(writer, limit=1, cursor=None)).items:
        return
    at = now()
    command = WriteLetter(
        box_id=_id(one["box"]),
        kind=LetterKind(one["kind"]),
        subject=one["subject"],
        text=one["text"],
        publishable=one["publishable"],
    )
    letter = await letters.write(command, person_id=writer, attempt=_attempt(), at=at)
    if one["maker"] is None:
        return
    maker = _person(one["maker"])
    await desk.assign(letter.id, staff=maker, attempt=_attempt(), at=at)
    await desk.propose(letter.id, ProposeAnswer(text=one["answer"]), staff=maker, attempt=_attempt(), at=at)
    if one["checker"] is None:
        return
    checker = _person(one["checker"])
    await desk.approve(letter.id, staff=checker, attempt=_attempt(), at=at)
    if one["solved"] is not None:
        await letters.settle(letter.id, Settle(solved=one["solved"]), person_id=writer, attempt=_attempt(), at=at)
    if one["public"] is not None:
        words = PublishLetter(**one["public"], answer=one["answer"])
        await desk.publish(letter.id, words, staff=checker, attempt=_attempt(), at=at)


def _consultation(one: dict[str, Any]) -> SeedConsultation:
    """One is open, whenever the world is made: its days are counted from today."""
    today = calendar.today()
    told = _keyed(one) | {
        "opens_on": (today + timedelta(days=one["opens_in_days"])).isoformat(),
        "closes_on": (today + timedelta(days=one["closes_in_days"])).isoformat(),
        "comments": [[str(_person(who)), section, text] for who, section, text in one["comments"]],
        "source": "演示数据",
        "evidence": "invented",
    }
    del told["opens_in_days"], told["closes_in_days"]
    return msgspec.convert(_camel(told), SeedConsultation)


def _plain(rows: Rows) -> Rows:
    """Policies before what explains them."""
    return sorted(rows, key=lambda one: "interprets" in one)


def _keyed(one: dict[str, Any], *links: str) -> dict[str, Any]:
    """With ids in the place of keys, the same in every demo world."""
    named = {link: str(_id(one[link])) for link in links if link in one}
    told = {name: value for name, value in one.items() if name != "key"} | {"id": str(_id(one["key"]))} | named
    return _camel(told) if links else told


def _camel(one: dict[str, Any]) -> dict[str, Any]:
    """Names as they are on the wire."""
    return {_camelled(name): value for name, value in one.items()}


def _camelled(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _id(key: str) -> UUID:
    return uuid5(WORLD, f"interaction:{key}")


def _person(persona: str) -> UUID:
    return BY_ID[persona].person_id


def _attempt() -> Attempt:
    return Attempt(caller="system", key=None, request_hash=b"")
