"""Threat 15: mini-apps that pretend to be the platform, ask for what only it may ask, or hide what they say."""

import pytest

from plugin_sdk.tools.check import check
from plugin_sdk.tools.project import Project
from tests.plugin_sdk.tools.check.seeded import sound

NAMES = [
    "甘快办",
    "甘快办助手",
    "甘 快 办",
    "快办官方",
    "ＫｕａｉＢａｎ服务",
    "官方补助平台",
    "微信支付",
    "支 付 宝",
    "云闪付领补贴",
    "WeChat补贴",
    "系统通知",
    "12345服务",
    "补助Αpp",
    "补助Сервис",
    "⽢快办",
    "补助\u200b申请",
    "补助\u202e请申",
    "𝐀pply补助",
]
TEXTS = [
    "请输入支付密码",
    "输入您的登录密码",
    "请填写银行卡号",
    "银行卡卡号",
    "请输入6位PIN码",
    "短信验证码",
    "动态验证码",
    "验证码",
    "身份认证",
    "实名认证中",
    "请进行人脸识别",
    "刷脸核身",
    "登录已过期",
    "请登录",
    "立即登录",
    "扫码登录",
    "授权登录",
    "同意授权",
    "一键授权",
    "立即支付",
    "确认付款",
    "扫码支付",
    "马上缴费",
    "转账到安全账户",
    "信用卡安全码",
    "设置密码",
    "Enter your password",
    "Type the verification code",
    "One-time password",
    "Your CVV",
    "Credit card",
    "Please log in",
    "Sign in to continue",
    "Authorise this app",
    "Pay now",
    "Confirm payment",
    "详见 https://a.example/pay",
    "点击 www.example.com",
    "打开 javascript:alert(1)",
    "<a href=x>补助</a>",
    "[补助](x)",
    "补助见 butie.top",
    "补\u2066助\u2069",
    "Nаme 姓名",
]
HONEST = [
    "采暖补贴申请",
    "支付方式由部门通知",
    "本事项不收费",
    "约5个工作日发放到社会保障卡",
    "身份证号码",
    "家庭人口",
    "核对申请人身份",
    "提交申请",
    "受理编号",
    "预约成功",
    "Name",
    "The department checks within 5 days",
    "Take this time",
    "Paid to your card by the department",
    "Αθήνα",
    "姓名中的间隔号·可以填写",
    "① 提交 ② 受理",
]


def with_name(name):
    project = sound()
    changed = project.files["manifest.json"].decode().replace("临时困难补助申请（模板）", name, 1)
    return Project(name="form", files={**project.files, "manifest.json": changed.encode()})


def with_text(text):
    project = sound()
    changed = project.files["texts.py"].decode().replace("可以现在申请，约需1分钟。", text, 1)
    return Project(name="form", files={**project.files, "texts.py": changed.encode()})


def refused_by(project):
    return [problem.code for problem in check(project, draw=None) if problem.severity == "error"]


@pytest.mark.parametrize("name", NAMES)
def test_a_deceitful_name_is_refused(name):
    assert refused_by(with_name(name))


@pytest.mark.parametrize("text", TEXTS)
def test_a_deceitful_text_is_refused(text):
    assert refused_by(with_text(text))


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_text_is_left_in_peace(text):
    assert refused_by(with_text(text)) == []


def test_there_are_more_than_fifty():
    assert len(NAMES) + len(TEXTS) > 50


def test_a_purpose_may_say_that_an_identity_is_checked():
    project = sound()
    changed = project.files["manifest.json"].decode().replace("核对申请人及其所在地区", "用于身份核验", 1)

    assert refused_by(Project(name="form", files={**project.files, "manifest.json": changed.encode()})) == []


def test_a_table_of_data_in_chinese_is_not_taken_for_missing_english():
    project = sound()
    rows = 'PLACES = {"east": ("东街", "城关区"), "west": ("西站", "七里河区")}\n'

    assert refused_by(Project(name="form", files={**project.files, "places.py": rows.encode()})) == []
