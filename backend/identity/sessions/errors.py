"""What sessions refuses.

Refusal
├── NotSignedIn            401  no token, or none that we can accept; which of its faults is not said
├── TokenExpired           401  genuine, but its ten minutes are over
├── SessionEnded           401  signed out, here or from another device
├── RefreshTokenUnknown    401  never issued, or forgotten long ago
├── RefreshTokenExpired    401  not used for too long
├── RefreshTokenReplayed   401  used a second time: the session ends for whoever holds it
├── TrustLevelTooLow       403  the person must prove more
├── RoleMissing            403  for staff in that role only
└── DeviceUnknown          404  no such session of this person, or it ended already
"""

from backend.core.errors import Kind, Refusal


class NotSignedIn(Refusal):
    """No acceptable access token came with the request."""

    kind = Kind.NOT_SIGNED_IN
    code = "identity.not-signed-in"
    zh = "请先登录。"
    en = "Please sign in first."


class TokenExpired(Refusal):
    """The access token was ours and is too old; refresh it."""

    kind = Kind.NOT_SIGNED_IN
    code = "identity.token-expired"
    zh = "登录凭证已过期，正在为您续期，请重试。"
    en = "The access token has expired. Please refresh it and try again."


class SessionEnded(Refusal):
    """The session was signed out or ended from another device."""

    kind = Kind.NOT_SIGNED_IN
    code = "identity.session-ended"
    zh = "您已在这台设备上退出登录，请重新登录。"
    en = "This device has been signed out. Please sign in again."


class RefreshTokenUnknown(Refusal):
    """We never issued it, or cleaned it up after its session."""

    kind = Kind.NOT_SIGNED_IN
    code = "identity.refresh-token-unknown"
    zh = "登录状态已失效，请重新登录。"
    en = "The sign-in is no longer known. Please sign in again."


class RefreshTokenExpired(Refusal):
    """Idle for 30 days, or 90 days old in all."""

    kind = Kind.NOT_SIGNED_IN
    code = "identity.refresh-token-expired"
    zh = "登录已超过有效期，请重新登录。"
    en = "The sign-in has expired. Please sign in again."


class RefreshTokenReplayed(Refusal):
    """Two parties held one refresh token; we cannot tell which is the thief, so neither goes on."""

    kind = Kind.NOT_SIGNED_IN
    code = "identity.refresh-token-replayed"
    zh = "检测到登录凭证被重复使用，为了您的账号安全，这台设备已退出登录，请重新登录。"
    en = "The sign-in was used twice. To keep your account safe this device was signed out; please sign in again."


class TrustLevelTooLow(Refusal):
    """`needed`: 2 real name, 3 strong."""

    kind = Kind.FORBIDDEN
    code = "identity.trust-level-too-low"
    zh = "办理此项需要更高的身份认证等级（{needed} 级），请先完成认证。"
    en = "This needs a higher level of identity proof (level {needed}). Please complete it first."


class RoleMissing(Refusal):
    """`role` is the one that was needed."""

    kind = Kind.FORBIDDEN
    code = "identity.role-missing"
    zh = "您的岗位没有此项权限（{role}），如有需要请联系本单位管理员。"
    en = "Your post does not allow this ({role}). Please ask your administrator if you need it."


class DeviceUnknown(Refusal):
    """Not one of the person's live sessions."""

    kind = Kind.NOT_FOUND
    code = "identity.device-unknown"
    zh = "没有找到这台设备，它可能已经退出登录。"
    en = "This device was not found; it may have been signed out already."
