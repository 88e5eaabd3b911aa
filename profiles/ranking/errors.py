"""What ranking refuses.

Refusal
├── PersonalisationOff   422  nothing of this is kept without the consent
├── UnknownTopic         404  there is no such topic
├── UnknownCard          422  this names no card
├── TooManyUnwanted      429  enough is hidden already
├── NotHidden            404  it was shown again meanwhile
├── NotThisHome          422  the text was not made for this person
├── WeightsUnknown       404  no weights of this version
└── WeightsInForce       409  they count already
"""

from backend.core.errors import Kind, Refusal


class PersonalisationOff(Refusal):
    """It stands in the profile, where it is turned on again."""

    kind = Kind.INVALID
    code = "profiles.personalisation-off"
    zh = "您没有开启个性化，首页不会按个人情况排序；如需隐藏内容，请先在“我的档案”中开启。"
    en = "Personalisation is off, so the home screen is the same for everybody. Turn it on in your profile first."


class UnknownTopic(Refusal):
    """`topic`."""

    kind = Kind.NOT_FOUND
    code = "profiles.unknown-topic"
    zh = "没有“{topic}”这个主题。"
    en = "There is no topic {topic}."


class UnknownCard(Refusal):
    """`card`."""

    kind = Kind.INVALID
    code = "profiles.unknown-card"
    zh = "“{card}”不是首页上的卡片。"
    en = "{card} is no card of the home screen."


class TooManyUnwanted(Refusal):
    """`most`."""

    kind = Kind.TOO_MANY
    code = "profiles.too-many-unwanted"
    zh = "最多隐藏 {most} 项内容，请先恢复一些。"
    en = "At most {most} things can be hidden. Please show some of them again first."


class NotHidden(Refusal):
    """Somebody took it back on another device."""

    kind = Kind.NOT_FOUND
    code = "profiles.not-hidden"
    zh = "这项内容没有隐藏，可能已经恢复显示。"
    en = "This is not hidden. It may have been shown again meanwhile."


class NotThisHome(Refusal):
    """Made for somebody else, altered, or too old to count."""

    kind = Kind.INVALID
    code = "profiles.not-this-home"
    zh = "首页内容已经更新，请刷新后再试。"
    en = "The home screen has changed. Please reload and try again."


class WeightsUnknown(Refusal):
    """`version`."""

    kind = Kind.NOT_FOUND
    code = "profiles.weights-unknown"
    zh = "没有第 {version} 版排序权重。"
    en = "There are no weights of version {version}."


class WeightsInForce(Refusal):
    """`version`."""

    kind = Kind.CONFLICT
    code = "profiles.weights-in-force"
    zh = "第 {version} 版排序权重已经在使用。"
    en = "Weights of version {version} are in force already."
