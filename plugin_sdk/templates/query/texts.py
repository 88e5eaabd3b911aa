"""页面上的全部文字：中文在前，英文在后。"""

from plugin_sdk.guest import Texts

texts = Texts(
    {
        "title": ("办件进度查询", "Where does my case stand"),
        "template": ("示例应用", "Example"),
        "template-text": ("本应用是模板，数据来自模拟接口。", "This is a template; the data is made up."),
        "number": ("受理编号", "Case number"),
        "number-help": ("在受理通知书右上角，例如 SL20260001", "On the acceptance notice, for example SL20260001"),
        "number-wrong": ("编号是 SL 加 8 位数字，请核对", "The number is SL and 8 digits; please check it"),
        "find": ("查询", "Look up"),
        "recent": ("最近查过", "Looked up lately"),
        "item": ("事项", "Service"),
        "again": ("查另一件", "Look up another"),
        "not-found": ("没有查到这个编号", "There is no such number"),
        "not-found-text": (
            "请核对编号；刚受理的办件一小时后可以查到。",
            "Please check it; new cases appear within an hour.",
        ),
        "away": ("部门的查询服务暂时没有回应", "The department's service does not answer"),
        "away-text": ("请稍后再查，或拨打电话询问。", "Please try again later, or call."),
        "office": ("示例市行政审批局服务窗口", "Service counter"),
    }
)
