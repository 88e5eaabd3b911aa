"""The refusals of runs."""

from backend.core.errors import Kind, Refusal


class UnknownScreen(Refusal):
    """The mini-app has no screen of this name."""

    kind = Kind.NOT_FOUND
    code = "host.unknown-screen"
    zh = "这项服务没有您要打开的页面。"
    en = "This service has no such screen."


class TooManyCalls(Refusal):
    """More calls of one mini-app by one person than its manifest asked for; counted by the minute."""

    kind = Kind.TOO_MANY
    code = "host.too-many-calls"
    zh = "操作过于频繁，请 {retryAfter} 秒后再试。"
    en = "Too many calls of this service. Please try again in {retryAfter} seconds."


class UnknownAction(Refusal):
    """The mini-app has no action of this name."""

    kind = Kind.NOT_FOUND
    code = "host.unknown-action"
    zh = "这项服务不支持这种操作。"
    en = "This service has no such action."


class GestureMissing(Refusal):
    """An action or launch without the gesture of a drawn screen: not a tap, so nothing is done."""

    kind = Kind.FORBIDDEN
    code = "host.gesture-missing"
    zh = "请在服务页面上操作。"
    en = "Please act on a screen of the service."


class GestureRefused(Refusal):
    """The gesture does not hold here.

    `reason`: forged, expired, other-person, other-session, other-app or not-offered.
    """

    kind = Kind.FORBIDDEN
    code = "host.gesture-refused"
    zh = "页面已失效，请重新打开后再操作。"
    en = "This screen is no longer valid. Please open it again."


class GestureSpent(Refusal):
    """One drawn screen, one act: this gesture has already acted."""

    kind = Kind.CONFLICT
    code = "host.gesture-spent"
    zh = "这个页面上的操作已经提交，请重新打开后再操作。"
    en = "This screen was already used. Please open it again."


class LaunchNotDeclared(Refusal):
    """The mini-app offers to open another one without having declared it."""

    kind = Kind.FORBIDDEN
    code = "host.launch-not-declared"
    zh = "这项服务没有登记打开“{app}”的权限。"
    en = "This service has not declared that it opens {app}."


class LaunchUnfit(Refusal):
    """The mini-app to be opened has no such intent, or not with these parameters."""

    kind = Kind.INVALID
    code = "host.launch-unfit"
    zh = "要打开的服务不接受这样的请求。"
    en = "The service to be opened does not take this request."


class IntentRefused(Refusal):
    """The sealed intent does not hold here.

    `reason`: forged, expired, other-person, other-session, other-app, other-screen or other-params.
    """

    kind = Kind.FORBIDDEN
    code = "host.intent-refused"
    zh = "跳转已失效，请返回原来的服务重新打开。"
    en = "This link between services is no longer valid. Please open it again from where you came."


class IntentSpent(Refusal):
    """One launch, one opening: this intent has already opened its screen."""

    kind = Kind.CONFLICT
    code = "host.intent-spent"
    zh = "这次跳转已经使用过，请返回原来的服务重新打开。"
    en = "This link between services was already used. Please open it again from where you came."


class UnknownCall(Refusal):
    """There is no such record, or no longer."""

    kind = Kind.NOT_FOUND
    code = "host.unknown-call"
    zh = "没有找到这条运行记录，它可能已过保存期。"
    en = "This call record was not found; it may have been removed after its time."
