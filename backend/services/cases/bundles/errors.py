"""What bundles refuses.

Refusal
├── BundleNotFound        404  not there, or not this person's to see
├── UnknownPart           422  the bundle has no such part
├── NothingToWithdraw     409  every part that was named has ended
└── NoPartApplies         422  the answers leave nothing to apply for
"""

from backend.core.errors import Kind, Refusal


class BundleNotFound(Refusal):
    """Somebody else's looks the same as none."""

    kind = Kind.NOT_FOUND
    code = "bundles.not-found"
    zh = "没有找到这件“一件事”申请。"
    en = "There is no such bundle of yours."


class UnknownPart(Refusal):
    """`part`: the basic code."""

    kind = Kind.INVALID
    code = "bundles.unknown-part"
    zh = "这件“一件事”中没有这个事项。"
    en = "The bundle has no such part."


class NothingToWithdraw(Refusal):
    """What has ended cannot be taken back."""

    kind = Kind.CONFLICT
    code = "bundles.nothing-to-withdraw"
    zh = "所选事项都已办结或已撤回，无法再撤回。"
    en = "All of these parts have ended; there is nothing to withdraw."


class NoPartApplies(Refusal):
    """The scenario answers rule out every part."""

    kind = Kind.INVALID
    code = "bundles.no-part-applies"
    zh = "按您的情况，这件“一件事”没有需要办理的事项。"
    en = "In your situation this bundle has nothing to apply for."
