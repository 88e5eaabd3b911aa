"""What audiences refuse.

Refusal
├── SegmentNotFound      404  no segment has this id
├── SegmentUnfit         422  the condition makes no sense, or looks at what it must not
├── SegmentMoved         409  somebody else changed it meanwhile
├── PurposeUnknown       422  no purpose has this code
├── DepartmentNotYours   403  segments are a department's own, by somebody who works there
├── SnapshotMissing      503  no snapshot has been made yet
├── EstimatesBusy        503  others are counting
├── TooRevealing         409  the answer, beside earlier ones, would tell of too few people
├── QuestionsUsedUp      409  enough was asked for this purpose until the next snapshot
├── CampaignNotFound     404  no campaign has this id
├── CampaignElsewhere    409  the campaign is in another state
├── EstimateNeeded       409  nobody knows whether the group is large enough
├── GroupTooSmall        409  it is not
├── LinkUnknown          422  it leads nowhere
├── NotByProposer        403  two people, not one
└── MessageNotYours      404  no such message of a campaign was sent to this person
"""

from backend.core.errors import Kind, Refusal


class SegmentNotFound(Refusal):
    """By id."""

    kind = Kind.NOT_FOUND
    code = "audience.not-found"
    zh = "没有找到这个人群。"
    en = "This audience was not found."


class SegmentUnfit(Refusal):
    """`faults`: path, code and words of each."""

    kind = Kind.INVALID
    code = "audience.unfit"
    zh = "人群条件不符合要求，请按提示修改。"
    en = "The condition of the audience has faults. Please correct them as said."


class SegmentMoved(Refusal):
    """The version sent is not the present one."""

    kind = Kind.CONFLICT
    code = "audience.moved"
    zh = "这个人群已被别人修改，请重新打开后再改。"
    en = "Somebody else has changed this audience. Please open it again."


class PurposeUnknown(Refusal):
    """`purpose`."""

    kind = Kind.INVALID
    code = "audience.purpose-unknown"
    zh = "没有“{purpose}”这种用途。"
    en = "There is no purpose {purpose}."


class DepartmentNotYours(Refusal):
    """`department`."""

    kind = Kind.FORBIDDEN
    code = "audience.department-not-yours"
    zh = "您不在“{department}”任职，不能替它设定人群。"
    en = "You do not work for {department}, so you cannot make audiences for it."


class SnapshotMissing(Refusal):
    """The first one is made soon after the start."""

    kind = Kind.UNAVAILABLE
    code = "audience.snapshot-missing"
    zh = "人群数据快照正在生成，请稍后再试。"
    en = "The snapshot for audiences is being made. Please try again later."


class EstimatesBusy(Refusal):
    """One count at a time in each process."""

    kind = Kind.UNAVAILABLE
    code = "audience.busy"
    zh = "正在为其他人估算，请稍后再试。"
    en = "Other estimates are being made. Please try again shortly."


class TooRevealing(Refusal):
    """`least`: the smallest group of which anything is told."""

    kind = Kind.CONFLICT
    code = "audience.too-revealing"
    zh = "与已经回答过的估算相比，会暴露不足 {least} 人的小群体，不能回答。请改用更宽的条件。"
    en = (
        "Compared with estimates already answered, this would reveal a group of fewer than {least}. "
        "Please choose a wider condition."
    )


class QuestionsUsedUp(Refusal):
    """`most`, and `days` that a snapshot lasts."""

    kind = Kind.CONFLICT
    code = "audience.questions-used-up"
    zh = "这一用途在本期快照内最多估算 {most} 个新条件，请使用已有估算，或等下一期快照（每 {days} 天一期）。"
    en = (
        "At most {most} new conditions can be estimated for one purpose on one snapshot. "
        "Please use the estimates there are, or wait for the next snapshot (every {days} days)."
    )


class CampaignNotFound(Refusal):
    """By id."""

    kind = Kind.NOT_FOUND
    code = "audience.campaign-not-found"
    zh = "没有找到这次推送。"
    en = "This campaign was not found."


class CampaignElsewhere(Refusal):
    """`state`: where it is."""

    kind = Kind.CONFLICT
    code = "audience.campaign-elsewhere"
    zh = "这次推送目前的状态是“{state}”，不能这样操作。"
    en = "The campaign is {state}, so this cannot be done."


class EstimateNeeded(Refusal):
    """`days`: how old it may be."""

    kind = Kind.CONFLICT
    code = "audience.estimate-needed"
    zh = "请先估算这个人群，{days} 天内的估算才有效。"
    en = "Please estimate this audience first; estimates count for {days} days."


class GroupTooSmall(Refusal):
    """`least`."""

    kind = Kind.CONFLICT
    code = "audience.group-too-small"
    zh = "这个人群不足 {least} 人，不能推送。"
    en = "This audience has fewer than {least} members, so nothing can be sent to it."


class LinkUnknown(Refusal):
    """`code`."""

    kind = Kind.INVALID
    code = "audience.link-unknown"
    zh = "没有找到要链接的内容“{code}”。"
    en = "There is nothing called {code} to link to."


class NotByProposer(Refusal):
    """Whoever wrote or proposed a campaign does not approve it."""

    kind = Kind.FORBIDDEN
    code = "audience.not-by-proposer"
    zh = "拟定或提交推送的人不能审批，请由另一位同事审批。"
    en = "Whoever wrote or proposed a campaign cannot approve it. Another person must."


class MessageNotYours(Refusal):
    """Somebody else's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "audience.message-not-found"
    zh = "没有找到这条推送消息。"
    en = "This message was not found."
