"""`items.search`: a hundred thousand items in the memory of a process, asked what people ask.

The yardstick is PostgreSQL over the same phrases in the same run: `ilike` of the cleaned question, as most portals
search. `hit_at_5` is the share of questions with a right item among the first five: `tuning` was looked at while the
search was made, `held_out` was not; `sentences` are whole sentences, written after the list of synonyms.
"""

import asyncio
import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import asyncpg

from backend.core.embedded.servers import EmbeddedServers
from backend.services.items import search_ranking
from backend.services.items import search_words as words
from backend.services.items.search_index import Document, Index, built
from backend.services.items.search_synonyms import synonyms
from tests.bench import many_items
from tests.bench.measure import OURS_CORE, Result, foreign_load, median, percentiles, result, versions
from tests.running import cpu_seconds
from tests.services.items import asking

MANY = 100_000
ROUNDS = {"usual": 5, "full": 20}
ILIKE_EVERY = 6  # a question takes it a second, and the figure needs no more
NAMES_ASKED = 100  # invented items by their own name, so that the long tail is measured as well
SHOWN = 20
TABLE = "create table bench_item (code text primary key, phrases text not null)"
ILIKE = "select code from bench_item where phrases ilike '%' || $1 || '%' order by length(phrases) limit $2"
Asked = Sequence[tuple[str, frozenset[str]]]


def run(scale: str) -> Iterable[Result]:
    """One line; latencies are of single calls in process, waiting for nothing but the processor."""
    before, began = _resident(), time.process_time()
    documents = many_items.documents(asking.real_documents(), synonyms(), many=MANY)
    index = built(documents, synonyms().words)
    build_seconds, mebibytes = time.process_time() - began, (_resident() - before) / 2**20
    gc.freeze()
    texts = [text for text, _ in _all()] + many_items.names(NAMES_ASKED)
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {OURS_CORE})
    try:
        ours, processor, foreign = _measured(index, texts, rounds=ROUNDS[scale])
    finally:
        os.sched_setaffinity(0, usual)
    some = _all()[::ILIKE_EVERY]
    theirs, found = asyncio.run(_yardstick(documents, [text for text, _ in some]))
    yield result(
        "items.search",
        ours=median(ours) * 1000,
        yardstick=median(theirs) * 1000,
        unit="ms per question",
        **percentiles(ours),
        cpu_ms=percentiles(processor),
        yardstick_is="PostgreSQL ilike over the same phrases",
        yardstick_ms=percentiles(theirs),
        hit_at_5=_hits(index),
        hit_at_5_real_catalogue=_hits(asking.real_index()),
        yardstick_hit_at_5=_share(some, lambda text: found[text]),
        questions={"tuning": len(asking.questions("tuning")), "held_out": len(asking.questions("held-out"))},
        versions=versions("pypinyin", "asyncpg"),
        data={"items": len(documents), "real": len(asking.codes()), "terms": len(index.postings)},
        index_mib=round(mebibytes, 1),
        build_cpu_seconds=round(build_seconds, 1),
        rounds=ROUNDS[scale],
        foreign_load=round(foreign, 3),
    )


def _measured(index: Index, texts: Sequence[str], *, rounds: int) -> tuple[list[float], list[float], float]:
    seconds, processor, used = list[float](), list[float](), list[float]()
    with foreign_load(used) as foreign:
        before = cpu_seconds(os.getpid())
        for number in range(rounds + 1):
            for text in texts:
                at, cpu = time.perf_counter(), time.process_time()
                search_ranking.search(index, text, limit=SHOWN)
                if number:  # the first round warms up
                    processor.append(time.process_time() - cpu)
                    seconds.append(time.perf_counter() - at)
        used.append(cpu_seconds(os.getpid()) - before)
    return seconds, processor, foreign.cores


async def _yardstick(documents: Sequence[Document], texts: Sequence[str]) -> tuple[list[float], dict[str, list[str]]]:
    with tempfile.TemporaryDirectory() as folder, EmbeddedServers(Path(folder)) as servers:
        own = await asyncpg.connect(servers.urls.database)
        await own.execute(TABLE)
        await own.copy_records_to_table("bench_item", records=[(one.code, one.text) for one in documents])
        await own.execute("analyze bench_item")
        seconds, found = [], {}
        for text in texts:
            asked = words.meant(words.cleaned(text))
            at = time.perf_counter()
            rows = await own.fetch(ILIKE, asked, SHOWN)
            seconds.append(time.perf_counter() - at)
            found[text] = [row["code"] for row in rows]
        await own.close()
    return seconds, found


def _hits(index: Index) -> dict[str, float]:
    return {
        "tuning": asking.hit_at_5(index, asking.questions("tuning")),
        "held_out": asking.hit_at_5(index, asking.questions("held-out")),
        "sentences_tuning": asking.hit_at_5(index, asking.sentences("tuning")),
        "sentences_held_out": asking.hit_at_5(index, asking.sentences("held-out")),
    }


def _all() -> list[tuple[str, frozenset[str]]]:
    return [*asking.questions("tuning"), *asking.questions("held-out")]


def _share(asked: Asked, answer: Callable[[str], Sequence[str]]) -> float:
    return round(sum(1 for text, right in asked if right & set(answer(text)[:5])) / len(asked), 4)


def _resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
