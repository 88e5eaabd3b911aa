"""One refusal for each guard of the transition table; the code is the guard's name."""

from backend.core.errors import Kind, Refusal


class HeldElsewhere(Refusal):
    """The deciding place does not hold the case."""

    kind = Kind.CONFLICT
    code = "cases.held-by-decider"
    zh = "材料还没有移交到办理地；受理和决定只能由办理地作出，请先完成移交。"
    en = "The deciding place does not hold this case yet. Only it may accept and decide; hand the case over first."


class NotHeldByReceiver(Refusal):
    """It was handed over already, or taken in by nobody else."""

    kind = Kind.CONFLICT
    code = "cases.held-by-receiver"
    zh = "这个办件不在收件地，不能移交。"
    en = "The receiving place does not hold this case, so it cannot hand it over."


class NotInTransit(Refusal):
    """Nothing is on its way."""

    kind = Kind.CONFLICT
    code = "cases.in-transit"
    zh = "收件地还没有移交，或已经接收过了。"
    en = "The receiving place has not handed it over yet, or it was received already."


class NoReceiver(Refusal):
    """It was not taken in elsewhere."""

    kind = Kind.CONFLICT
    code = "cases.has-receiver"
    zh = "这个办件没有收件地，不用移交结果。"
    en = "No other place took this case in, so there is nobody to send the result to."


class OwnCase(Refusal):
    """Nobody handles a case of their own, of their firm, or of somebody they act for."""

    kind = Kind.FORBIDDEN
    code = "cases.not-own-case"
    zh = "您是申请人或其代理人，按回避规定不能办理这个办件。"
    en = "You are the applicant or act for them, so you must not handle this case."


class MaterialsMissing(Refusal):
    """Something required is missing: ask for it, or accept conditionally."""

    kind = Kind.CONFLICT
    code = "cases.materials-complete"
    zh = "还缺必要材料：{materials}。请一次性告知补正，或依规定容缺受理。"
    en = "Required materials are missing: {materials}. Ask for them, or accept conditionally where allowed."


class NotConditional(Refusal):
    """The item knows no conditional acceptance."""

    kind = Kind.CONFLICT
    code = "cases.item-allows-conditional"
    zh = "这个事项不适用容缺受理。"
    en = "This item does not allow conditional acceptance."


class NotOnlyLater(Refusal):
    """More is missing than what may follow, or nothing is."""

    kind = Kind.CONFLICT
    code = "cases.only-later-missing"
    zh = "容缺只适用于可以后补的材料；现在缺的是：{materials}。"
    en = "Only materials that may follow later can be missing for this. Missing now: {materials}."


class NoCommitmentHere(Refusal):
    """The item knows no notice-and-commitment."""

    kind = Kind.CONFLICT
    code = "cases.item-allows-commitment"
    zh = "这个事项不适用告知承诺制。"
    en = "This item does not allow acceptance on commitment."


class NothingCommitted(Refusal):
    """The applicant has given no commitment."""

    kind = Kind.CONFLICT
    code = "cases.commitment-given"
    zh = "申请人没有作出书面承诺，不能按告知承诺受理。"
    en = "The applicant has not given a written commitment."


class NotOnlyCovered(Refusal):
    """Something is missing that no commitment covers."""

    kind = Kind.CONFLICT
    code = "cases.only-covered-missing"
    zh = "缺少的材料不在承诺范围内：{materials}。"
    en = "These missing materials are not covered by the commitment: {materials}."


class DayNotAhead(Refusal):
    """The day is not ahead, or too far."""

    kind = Kind.INVALID
    code = "cases.day-is-ahead"
    zh = "日期应在明天到 {latest} 之间。"
    en = "The day must lie between tomorrow and {latest}."


class NotOverdueYet(Refusal):
    """The time for an answer is not over."""

    kind = Kind.CONFLICT
    code = "cases.acceptance-overdue"
    zh = "受理期限还没有届满。"
    en = "The time to accept is not over yet."


class AnswerTooLate(Refusal):
    """After five working days it counts as accepted."""

    kind = Kind.CONFLICT
    code = "cases.acceptance-in-time"
    zh = "已超过 5 个工作日没有告知，依法视为受理，不能再退回或要求补正。"
    en = "Five working days have passed without an answer: by law the case counts as accepted."


class AskedBefore(Refusal):
    """A supplement is asked once."""

    kind = Kind.CONFLICT
    code = "cases.not-asked-before"
    zh = "已经一次性告知过补正内容，不能第二次要求补正。"
    en = "A supplement was requested already. Everything has to be named at once; there is no second time."


class NamesUnknown(Refusal):
    """The request names what the case does not have."""

    kind = Kind.INVALID
    code = "cases.names-known-things"
    zh = "这些材料或字段不属于本办件：{codes}。"
    en = "These materials or fields do not belong to this case: {codes}."


class SupplementTooLate(Refusal):
    """The day has passed."""

    kind = Kind.CONFLICT
    code = "cases.answer-in-time"
    zh = "补正期限已过（{by}）。"
    en = "The time to complete the application ended on {by}."


class SupplementIncomplete(Refusal):
    """All that was named must be answered in one go."""

    kind = Kind.INVALID
    code = "cases.answers-everything"
    zh = "还有没有补的内容：{codes}。请一次补齐后提交。"
    en = "Not everything that was named is here yet: {codes}. Please hand it in together."


class NotLapsed(Refusal):
    """The applicant still has time."""

    kind = Kind.CONFLICT
    code = "cases.answer-overdue"
    zh = "补正期限还没有到。"
    en = "The applicant still has time to answer."


class NothingLater(Refusal):
    """What is handed in is not what is waited for."""

    kind = Kind.INVALID
    code = "cases.something-is-later"
    zh = "这些不是容缺后补的材料：{codes}。"
    en = "These are not materials that were allowed to follow later: {codes}."


class PaperNotAwaited(Refusal):
    """These materials are not waited for on paper."""

    kind = Kind.INVALID
    code = "cases.paper-awaited"
    zh = "这些材料不需要收纸质件：{codes}。"
    en = "These materials are not awaited on paper: {codes}."


class FieldsUnknown(Refusal):
    """There is no such field."""

    kind = Kind.INVALID
    code = "cases.fields-known"
    zh = "办件里没有这些字段：{codes}。"
    en = "The case has no such fields: {codes}."


class ExtendedBefore(Refusal):
    """A case is extended once."""

    kind = Kind.CONFLICT
    code = "cases.not-extended-before"
    zh = "办理期限只能延长一次，已经延长过了。"
    en = "The time was extended before; it can be extended only once."


class ExtensionOpen(Refusal):
    """Somebody has to decide about the first one."""

    kind = Kind.CONFLICT
    code = "cases.no-extension-open"
    zh = "已有延期申请待审批。"
    en = "An extension is already waiting for approval."


class ExtensionTooLong(Refusal):
    """More than the law allows."""

    kind = Kind.INVALID
    code = "cases.extension-fits"
    zh = "最多只能延长 {most} 天。"
    en = "An extension of at most {most} days is allowed."


class NoExtensionAsked(Refusal):
    """Nothing is to be approved."""

    kind = Kind.CONFLICT
    code = "cases.extension-open"
    zh = "没有待审批的延期申请。"
    en = "There is no extension waiting for approval."


class OwnExtension(Refusal):
    """Who asks does not approve."""

    kind = Kind.FORBIDDEN
    code = "cases.not-the-asker"
    zh = "延期申请应由另一名工作人员审批。"
    en = "Somebody else has to approve the extension you asked for."


class PartsNotDistinct(Refusal):
    """A department is asked once, and not oneself."""

    kind = Kind.INVALID
    code = "cases.parts-distinct"
    zh = "会签部门重复，或包含本部门：{departments}。"
    en = "A department is named twice, or is your own: {departments}."


class LaterMaterialsMissing(Refusal):
    """Conditional acceptance waits for materials."""

    kind = Kind.CONFLICT
    code = "cases.later-materials-in"
    zh = "容缺材料还没有补齐：{materials}，不能准予。"
    en = "Materials that were to follow are still missing: {materials}. It cannot be granted yet."


class CountersignMissing(Refusal):
    """The item wants other departments' opinions."""

    kind = Kind.CONFLICT
    code = "cases.countersigned"
    zh = "还需要这些部门会签：{departments}。"
    en = "These departments still have to give their opinion: {departments}."


class SomebodyAgainst(Refusal):
    """A department disagrees."""

    kind = Kind.CONFLICT
    code = "cases.nobody-against"
    zh = "会签部门有不同意见：{departments}，请先协调一致。"
    en = "A department disagrees: {departments}. Please settle that first."


class ExpertMissing(Refusal):
    """The item wants an expert's opinion."""

    kind = Kind.CONFLICT
    code = "cases.expert-heard"
    zh = "这个事项需要专家评审意见，请先进入专家评审程序。"
    en = "This item needs an expert review before a decision."


class OwnProposal(Refusal):
    """Who proposes does not approve."""

    kind = Kind.FORBIDDEN
    code = "cases.not-the-proposer"
    zh = "拟办意见应由另一名工作人员审批，本人不能审批自己的意见。"
    en = "Somebody else has to approve what you proposed."


class NotYourProposal(Refusal):
    """Only the proposer takes it back."""

    kind = Kind.FORBIDDEN
    code = "cases.the-proposer"
    zh = "只有提出人可以撤回拟办意见。"
    en = "Only the person who proposed it can take it back."


class ContentChanged(Refusal):
    """It is not what was read any more."""

    kind = Kind.CONFLICT
    code = "cases.hash-unchanged"
    zh = "办件内容在您查看之后有变动，请重新查看后再审批。"
    en = "The case changed after you read it. Please read it again before approving."


class SecondOfficerNeeded(Refusal):
    """The item wants two officers."""

    kind = Kind.CONFLICT
    code = "cases.one-officer-is-enough"
    zh = "这个事项需要两人办理：请提出拟办意见，由另一名工作人员审批。"
    en = "This item needs two officers: propose a decision and let somebody else approve it."


class RoundsUsedUp(Refusal):
    """It was opened again often enough."""

    kind = Kind.CONFLICT
    code = "cases.rounds-left"
    zh = "同一办件最多重新申请 {most} 次，请重新提交新的申请。"
    en = "A case can be opened again {most} times at most. Please hand in a new application."


class NotDenied(Refusal):
    """Granted cases are not opened again."""

    kind = Kind.CONFLICT
    code = "cases.was-denied"
    zh = "准予的办件不能重新申请。"
    en = "A case that was granted cannot be opened again."


class UrgedEnough(Refusal):
    """Three times a round, three days apart."""

    kind = Kind.TOO_MANY
    code = "cases.urge-allowed"
    zh = "催办过于频繁：两次催办至少间隔 {days} 天，最多 {most} 次。"
    en = "You can urge a case {most} times at most, {days} days apart."


class NotAColleague(Refusal):
    """The assignee has no post here, or the case is their own."""

    kind = Kind.INVALID
    code = "cases.assignee-works-here"
    zh = "这名工作人员不在本部门，或者与这件有关，不能指派，请另选一位。"
    en = "This person does not work at this department, or the case is their own. Please choose somebody else."


class NotYellow(Refusal):
    """There is nothing to warn of."""

    kind = Kind.CONFLICT
    code = "cases.newly-yellow"
    zh = "办件没有进入黄牌预警。"
    en = "The case is not newly near its limit."


class NotRed(Refusal):
    """It is not overdue."""

    kind = Kind.CONFLICT
    code = "cases.newly-red"
    zh = "办件没有超期。"
    en = "The case is not newly overdue."


class MaterialTwice(Refusal):
    """A material or field is named twice."""

    kind = Kind.INVALID
    code = "cases.well-formed"
    zh = "材料或字段重复：{codes}。"
    en = "A material or field is named twice: {codes}."
