"""What people ask, with the items that they mean; written before the synonyms (`queries.csv`), and whole sentences
written after them (`queries_fresh.csv`). Each is split by lot into a half for tuning and one that is held out."""

import csv
import json
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from backend.services.items import search_ranking
from backend.services.items import search_words as words
from backend.services.items.search_index import Document, Index, built
from backend.services.items.search_synonyms import synonyms
from backend.services.items.seeding import DATA

HERE = Path(__file__).parent
LOT = 20260
Question = tuple[str, frozenset[str]]


def rows(file: str, folder: Path = HERE) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def codes() -> dict[str, str]:
    """Basic codes by name."""
    return {row["name"]: row["basic_code"] for row in rows("items.csv", DATA)}


def code_of(name: str) -> str:
    return codes()[name]


def drawn(queries: Sequence[str]) -> dict[str, str]:
    """Which half each query belongs to: every other one of a shuffled list."""
    order = sorted(queries)
    random.Random(LOT).shuffle(order)
    return {query: "tuning" if place % 2 == 0 else "held-out" for place, query in enumerate(order)}


def questions(half: str, file: str = "queries.csv") -> list[Question]:
    """Questions with the codes that are right."""
    chosen = [row for row in rows(file) if row["half"] == half]
    return [(row["query"], frozenset(map(code_of, row["expected"].split("|")))) for row in chosen]


def sentences(half: str) -> list[Question]:
    return questions(half, "queries_fresh.csv")


def real_documents() -> list[Document]:
    """The catalogue as the product indexes it, in the product's order."""
    said = synonyms()
    members = {member["basicCode"] for bundle in _bundles() for member in bundle["members"]}
    documents = []
    for row in rows("items.csv", DATA):
        phrases = (row["name"], *said.phrases.get(row["basic_code"], ()), row["about"])
        documents.append(
            Document(
                code=row["basic_code"],
                text="\n".join(words.cleaned(phrase, most=120) for phrase in phrases),
                audiences=row["audiences"].replace(";", ""),
                levels=row["levels"].replace(";", ""),
                summary=b"{}",
                explained=True,
            )
        )
    return sorted(documents, key=lambda one: (one.code not in members, -one.text.count("\n"), one.code))


def _bundles() -> list[dict[str, list[dict[str, str]]]]:
    found: list[dict[str, list[dict[str, str]]]] = json.loads((DATA / "bundles.json").read_text("utf-8"))
    return found


def real_index() -> Index:
    return built(real_documents(), synonyms().words)


def hit_at_5(index: Index, asked: Sequence[Question]) -> float:
    """The share of questions with a right item among the first five."""
    hits = sum(
        1 for text, right in asked if right & {one.document.code for one in search_ranking.search(index, text, limit=5)}
    )
    return round(hits / len(asked), 4)
