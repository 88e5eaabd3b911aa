"""What consents refuses.

Refusal
├── PurposeUnknown          422  the recipient has registered no such purpose
├── ConsentTextChanged      422  the words were changed since they were shown; show them again
├── ConsentBeyondPurpose    422  more fields than the purpose declares
├── ConsentUnknown          404  not one of the person's consents
├── ConsentMissing          403  none given, withdrawn, expired, or given to other words
└── ConsentFields           403  given, but not for these fields
"""

from backend.core.errors import Kind, Refusal


class PurposeUnknown(Refusal):
    """Nothing can be consented to that was not registered and reviewed."""

    kind = Kind.INVALID
    code = "identity.purpose-unknown"
    zh = "没有登记过这项用途，无法授权。"
    en = "This purpose is not registered, so it cannot be consented to."


class ConsentTextChanged(Refusal):
    """`textVersion`: the one that counts now."""

    kind = Kind.INVALID
    code = "identity.consent-text-changed"
    zh = "授权说明已更新，请重新阅读后再确认。"
    en = "The text of this consent has changed. Please read it again before you agree."


class ConsentBeyondPurpose(Refusal):
    """`fields`: the ones that the purpose does not declare."""

    kind = Kind.INVALID
    code = "identity.consent-beyond-purpose"
    zh = "授权的信息超出了该用途所需的范围。"
    en = "The consent names data that this purpose does not need."


class ConsentUnknown(Refusal):
    """Of somebody else, or never given."""

    kind = Kind.NOT_FOUND
    code = "identity.consent-unknown"
    zh = "没有找到这条授权记录。"
    en = "This consent was not found."


class ConsentMissing(Refusal):
    """`recipient` and `purpose` say what would have to be consented to."""

    kind = Kind.FORBIDDEN
    code = "identity.consent-missing"
    zh = "使用这些信息需要您本人同意，请先确认授权。"
    en = "Using this data needs the person's consent. Please ask for it first."


class ConsentFields(Refusal):
    """`fields`: the ones that the consent does not cover."""

    kind = Kind.FORBIDDEN
    code = "identity.consent-fields"
    zh = "这些信息不在您已同意的范围内。"
    en = "The consent does not cover all of this data."
