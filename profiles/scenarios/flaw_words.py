"""What is wrong with a scenario, in words: cause and fix in both languages, by code. Pure."""

from collections.abc import Mapping
from typing import Final

from backend.identity.consents.structs import Bilingual
from profiles.publishing.structs import Flaw

Pair = tuple[str, str]
_WORDS: Final[Mapping[str, tuple[Pair, Pair]]] = {
    "twice": (
        ("“{name}”出现了两次。", "{name} stands twice."),
        ("给其中一个换个编号。", "Give one of them another id."),
    ),
    "one-choice": (
        ("这个问题不到两个选项，没什么可选。", "The question has fewer than two choices: nothing to choose."),
        ("至少写两个选项，或删除这个问题。", "Write two choices or more, or remove the question."),
    ),
    "no-such-answer": (
        ("预填的答案“{name}”不在选项里。", "The prefilled answer {name} is none of the choices."),
        ("从这个问题的选项里选。", "Choose one of this question's choices."),
    ),
    "not-before": (
        ("要等的“{name}”不在这一步之前。", "It waits for {name}, which is not before it."),
        ("只选排在前面的步骤，或调整步骤顺序。", "Choose steps that stand before it, or move the step."),
    ),
    "several-doers": (
        ("一步只能由事项、一件事、小程序之一办理。", "A step is done by one of item, bundle and mini-app."),
        ("只留下一个。", "Keep one of them."),
    ),
    "no-such-app": (
        ("没有“{name}”这个小程序。", "There is no mini-app {name}."),
        ("填写已上线的小程序编号。", "Fill in the id of a mini-app that is live."),
    ),
    "no-such-item": (
        ("没有“{name}”这个事项或一件事。", "There is no item or bundle {name}."),
        ("从事项目录中选择。", "Choose one from the catalogue of items."),
    ),
    "not-granted-by": (
        ("办成所看的事项 {name} 不在其中。", "It is granted by {name}, which is not in its item or bundle."),
        ("从该事项或一件事包含的事项里选。", "Choose among the items in it."),
    ),
    "no-event": (
        ("没有事件会打开这个场景。", "No event opens the scenario."),
        ("至少选一个人生事件。", "Choose a life event or more."),
    ),
    "no-such-event": (
        ("没有“{name}”这种事件，或它不属于这类对象。", "There is no event {name} of such subjects."),
        ("从事件列表中选择。", "Choose one from the list of events."),
    ),
    "other-purpose": (
        ("没有一个事件是为“{name}”这种用途开的。", "None of its events is of the use {name}."),
        ("换用途，或加上该用途的事件。", "Choose another use, or an event of that one."),
    ),
    "no-step": (
        ("还没有步骤。", "There is no step."),
        ("至少写一个步骤。", "Write a step or more."),
    ),
    "too-many": (
        ("最多 {name} 个。", "At most {name} of them are allowed."),
        ("删去一些，或拆成两个场景。", "Remove some, or make two scenarios of it."),
    ),
    "no-words": (
        ("这里没有写中文或英文。", "The Chinese or the English text is missing."),
        ("两种语言都写上。", "Write it in both languages."),
    ),
    "too-long": (
        ("中文超过 {name} 个字，手机上放不下。", "The Chinese text has more than {name} characters."),
        ("写短一些。", "Make it shorter."),
    ),
    "no-source": (
        ("没有写来源。", "Its source is missing."),
        ("写上依据的文件或目录名称。", "Write the document or catalogue that it comes from."),
    ),
    "ends-before": (
        ("截止日期早于生效日期。", "It ends before it begins."),
        ("改成更晚的截止日期，或不设截止。", "Choose a later end, or none."),
    ),
    "never": (
        ("无论怎样回答都走不到这一步。", "No answers lead to this step."),
        ("放宽它的条件，或删除它。", "Widen its condition, or remove it."),
    ),
}  # fmt: skip
CODES: Final = frozenset(_WORDS)


def flaw(path: str, code: str, name: str | int = "") -> Flaw:
    """One fault; `name` is what the words speak of."""
    cause, fix = _WORDS[code]
    return Flaw(
        path=path,
        code=code,
        cause=Bilingual(zh=cause[0].format(name=name), en=cause[1].format(name=name)),
        fix=Bilingual(zh=fix[0].format(name=name), en=fix[1].format(name=name)),
    )
