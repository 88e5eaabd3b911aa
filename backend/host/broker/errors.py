"""The broker's refusals. All but `ConsentNeeded`, `CollectionClosed` and those of `Changed` are told to the guest.

Refusal
├── NotGranted, PayloadRefused, TooManyWrites, QuotaUsed, BookingsFull,
│   PurposeNotDeclared, LevelTooLow                               of every capability
├── StoreFull, StoreChanged, ChangedByOthers                       the last two are `Changed`: the run is repeated
├── CollectionUnknown, RecordsFull, RecordUnknown,
│   RecordChanged, RecordTooLarge, RecordPersonal                 records of the whole mini-app
├── CollectionClosed                                              the department's view of them
├── FetchUrlRefused, FetchHostNotNamed, FetchAddressRefused,
│   FetchNotHere, FetchTooLarge, FetchContentRefused, FetchFailed asking servers
└── ConsentNeeded                                                 ends the call
"""

from backend.core.errors import Changed, Kind, Refusal


class NotGranted(Refusal):
    """The mini-app did not declare this capability, or no such capability exists."""

    kind = Kind.FORBIDDEN
    code = "host.not-granted"
    zh = "应用没有获得“{capability}”能力。"
    en = "The capability {capability} was not granted to this mini-app."


class PayloadRefused(Refusal):
    """The payload is not what the capability's contract says."""

    kind = Kind.INVALID
    code = "host.payload-refused"
    zh = "应用请求的内容不符合规范：{reason}"
    en = "The capability payload was refused: {reason}"


class PurposeNotDeclared(Refusal):
    """The manifest has no such purpose, or not with these fields."""

    kind = Kind.FORBIDDEN
    code = "host.purpose-not-declared"
    zh = "应用没有为这些信息登记用途“{purpose}”。"
    en = "The manifest declares no purpose {purpose} with these fields."


class LevelTooLow(Refusal):
    """The person must prove who they are before this capability may be used on their behalf; `needed` is the level."""

    kind = Kind.FORBIDDEN
    code = "host.level-too-low"
    zh = "办理这项业务需要更高的认证级别（{needed} 级），请先完成认证。"
    en = "This needs a stronger proof of identity (level {needed})."


class TooManyWrites(Refusal):
    """More changes than one tap can honestly mean."""

    kind = Kind.TOO_MANY
    code = "host.too-many-writes"
    zh = "应用一次操作的写入次数超过上限 {limit}。"
    en = "One call may write at most {limit} times."


class StoreFull(Refusal):
    """The mini-app holds as many keys for this person as its manifest asked for."""

    kind = Kind.TOO_MANY
    code = "host.store-full"
    zh = "应用为您保存的内容已达上限 {limit} 项。"
    en = "The mini-app already keeps {limit} entries for you."


class StoreChanged(Changed):
    """Another call of the same person changed what this one had read; the run is repeated, nothing was written."""

    code = "host.store-changed"
    zh = "您在另一处刚刚做了修改，请刷新后再试。"
    en = "This was changed elsewhere a moment ago. Please refresh and try again."


class ConsentNeeded(Refusal):
    """The person has not agreed yet; `consent` says everything that the shell's own consent sheet must show.

    When another mini-app led here, `intent` opens the screen afterwards.
    """

    kind = Kind.FORBIDDEN
    code = "host.consent-needed"
    zh = "办理前需要您同意使用相关信息。"
    en = "Your consent is needed before your data can be used."


class QuotaUsed(Refusal):
    """This person has used up what the manifest asked for; `quota` is its member of `quotas`."""

    kind = Kind.TOO_MANY
    code = "host.quota-used"
    zh = "您使用本应用这项功能的次数已达上限 {limit} 次（{quota}），请 {retryAfter} 秒后再试。"
    en = "The quota {quota} of {limit} is used up. Please try again in {retryAfter} seconds."


class BookingsFull(Refusal):
    """This person has as many open bookings through the mini-app as its manifest asked for."""

    kind = Kind.TOO_MANY
    code = "host.bookings-full"
    zh = "您在本应用中的有效预约已达上限 {limit} 个，请先取消不需要的预约。"
    en = "You already have {limit} open bookings through this mini-app. Please cancel one that you do not need."


class CollectionUnknown(Refusal):
    """The manifest declares no collection of this name."""

    kind = Kind.NOT_FOUND
    code = "host.collection-unknown"
    zh = "应用没有声明数据集“{collection}”。"
    en = "The manifest declares no collection {collection}."


class RecordsFull(Refusal):
    """The collection holds as many records as its manifest asked for."""

    kind = Kind.TOO_MANY
    code = "host.records-full"
    zh = "数据集“{collection}”已达上限 {limit} 条。"
    en = "The collection {collection} already holds {limit} records."


class RecordUnknown(Refusal):
    """The collection has no record of this id."""

    kind = Kind.NOT_FOUND
    code = "host.record-unknown"
    zh = "没有找到这条记录。"
    en = "The collection has no such record."


class RecordChanged(Refusal):
    """The record has another version than the mini-app saw; read it again and decide again."""

    kind = Kind.CONFLICT
    code = "host.record-changed"
    zh = "这条记录已被修改，当前版本为 {version}，请重新读取。"
    en = "The record was changed and now has version {version}; read it again."


class ChangedByOthers(Changed):
    """Somebody else's call changed what this one had read, or stood in its way; the run is repeated."""

    code = "host.changed-by-others"
    zh = "这些内容刚刚被其他人修改，请刷新后再试。"
    en = "Somebody else changed this a moment ago. Please refresh and try again."


class RecordTooLarge(Refusal):
    """A value is over its limit; a record is a form, not a file."""

    kind = Kind.TOO_LARGE
    code = "host.record-too-large"
    zh = "一条记录最多 {limit} 字节。"
    en = "A record holds at most {limit} bytes."


class RecordPersonal(Refusal):
    """A value holds somebody's number; `what` says which kind. Records belong to nobody, so no number may be in one."""

    kind = Kind.INVALID
    code = "host.record-personal"
    zh = "记录中不得包含个人号码（{what}）；个人信息请用 store 按人保存。"
    en = "A record must not hold a personal number ({what}); keep personal data in the person's own store."


class CollectionClosed(Refusal):
    """The manifest does not open this collection to the department's own view."""

    kind = Kind.FORBIDDEN
    code = "host.collection-closed"
    zh = "应用清单没有对主管部门开放数据集“{collection}”。"
    en = "The manifest does not open the collection {collection} to the department."


class FetchUrlRefused(Refusal):
    """The address is not of the one plain form that is accepted; `reason` names the first difference."""

    kind = Kind.INVALID
    code = "host.fetch-url-refused"
    zh = "不能访问这个地址：{reason}"
    en = "The address was refused: {reason}"


class FetchHostNotNamed(Refusal):
    """The manifest does not name this host."""

    kind = Kind.FORBIDDEN
    code = "host.fetch-host-not-named"
    zh = "应用清单的 outbound_hosts 没有声明主机“{host}”。"
    en = "The manifest's outbound_hosts do not name the host {host}."


class FetchAddressRefused(Refusal):
    """At least one of the host's addresses is not public. Which it is stays untold: it would map somebody's network."""

    kind = Kind.FORBIDDEN
    code = "host.fetch-address-refused"
    zh = "主机“{host}”的网络地址不是公开地址，不能访问。"
    en = "The host {host} does not resolve to public addresses only."


class FetchNotHere(Refusal):
    """Drawing a screen tells nobody anything."""

    kind = Kind.FORBIDDEN
    code = "host.fetch-not-here"
    zh = "绘制页面时不能用 POST 访问外部系统，请放到操作里。"
    en = "A screen that is being drawn may not POST; do it in an action."


class FetchTooLarge(Refusal):
    """Request or answer is over its limit; the rest of the answer was not read."""

    kind = Kind.TOO_LARGE
    code = "host.fetch-too-large"
    zh = "与外部系统交换的内容超过上限 {limit} 字节。"
    en = "What was exchanged with the server is over {limit} bytes."


class FetchContentRefused(Refusal):
    """The answer is neither JSON nor text, is compressed, or is written in characters that cannot be read."""

    kind = Kind.INVALID
    code = "host.fetch-content-refused"
    zh = "外部系统返回的内容不被接受：{reason}"
    en = "The server's answer was refused: {reason}"


class FetchFailed(Refusal):
    """There was no answer: `reason` is name, connection, certificate, protocol or time."""

    kind = Kind.UNAVAILABLE
    code = "host.fetch-failed"
    zh = "外部系统没有正常应答（{reason}），请稍后再试。"
    en = "The server gave no answer ({reason}). Please try again later."
