"""What the rooms know, as cards. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final

from backend.home.offered import Offered
from backend.home.structs import HomeCard, HomeSection, SectionId, Tone
from backend.services.cases.flow.structs import CaseSummary, State
from backend.services.cases.forms.structs import DraftSummary
from backend.services.windows.structs import HallSign
from profiles.ranking.structs import Place, Ranked
from profiles.scenarios.structs import OpenScenario

SOON: Final = timedelta(days=7)
FOR_YOU_MOST: Final = 8
TITLES: Final = {
    SectionId.TO_DO: ("等您处理", "Waiting for you"),
    SectionId.CONTINUE: ("接着办", "Continue"),
    SectionId.LIFE: ("人生大事", "Life events"),
    SectionId.FOR_YOU: ("为您推荐", "For you"),
    SectionId.NEAR: ("就近办", "Near you"),
}
FOR_ALL: Final = ("大家常办", "Often used")  # the same section when nothing personal orders it
WORDS: Final = {
    "supplement": ("请补正材料", "Please hand in what is missing"),
    "draft": ("草稿，还没有提交", "Draft, not yet handed in"),
    "next": ("下一步：{step}", "Next: {step}"),
    "done": ("都办好了", "All done"),
}


def sections(parts: Mapping[SectionId, Sequence[HomeCard]], *, language: str, personal: bool) -> list[HomeSection]:
    """The parts in their order; one without cards is left out."""
    titles = TITLES if personal else TITLES | {SectionId.FOR_YOU: FOR_ALL}
    return [
        HomeSection(id=one, title=_in(language, titles[one]), cards=list(parts[one]))
        for one in SectionId
        if parts.get(one)
    ]


def waiting(cases: Iterable[CaseSummary], *, today: date, language: str) -> list[HomeCard]:
    """Cases in which nothing goes on until the person has acted, the nearest due day first."""
    own = [one for one in cases if one.state is State.SUPPLEMENT_REQUESTED]
    own.sort(key=lambda one: (one.due_on or date.max, one.id))
    return [
        HomeCard(
            id=f"case:{one.id}", kind="case", title=one.item_name, text=_in(language, WORDS["supplement"]),
            to=f"/cases/{one.id}", due_on=one.due_on, tone=_tone(one.due_on, today),
        )
        for one in own
    ]  # fmt: skip


def going_on(drafts: Iterable[DraftSummary], cases: Iterable[CaseSummary], *, language: str) -> list[HomeCard]:
    """What the person has begun: drafts first, because those wait for them."""
    begun = [
        HomeCard(
            id=f"draft:{one.id}", kind="draft", title=one.name, text=_in(language, WORDS["draft"]),
            to=f"/applications/{one.id}",
        )
        for one in drafts
    ]  # fmt: skip
    handed_in = [
        HomeCard(
            id=f"case:{one.id}", kind="case", title=one.item_name, to=f"/cases/{one.id}",
            text=one.state_words.en if language == "en" else one.state_words.zh,
        )
        for one in cases
        if one.state is not State.SUPPLEMENT_REQUESTED
    ]  # fmt: skip
    return begun + handed_in


def life(guides: Iterable[OpenScenario], *, today: date, language: str) -> list[HomeCard]:
    """Guides through what happened, the nearest step first."""
    cards = [
        HomeCard(
            id=f"guide:{one.id}", kind="guide", title=_text(language, one.title), to=f"/me/guides/{one.id}",
            text=_in(language, WORDS["next"]).format(step=_text(language, one.next_up.title)) if one.next_up
            else _in(language, WORDS["done"]),
            due_on=one.next_up.due_on if one.next_up else None,
            tone=_tone(one.next_up.due_on if one.next_up else None, today),
        )
        for one in guides
    ]  # fmt: skip
    return sorted(cards, key=lambda card: (card.due_on or date.max, card.id))


def ranked(order: Iterable[Ranked], offered: Offered) -> list[HomeCard]:
    """The best of the order, with the reasons that made it."""
    wanted = (one for one in order if one.place <= Place.WORN and one.id in offered.titles)
    return [
        HomeCard(
            id=one.id, kind=one.id.partition(":")[0], title=offered.titles[one.id][0], text=offered.titles[one.id][1],
            to=_address(one.id), due_on=one.deadline, score=one.score, reasons=list(one.reasons), steps=list(one.steps),
        )
        for one in islice(wanted, FOR_YOU_MOST)
    ]  # fmt: skip


def near(halls: Iterable[HallSign]) -> list[HomeCard]:
    """Where one may go. Whether it is open just now stands on its page: a kept screen would be wrong about it."""
    return [
        HomeCard(id=f"hall:{one.code}", kind="hall", title=one.name, text=one.address, to=f"/halls/{one.code}")
        for one in halls
    ]


def _address(card: str) -> str:
    kind, _, name = card.partition(":")
    return f"/items/{name}" if kind == "item" else f"/apps/{name}"


def _tone(due_on: date | None, today: date) -> Tone:
    return Tone.URGENT if due_on is not None and due_on - today <= SOON else Tone.PLAIN


def _in(language: str, words: tuple[str, str]) -> str:
    return words[1] if language == "en" else words[0]


def _text(language: str, words: object) -> str:
    return str(getattr(words, language))
