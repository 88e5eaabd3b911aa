"""The rules around the score: who may have a card at all, what comes first, and what must wait. Pure.

Each does one thing and says so in a step. The last step with a place counts; what a person does not want counts most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from backend.identity.consents.structs import Bilingual
from profiles.attributes.conditions import Verdict, judge, verdict_of
from profiles.ranking import features
from profiles.ranking.library import within
from profiles.ranking.structs import Basis, Candidate, CardKind, LeftOut, Place, RuleStep
from profiles.ranking.viewer import Viewer, own_use

DUE_DAYS: Final = 14  # what is due sooner stands first
OVERDUE_DAYS: Final = 30  # and what is overdue, until nobody would do it any more
STALE_DAYS: Final = 60  # news older than this are no news
WORN_DAYS: Final = 7  # shown on so many days without being opened, a card makes room for others
TITLES: Final = {
    "deadline-first": Bilingual(zh="快到期的排在前面", en="What is due soon stands first"),
    "stale": Bilingual(zh="较早的内容往后排", en="Older content stands further back"),
    "worn": Bilingual(zh="多次展示没有打开，往后排", en="Shown often and not opened: further back"),
    "eligible": Bilingual(zh="符合办理条件", en="The conditions are met"),
    "perhaps-eligible": Bilingual(zh="暂不能确定是否符合条件，照常展示", en="Not known whether the conditions are met"),
    "not-eligible": Bilingual(
        zh="登记信息显示不符合条件，排在最后", en="Registers say that the conditions are not met"
    ),
    "other-region": Bilingual(zh="不在您所在的地方提供，排在最后", en="It is offered elsewhere"),
    "not-interested": Bilingual(zh="您说过不感兴趣，已隐藏", en="You said that you do not want to see this"),
    "lot": Bilingual(zh="为了解大家的需要，随机提前", en="Drawn further up by lot, to learn what people need"),
    "variety": Bilingual(zh="同一领域不连排太多，往后让一让", en="Not too many of one area side by side"),
}
VARIETY: Final = RuleStep(rule="variety", title=TITLES["variety"])


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether the viewer may have a card, and what that rests on."""

    verdict: Verdict
    basis: tuple[Basis, ...]


def left_out(one: Candidate, viewer: Viewer, *, on: date) -> LeftOut | None:
    """Why the card is not shown at all; None when it is.

    A card that exists for an attribute goes with it, unless that is kept for another use, which others have looked at.
    """
    if one.audience is not viewer.audience:
        return LeftOut(id=one.id, rule="audience")
    if one.deadline_final and one.deadline is not None and one.deadline < on:
        return LeftOut(id=one.id, rule="over")
    for basis in one.because:
        name = basis.attribute
        if name is not None and name in features.visible(viewer.audience) and name not in viewer.facts:
            return LeftOut(id=one.id, rule="basis-gone")
    return None


def plain_steps(one: Candidate, *, on: date) -> tuple[Place, tuple[RuleStep, ...]]:
    """What rules say that look at nobody: what is due comes first, old news last."""
    if one.deadline is not None and -OVERDUE_DAYS <= (one.deadline - on).days <= DUE_DAYS:
        return Place.DUE, (step("deadline-first", Place.DUE),)
    if one.fresh_on is not None and on - one.fresh_on > timedelta(days=STALE_DAYS):
        return Place.STALE, (step("stale", Place.STALE),)
    return Place.USUAL, ()


def judged(one: Candidate, viewer: Viewer, *, on: date) -> Judged | None:
    """Whether the viewer may have the card, by somebody else's verdict or by the condition; None without either."""
    if one.verdict is not None:
        return Judged(one.verdict, ())
    if one.when is None:
        return None
    if verdict_of(one.when, viewer.facts, on=on) is Verdict.UNKNOWN:
        return Judged(Verdict.UNKNOWN, ())
    found = judge(one.when, viewer.facts, on=on)
    return Judged(found.verdict, viewer.bases(list(dict.fromkeys(reason.attribute for reason in found.reasons))))


def placed(
    one: Candidate, viewer: Viewer, place: Place, steps: Sequence[RuleStep], verdict: Judged | None
) -> tuple[Place, Sequence[RuleStep]]:
    """The place after the rules that look at the viewer. Later rules count more; what is due is not worn."""
    used = viewer.usage.get(one.id)
    more = list(steps)
    if used is not None and used.shown >= WORN_DAYS and place is not Place.DUE:
        more.append(step("worn", Place.WORN, (own_use(used.seen_on),)))
    if verdict is not None:
        more.append(_of_verdict(verdict))
    if one.region is not None and _elsewhere(one.region, viewer.region):
        more.append(step("other-region", Place.NOT_FOR_YOU, viewer.bases([viewer.region_name])))
    if _unwanted(one, viewer):
        more.append(step("not-interested", Place.UNWANTED))
    places = [each.place for each in more if each.place is not None]
    return (places[-1] if places else place), more


def drawn_to(number: int) -> RuleStep:
    """The step of a card that was drawn by lot."""
    return RuleStep(rule="lot", title=TITLES["lot"], at=number)


def step(rule: str, place: Place | None = None, basis: Sequence[Basis] = ()) -> RuleStep:
    """What a rule did."""
    return RuleStep(rule=rule, title=TITLES[rule], place=place, basis=basis)


def _of_verdict(one: Judged) -> RuleStep:
    if one.verdict is Verdict.MET:
        return step("eligible", None, one.basis)
    if one.verdict is Verdict.UNKNOWN:
        return step("perhaps-eligible")
    return step("not-eligible", Place.NOT_FOR_YOU, one.basis)


def _elsewhere(area: str, region: str) -> bool:
    """Whether a card is offered where the viewer is not; a place within their own place may be theirs."""
    return bool(region) and not within(region, area) and not within(area, region)


def _unwanted(one: Candidate, viewer: Viewer) -> bool:
    """A topic hides offers, never what the person has begun or must do."""
    if one.id in viewer.unwanted_cards:
        return True
    return one.kind is not CardKind.TASK and not one.because and not viewer.unwanted_topics.isdisjoint(one.topics)
