"""Finding items by what people say. Every process keeps an index of the catalogue and renews it behind the scenes."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Final

import msgspec
from asyncpg import Record

from backend.reference.regions import service as regions
from backend.services.items import places, queries, search_queries, search_ranking
from backend.services.items import search_words as words
from backend.services.items.memory import MEMORY
from backend.services.items.search_index import Document, Index
from backend.services.items.search_structs import ItemHit, Suggestion
from backend.services.items.search_synonyms import Synonyms, synonyms
from backend.services.items.structs import Audience, ItemSummary

READ_AT_ONCE: Final = 500
ADDED_AT_ONCE: Final = 20  # about 2 ms of work, then others have their turn
ABOUT_MOST: Final = 120  # the first sentence says it
BUNDLES_MOST: Final = 1_000
SUGGESTED_FROM: Final = 0.3  # below it is a guess, which while somebody types is noise

_decoder = msgspec.json.Decoder(ItemHit)


class _Kept(msgspec.Struct):
    """The index of this process, what it was built from, and whoever builds the next one."""

    index: Index
    bundles: dict[str, tuple[str, ...]]
    revision: int
    day: date
    coming: asyncio.Task[None] | None = None


_kept: list[_Kept] = []
_first = asyncio.Lock()


async def find(
    text: str, *, region_code: str | None = None, audience: Audience | None = None, limit: int = 20
) -> list[ItemHit]:
    """Items that the text may mean, the likeliest first; with a region only what somebody handles for it.

    Raises:
        UnknownRegion
    """
    kept, levels = await _current(), await _levels(region_code)
    found = search_ranking.search(kept.index, text, limit=limit, audience=audience, levels=levels)
    return [_hit(kept, one) for one in found]


async def suggest(
    text: str, *, region_code: str | None = None, audience: Audience | None = None, limit: int = 8
) -> list[Suggestion]:
    """What the person may be typing: an item's name, or the everyday word for it that fits.

    Raises:
        UnknownRegion
    """
    kept, levels = await _current(), await _levels(region_code)
    found = search_ranking.search(kept.index, text, limit=limit, audience=audience, levels=levels)
    return [_suggestion(one, kept) for one in found if one.score >= SUGGESTED_FROM]


def forget() -> None:
    """Drop the index; the next search builds it anew."""
    for kept in _kept:
        if kept.coming is not None:
            kept.coming.cancel()
    _kept.clear()


async def _current() -> _Kept:
    """The index as it is; an old one serves while the next is built."""
    await MEMORY.refresh(queries.revision)
    wanted = MEMORY.revision, regions.today()
    if not _kept:
        async with _first:
            if not _kept:
                _kept.append(await _build(*wanted))
    kept = _kept[0]
    if (kept.revision, kept.day) != wanted and (kept.coming is None or kept.coming.done()):
        kept.coming = asyncio.create_task(_renew(*wanted))
    return kept


async def _renew(revision: int, day: date) -> None:
    _kept[:] = [await _build(revision, day)]


async def _build(revision: int, day: date) -> _Kept:
    said = synonyms()
    bundles = _by_member(await search_queries.bundles(on=day, limit=BUNDLES_MOST))
    documents = [_document(row, said) async for row in _rows(day)]
    documents.sort(key=lambda one: (one.code not in bundles, -one.text.count("\n"), one.code))
    index = Index(said.words)
    for number, document in enumerate(documents):
        if number % ADDED_AT_ONCE == 0:
            await asyncio.sleep(0)
        index.add(document)
    for _ in index.closing():
        await asyncio.sleep(0)
    return _Kept(index, bundles, revision, day)


async def _rows(day: date) -> AsyncIterator[Record]:
    after = ""
    while rows := await search_queries.items(on=day, after=after, limit=READ_AT_ONCE):
        for number, row in enumerate(rows):
            if number % ADDED_AT_ONCE == 0:
                await asyncio.sleep(0)
            yield row
        after = rows[-1]["code"]


def _by_member(rows: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for code in row["members"]:
            found[code] = (*found.get(code, ()), row["code"])
    return found


def _document(row: Record, said: Synonyms) -> Document:
    phrases = (row["name"], *said.phrases.get(row["code"], ()), row["about"])
    return Document(
        code=row["code"],
        text="\n".join(words.cleaned(phrase, most=ABOUT_MOST) for phrase in phrases),
        audiences="".join(row["audiences"]),
        levels="".join(row["levels"]),
        summary=msgspec.json.encode(msgspec.convert(row["summary"], ItemSummary)),
        explained=True,
    )


async def _levels(region_code: str | None) -> frozenset[str] | None:
    return None if region_code is None else frozenset(await places.levels_on_the_way(region_code))


def _hit(kept: _Kept, found: search_ranking.Found) -> ItemHit:
    hit = _decoder.decode(found.document.summary)
    said = found.document.text.split("\n")[found.phrase] if found.phrase else ""
    return msgspec.structs.replace(hit, said=said, bundles=list(kept.bundles.get(hit.basic_code, ())))


def _suggestion(found: search_ranking.Found, kept: _Kept) -> Suggestion:
    hit = _decoder.decode(found.document.summary)
    said = found.document.text.split("\n")[found.phrase] if found.phrase else hit.name
    return Suggestion(
        text=said, basic_code=hit.basic_code, name=hit.name, bundles=list(kept.bundles.get(hit.basic_code, ()))
    )
