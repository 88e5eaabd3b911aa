"""What the applicant is told at each step, in the deciding department's name; and the subject, if that is another."""

from typing import Final
from uuid import UUID

from backend.services.cases.flow.dossier import NEVER, Dossier
from backend.services.cases.flow.kinds import Words
from backend.services.cases.flow.transitions import STATE_WORDS
from backend.supports.messages import service as messages
from backend.supports.messages.structs import MessageFact, SendMessage

REMEDIES: Final = Words(
    zh="如对本决定不服，可以自收到本决定之日起六十日内依法申请行政复议，或者自收到本决定之日起六个月内依法向人民法院提起行政诉讼。",
    en=(
        "If you disagree, you may apply for administrative reconsideration within sixty days of receiving this "
        "decision, or bring an action before the people's court within six months."
    ),
)
NOTE_MOST = 3000  # a message holds 4,000 characters

# action -> title and what is said; `{note}` are the words of the officer, `{due}` the day.
LETTERS: Final[dict[str, tuple[str, str]]] = {
    "submit": ("申请已提交", "您的申请已经提交，工作人员会在 5 个工作日内告知是否受理。"),
    "take-over": ("办理地已收到申请", "您的申请材料已由收件地移交到办理地，办理地会在 5 个工作日内告知是否受理。"),
    "accept": ("申请已受理", "您的申请已经受理，请留意办理结果。承诺办结日期：{due}。"),
    "accept-conditionally": ("申请已容缺受理", "您的申请已经容缺受理。{note}"),
    "accept-on-commitment": ("申请已按告知承诺受理", "您的申请已按告知承诺制受理。承诺办结日期：{due}。"),
    "deem-accepted": ("申请视为受理", "办理部门没有在 5 个工作日内告知，您的申请自收到之日起视为受理。"),
    "refuse-acceptance": ("申请不予受理", "您的申请不予受理。理由：{note}\n您可以补充材料后重新申请。\n{remedies}"),
    "request-supplement": ("请补正材料", "您的申请需要补正，下面是需要补正的全部内容，只会要求一次：\n{note}"),
    "lapse": ("申请已终止", "您没有在期限内补正材料，本次办理已经终止。您可以重新提交申请。"),
    "suspend": ("进入特别程序", "您的申请进入特别程序，期间不计入办理期限。{note}"),
    "resume": ("特别程序结束", "特别程序已经结束，继续计算办理期限。结果：{note}"),
    "approve-extension": ("办理期限延长", "经批准，您的申请办理期限已延长。{note}\n新的办结日期：{due}。"),
    "granted": ("准予决定", "您的申请已准予。{note}\n我们会在 10 个工作日内把结果送达给您。"),
    "denied": ("不予决定", "您的申请没有获得准予。理由：{note}\n{remedies}"),
    "conclude": ("办件已办结", "您的办件已经办结。结果：{note}"),
    "hand-back": ("结果已送往收件地", "您的办理结果已经送往收件地，请前往领取。"),
    "withdraw": ("申请已撤回", "您的申请已经撤回。"),
    "void": ("办件已作废", "您的办件已经作废，这不代表对您的申请作出决定。原因：{note}"),
    "reopen": ("申请已重新提交", "您的申请已经重新提交，工作人员会在 5 个工作日内告知是否受理。"),
    "red-card": ("办件超期提醒", "很抱歉，您的办件已经超过期限，我们已向办理部门发出红牌督办。"),
}


async def send(case: Dossier, action: str, *, note: str) -> None:
    """Put the letter of this step into the inbox, in the step's transaction; steps without a letter say nothing."""
    key = case.state.value if action in {"decide", "approve"} else action
    letter = LETTERS.get(key)
    if letter is None:
        return
    title, body = letter
    due = "（暂停计时）" if case.due_on == NEVER else str(case.promised_due_on or case.due_on)
    text = body.format(note=note[:NOTE_MOST], due=due, remedies=REMEDIES.zh)
    for person_id in dict.fromkeys(_readers(case)):
        await messages.send(
            SendMessage(
                person_id=person_id, sender=case.department, title=f"{title}：{case.item_name}"[:200], body=text,
                facts=_facts(case),
            )
        )  # fmt: skip


def _readers(case: Dossier) -> list[UUID]:
    by_another = case.subject_kind == "person" and case.acted_as != "family"  # a small child reads no letters
    return [case.applicant_id, *([case.subject_id] if by_another else [])]


def _facts(case: Dossier) -> list[MessageFact]:
    return [
        MessageFact(label="办件编号", value=case.number),
        MessageFact(label="办理事项", value=case.item_name),
        MessageFact(label="申请人", value=case.subject_name),
        MessageFact(label="当前状态", value=STATE_WORDS[case.state].zh),
    ]
