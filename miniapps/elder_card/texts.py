"""All words of the mini-app, Chinese and English."""

from plugin_sdk.guest import Context

WORDS = {
    "title": ("老年人优待证申领", "Senior citizen's card"),
    "status-title": ("我的优待证", "My card"),
    "too-young": ("还不到申领年龄", "Not yet old enough"),
    "too-young-text": (
        "年满六十周岁后可以申领，届时请再来。",
        "You may apply once you are sixty. Please come back then.",
    ),
    "unknown": ("暂时无法在这里申领", "This cannot be applied for here"),
    "unknown-text": (
        "登记信息中没有您的出生日期或所在地区，请到就近的民政窗口办理。",
        "Your date of birth or region is not registered. Please apply at a civil affairs window nearby.",
    ),
    "open": ("您的申领正在办理", "Your application is being handled"),
    "open-text": ("无需重复提交。", "There is no need to apply again."),
    "department": ("办理部门", "Handled by"),
    "days": ("承诺时限（工作日）", "Promised time (working days)"),
    "known": (
        "姓名、证件号码等由登记信息代为填写，您不用再填。",
        "Your name, ID number and the rest are filled in from registers; you need not type them.",
    ),
    "known-title": ("只需确认", "Just confirm"),
    "agreed": ("我确认本人申领，情况属实", "I apply for myself, and what is said is true"),
    "agreed-wrong": ("请勾选确认后再提交", "Please tick the box before you send"),
    "submit": ("提交申领", "Apply"),
    "missing-title": ("还差一点", "Almost there"),
    "missing": ("请补充", "Please add"),
    "missing-text": ("登记信息中没有下面的内容，请您填写。", "Registers do not know the following. Please fill it in."),
    "by-hand": (
        "以下内容无法在这里补充，请到就近的民政窗口办理：",
        "The following cannot be added here. Please apply at a civil affairs window nearby: ",
    ),
    "phone": ("联系电话", "Phone"),
    "phone-wrong": ("请填写 11 位手机号码", "Please type a mobile number of 11 digits"),
    "address": ("现住址", "Address"),
    "address-wrong": ("请填写现住址", "Please type where you live"),
    "number": ("办件编号", "Case number"),
    "state": ("办理状态", "State"),
    "promised-on": ("最迟办结", "Decided by"),
    "remaining": ("本环节剩余工作日", "Working days left in this step"),
    "next": ("您需要做什么", "What you have to do"),
    "by": ("最晚日期", "Last day"),
    "receipt": ("申领已提交", "Handed in"),
    "see-status": ("查看进度", "See how it stands"),
    "apply": ("去申领", "Apply"),
    "none": ("您还没有申领", "You have not applied yet"),
    "none-text": ("提交后，可以在这里看到办到哪一步。", "After you apply you can see here how it stands."),
}


def say(ctx: Context, key: str) -> str:
    """The words in the person's language."""
    zh, en = WORDS[key]
    return ctx.words(zh=zh, en=en)
