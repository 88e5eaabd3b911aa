"""页面上的全部文字：中文在前，英文在后。"""

from plugin_sdk.guest import Texts

REASONS = {
    "illness": ("突发疾病", "Sudden illness"),
    "accident": ("意外事故", "Accident"),
    "disaster": ("自然灾害", "Natural disaster"),
}

texts = Texts(
    {
        "title": ("临时困难补助申请", "Hardship support"),
        "status-title": ("我的补助申请", "My application"),
        "template": ("示例应用", "Example"),
        "template-text": ("本应用是模板，政策内容为虚构。", "This is a template; the policy is invented."),
        "known": ("政府已掌握的信息", "What the government knows already"),
        "asked": ("需要您填写", "What we need from you"),
        "name": ("姓名", "Name"),
        "region": ("所在地区", "Region"),
        "reason": ("困难原因", "Cause"),
        "reason-wrong": ("请选择一项困难原因", "Please choose a cause"),
        "people": ("家庭人口", "People in the household"),
        "people-wrong": ("家庭人口应为1到20的整数，请改正", "People in the household: a whole number from 1 to 20"),
        "agreed": ("我承诺以上信息真实，愿意接受核查", "I declare that this is true and may be checked"),
        "agreed-wrong": ("请勾选承诺后再提交", "Please tick the declaration before you send"),
        "submit": ("提交申请", "Apply"),
        "already": ("您已提交申请", "You have applied"),
        "already-text": ("同一原因无需重复提交，可以查看进度。", "There is no need to apply again; see how it stands."),
        "see-status": ("查看进度", "See how it stands"),
        "receipt": ("补助申请已受理", "Application accepted"),
        "receipt-text": ("结果会发到您的消息。", "You will be told the result here."),
        "number": ("受理编号", "Number"),
        "accepted-on": ("受理日期", "Accepted on"),
        "check": ("部门核查", "The department checks"),
        "check-text": ("约5个工作日", "About 5 working days"),
        "decide": ("作出决定", "Decision"),
        "none": ("您还没有申请", "You have not applied yet"),
        "none-text": ("可以现在申请，约需1分钟。", "You can apply now; it takes about a minute."),
        "apply": ("去申请", "Apply now"),
    }
)
