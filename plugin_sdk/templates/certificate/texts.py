"""页面上的全部文字：中文在前，英文在后。"""

from plugin_sdk.guest import Texts

texts = Texts(
    {
        "title": ("志愿服务证明", "Volunteer certificate"),
        "template": ("示例应用", "Example"),
        "template-text": ("本应用是模板，证明没有效力。", "This is a template; the certificate has no force."),
        "none": ("您还没有证明", "You have no certificate yet"),
        "none-text": ("申领后随时可以出示，有效期一年。", "Once issued you can show it at any time, for a year."),
        "issue": ("申领证明", "Issue my certificate"),
        "renew": ("重新申领", "Issue a new one"),
        "expired": ("证明已过期", "The certificate has expired"),
        "expired-text": ("重新申领后得到新的编号。", "A new one gets a new number."),
        "name": ("姓名", "Name"),
        "issued-on": ("开具日期", "Issued on"),
        "valid-until": ("有效期至", "Valid until"),
        "how": ("怎样核验", "How it is checked"),
        "how-text": (
            "请对方扫描证明上的核验码，编号和状态一致即为有效。",
            "Whoever checks it scans the code: number and state must be the same.",
        ),
        "issued": ("证明已开具", "Certificate issued"),
        "number": ("证明编号", "Number"),
    }
)
