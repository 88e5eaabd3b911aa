"""All words of the mini-app, Chinese and English."""

from plugin_sdk.guest import Context

HEATING_KINDS = {
    "central": ("集中供暖", "District heating"),
    "gas": ("燃气", "Gas"),
    "electric": ("电采暖", "Electric heating"),
    "coal": ("燃煤", "Coal"),
}
HOUSEHOLD_KINDS = {
    "low-income": ("低保户", "Minimum living allowance"),
    "extreme-poverty": ("特困", "Extreme poverty support"),
    "general": ("一般", "General"),
}

WORDS = {
    "title": ("采暖补贴申请", "Heating subsidy"),
    "status-title": ("我的采暖补贴", "My heating subsidy"),
    "invented": ("演示应用", "Demonstration"),
    "invented-text": (
        "本应用为演示，补贴标准为虚构，不代表真实政策。",
        "This is a demonstration. The amounts are invented and stand for no real policy.",
    ),
    "season": ("采暖季", "Heating season"),
    "season-text": ("11月1日至次年3月31日", "1 November to 31 March"),
    "closed": ("现在不在申请期", "Applications are closed"),
    "closed-text": (
        "采暖补贴在采暖季（11月1日至次年3月31日）受理，请届时再来。",
        "Applications are accepted from 1 November to 31 March. Please come back then.",
    ),
    "already": ("本采暖季您已申请", "You have applied this season"),
    "already-text": ("每个采暖季每户申请一次，无需重复提交。", "One application a season is enough."),
    "known": ("政府已掌握的信息", "What the government knows already"),
    "asked": ("需要您填写", "What we need from you"),
    "name": ("姓名", "Name"),
    "id-number": ("身份证号码", "ID number"),
    "region": ("所在地区", "Region"),
    "phone": ("手机号码", "Phone"),
    "area": ("采暖面积（平方米）", "Heated area (m²)"),
    "area-help": ("请填写1到500之间的整数", "A whole number from 1 to 500"),
    "area-wrong": ("采暖面积应为1到500之间的整数，请改正", "The heated area must be a whole number from 1 to 500"),
    "heating": ("采暖方式", "Kind of heating"),
    "heating-wrong": ("请选择一种采暖方式", "Please choose a kind of heating"),
    "household": ("家庭类别", "Kind of household"),
    "household-wrong": ("请选择家庭类别", "Please choose the kind of household"),
    "agreed": ("我承诺以上信息真实，愿意接受核查", "I declare that this is true and may be checked"),
    "agreed-wrong": ("请勾选承诺后再提交", "Please tick the declaration before you send"),
    "submit": ("提交申请", "Apply"),
    "see-status": ("查看我的申请", "See my application"),
    "apply": ("去申请", "Apply now"),
    "number": ("受理编号", "Number"),
    "amount": ("补贴金额", "Amount"),
    "accepted-on": ("受理日期", "Accepted on"),
    "receipt": ("采暖补贴申请已受理", "Heating subsidy application accepted"),
    "receipt-text": (
        "您的采暖补贴申请已受理，结果会发送到您的消息。金额为演示数据。",
        "Your application was accepted; you will be told the result here. The amount is demonstration data.",
    ),
    "accepted": ("已受理", "Accepted"),
    "next": ("接下来", "What happens next"),
    "check": ("部门核查", "The department checks"),
    "check-text": ("约5个工作日（演示）", "About 5 working days (demonstration)"),
    "pay": ("发放补贴", "The subsidy is paid"),
    "pay-text": ("发放到社会保障卡（演示）", "To the social security card (demonstration)"),
    "none": ("您还没有申请", "You have not applied yet"),
    "none-text": ("本采暖季还没有您的采暖补贴申请。", "There is no application of yours this season."),
}


def say(ctx: Context, key: str) -> str:
    """The words in the person's language."""
    return of(ctx, WORDS[key])


def of(ctx: Context, words: tuple[str, str]) -> str:
    """The right half of a (Chinese, English) pair."""
    return ctx.words(zh=words[0], en=words[1])


def options(ctx: Context, kinds: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Choices of a form in the person's language."""
    return {value: of(ctx, words) for value, words in kinds.items()}
