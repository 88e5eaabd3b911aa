"""Seeded faults: a sound project, one thing broken in it, and the finding that must come of it."""

from pathlib import Path
from typing import NamedTuple

import plugin_sdk
from plugin_sdk.tools.project import Project, read_project

TEMPLATES = Path(plugin_sdk.__file__).parent / "templates"


class Fault(NamedTuple):
    """Replace `old` by `new` in `file`: `code` must be found in `place` at the line where `needle` stands then.

    `place` is `file` unless said otherwise; `needle` is the first line of `new`.
    """

    code: str
    file: str
    old: str
    new: str
    needle: str = ""
    place: str = ""
    base: str = "form"


def sound(name: str = "form") -> Project:
    """A project without a fault."""
    return read_project(TEMPLATES / name)


def broken(fault: Fault) -> Project:
    """The project with the fault in it."""
    project = sound(fault.base)
    text = project.files.get(fault.file, b"").decode()
    assert not fault.old or fault.old in text, f"{fault.code}: {fault.old!r} is not in {fault.file}"
    changed = text.replace(fault.old, fault.new, 1) if fault.old else fault.new
    return Project(name=project.name, files={**project.files, fault.file: changed.encode()})


def line_of(fault: Fault, project: Project) -> int:
    """The line at which the finding must stand."""
    text = project.files[fault.place or fault.file].decode()
    needle = fault.needle or fault.new.strip().split("\n")[0]
    assert needle in text, f"{fault.code}: {needle!r} is not in {fault.place or fault.file}"
    return text[: text.index(needle)].count("\n") + 1


M, A, T = "manifest.json", "app.py", "texts.py"
STORE_GET = "ctx.store.get(KEY) is not None"
FIRST = "    if ctx.store.get(KEY) is not None:\n"
SUBMIT = "    errors = _errors(data)\n"
NAME = '"name": "临时困难补助申请（模板）"'
PLAIN = "_template(ctx), *body)"

SENSITIVE = """"text": {"zh": "受理临时困难补助申请，核对申请人及其所在地区", "en": "Accept the application for hardship support, and check who applies and where"},
        "fields": ["name", "regionName"]"""

MANIFEST_FAULTS = [
    Fault("manifest.not-json", M, '"lang": "zh-CN",', '"lang": "zh-CN"', '"icons"'),
    Fault("manifest.not-json", M, '"code": 1,', "'code': 1,", "'code'"),
    Fault(
        "manifest.duplicate-key",
        M,
        '"lang": "zh-CN",',
        '"lang": "zh-CN",\n  "lang": "zh-CN",\n',
        '  "lang": "zh-CN",\n\n',
    ),
    Fault("manifest.unknown-member", M, '"short_name"', '"shortname"'),
    Fault("manifest.unknown-member", M, '"text_version"', '"textVersion"'),
    Fault("manifest.missing-member", M, '  "lang": "zh-CN",\n', "", "{"),
    Fault(
        "manifest.missing-member",
        M,
        '        "legal_basis": "个人同意（《个人信息保护法》第十三条第一款第一项）",\n',
        "",
        '      {\n        "id": "hardship-application"',
    ),
    Fault("manifest.wrong-value", M, '"code": 1', '"code": "1"'),
    Fault("manifest.wrong-value", M, '"name": "0.1.0"', '"name": "v1"'),
    Fault("manifest.wrong-value", M, '"term_days": 180', '"term_days": 100000'),
    Fault("manifest.wrong-value", M, '"phone": "12345"', '"phone": "ask us"'),
    Fault("manifest.wrong-value", M, '"pages": ["apply", "status"]', '"pages": ["apply", "Status!"]'),
    Fault("manifest.id-not-folder", M, '"app_id": "form"', '"app_id": "forms"'),
    Fault("manifest.id-reserved", M, '"app_id": "form"', '"app_id": "json"'),
    Fault("manifest.page-without-screen", M, '"pages": ["apply", "status"]', '"pages": ["apply", "status", "help"]'),
    Fault(
        "manifest.screen-without-page",
        M,
        '"pages": ["apply", "status"]',
        '"pages": ["apply"]',
        '@app.screen("status")',
        A,
    ),
    Fault("manifest.action-without-function", M, '"actions": ["submit"]', '"actions": ["submit", "cancel"]'),
    Fault("manifest.function-without-action", M, '"actions": ["submit"]', '"actions": []', '@app.action("submit")', A),
    Fault("manifest.named-twice", M, '"pages": ["apply", "status"]', '"pages": ["apply", "status", "apply"]'),
    Fault("manifest.icon-unknown", M, '"src": "heart-handshake"', '"src": "rocket"'),
    Fault("manifest.lang-not-chinese", M, '"lang": "zh-CN"', '"lang": "en-GB"'),
    Fault("manifest.platform-too-new", M, '"min_code": 1', '"min_code": 99'),
    Fault("manifest.version-zero", M, '"name": "0.1.0"', '"name": "0.0.0"'),
    Fault("manifest.capability-unknown", M, '"name": "store.get"', '"name": "store.read"'),
    Fault("manifest.capability-unknown", A, "ctx.store.put_if_absent(", "ctx.store.keep("),
    Fault(
        "manifest.capability-undeclared",
        M,
        '"name": "message.send"',
        '"name": "person.subject"',
        "ctx.message.send(",
        A,
    ),
    Fault(
        "manifest.capability-unused",
        A,
        '    if kept == application:  # 第一次提交才发消息\n        ctx.message.send(title=texts.say(ctx, "receipt"), body=texts.say(ctx, "receipt-text"), facts=_facts(ctx, kept))\n',
        "",
        '"name": "message.send"',
        M,
    ),
    Fault("manifest.reason-says-nothing", M, '"zh": "查看您已经提交的申请"', '"zh": "业务需要"'),
    Fault("manifest.reason-says-nothing", M, '"en": "Keeps the application you make"', '"en": "Needed"'),
    Fault("manifest.field-unknown", M, '["name", "regionName"]', '["name", "regionName", "idNumbr"]'),
    Fault("manifest.basis-vague", M, '"个人同意（《个人信息保护法》第十三条第一款第一项）"', '"工作需要"'),
    Fault(
        "manifest.purpose-unused",
        A,
        'PURPOSE = "hardship-application"',
        'PURPOSE = "hardship"',
        '"id": "hardship-application"',
        M,
    ),
    Fault(
        "manifest.purpose-undeclared",
        A,
        'PURPOSE = "hardship-application"',
        'PURPOSE = "hardship"',
        "person = ctx.person.read(",
    ),
    Fault("manifest.field-not-covered", A, 'fields=["name", "regionName"]', 'fields=["name", "regionName", "phone"]'),
    Fault("manifest.field-never-read", M, '["name", "regionName"]', '["name", "regionName", "gender"]'),
    Fault(
        "manifest.sensitive-without-reason",
        M,
        SENSITIVE,
        SENSITIVE.replace("，核对申请人及其所在地区", "").replace('["name"', '["name", "idNumber"'),
    ),
    Fault(
        "manifest.host-private",
        M,
        '"actions": ["submit"],',
        '"actions": ["submit"],\n    "outbound_hosts": ["10.0.0.5"],',
        '"outbound_hosts"',
    ),
    Fault(
        "manifest.host-private",
        M,
        '"actions": ["submit"],',
        '"actions": ["submit"],\n    "outbound_hosts": ["db.internal"],',
        '"outbound_hosts"',
    ),
    Fault(
        "manifest.host-unused",
        M,
        '"actions": ["submit"],',
        '"actions": ["submit"],\n    "outbound_hosts": ["data.example.gov.cn"],',
        '"outbound_hosts"',
    ),
    Fault("manifest.host-undeclared", A, SUBMIT, '    ctx.http.get("https://other.example.gov.cn/x")\n' + SUBMIT),
    Fault(
        "manifest.intent-without-page",
        M,
        '"actions": ["submit"],',
        '"actions": ["submit"],\n    "intents": [{"name": "go", "screen": "gone", "text": {"zh": "打开申请", "en": "Open"}}],',
        '"intents"',
    ),
    Fault(
        "manifest.launch-itself",
        M,
        '"actions": ["submit"],',
        '"actions": ["submit"],\n    "launches": [{"app": "form", "intent": "go", "reason": {"zh": "打开自己的申请", "en": "Opens its own form"}}],',
        '"launches"',
    ),
    Fault(
        "manifest.launch-undeclared",
        A,
        'screen="status", primary=True',
        'to=ui.to_launch("list_map", "show-place"), primary=True',
        "ui.to_launch(",
    ),
    Fault(
        "manifest.launch-unused",
        M,
        '"actions": ["submit"],',
        '"actions": ["submit"],\n    "launches": [{"app": "list_map", "intent": "show-place", "reason": {"zh": "查看服务点的地址", "en": "Shows where the office is"}}],',
        '"launches"',
    ),
    Fault("manifest.collection-undeclared", A, SUBMIT, '    ctx.records.list("answers")\n' + SUBMIT),
    Fault(
        "manifest.collection-unused",
        M,
        '"actions": ["submit"],',
        '"actions": ["submit"],\n    "collections": [{"name": "answers", "text": {"zh": "匿名回答", "en": "Answers"}}],',
        '"collections"',
    ),
    Fault("manifest.quota-beyond", M, '"store_keys_per_person": 5', '"store_keys_per_person": 500'),
    Fault("manifest.contact-private", M, '"phone": "12345"', '"phone": "13812345678"'),
]

TEXT_FAULTS = [
    Fault("texts.not-chinese", M, NAME, '"name": "Hardship support"'),
    Fault("texts.not-chinese", A, "ctx.words(zh=zh, en=en)", 'ctx.words(zh="Cause", en=en)'),
    Fault("texts.not-english", T, '("家庭人口", "People in the household")', '("家庭人口", "家庭人口")'),
    Fault("texts.not-english", M, '"en": "Keeps the application you make"', '"en": "保存您提交的申请"'),
    Fault("texts.hidden-characters", T, '("姓名", "Name")', '("姓\u200b名", "Name")'),
    Fault("texts.hidden-characters", M, NAME, '"name": "临时\u202e困难补助"'),
    Fault("texts.homoglyphs", M, NAME, '"name": "困难补助 Аpp"'),
    Fault("texts.homoglyphs", T, '"Name")', '"Nаme")', '"Nаme")'),
    Fault("texts.imitates-platform", M, NAME, '"name": "甘快办官方补助"'),
    Fault("texts.imitates-platform", M, '"short_name": "困难补助"', '"short_name": "支 付 宝补助"'),
    Fault("texts.imitates-system-screen", T, '("家庭人口", "People in the household")', '("请输入支付密码", "People")'),
    Fault("texts.imitates-system-screen", T, '("去申请", "Apply now")', '("去申请", "Enter your password")'),
    Fault("texts.imitates-system-screen", T, '("姓名", "Name")', '("短信验证码", "Name")'),
    Fault("texts.red-line", T, '("去申请", "Apply now")', '("每日打卡", "Apply now")'),
    Fault("texts.red-line", T, '("去申请", "Apply now")', '("查看排行榜", "Apply now")'),
    Fault("texts.red-line", T, '("去申请", "Apply now")', '("去申请", "See the leaderboard")'),
    Fault("texts.placeholder", T, '("姓名", "Name")', '("姓名待补充", "Name")'),
    Fault("texts.link", T, '("姓名", "Name")', '("姓名，详见 http://a.example", "Name")'),
]

CODE_FAULTS = [
    Fault("code.no-app-object", A, "app = MiniApp()", "application = MiniApp()", '"""'),
    Fault(
        "code.syntax-error",
        A,
        "def submit(ctx: Context, data: Part) -> Part:",
        "def submit(ctx: Context, data: Part -> Part:",
    ),
    Fault("code.import-not-allowed", A, "from .texts", "import requests\nfrom .texts"),
    Fault("code.import-not-allowed", A, "from .texts", "from os import path\nfrom .texts"),
    Fault("code.import-not-allowed", A, "from .texts import", "from .text import"),
    Fault(
        "code.import-not-allowed", A, "from .texts", "from plugin_sdk.contract.manifest import Manifest\nfrom .texts"
    ),
    Fault("code.forbidden-call", A, SUBMIT, '    open("/etc/passwd")\n' + SUBMIT),
    Fault("code.forbidden-call", A, SUBMIT, '    eval("1")\n' + SUBMIT),
    Fault("code.sleep", A, SUBMIT, "    time.sleep(1)\n" + SUBMIT),
    Fault("code.own-clock", A, SUBMIT, "    datetime.now()\n" + SUBMIT),
    Fault("code.own-chance", A, SUBMIT, "    random.random()\n" + SUBMIT),
    Fault("code.own-chance", A, SUBMIT, "    uuid.uuid4()\n" + SUBMIT),
    Fault("code.at-import", A, "app = MiniApp()", "app = MiniApp()\nTODAY = datetime.now()", "TODAY"),
    Fault(
        "code.heavy-class",
        A,
        "app = MiniApp()",
        "app = MiniApp()\n\n\n@dataclass\nclass Kept:\n    number: str",
        "class Kept",
    ),
    Fault("code.lost-state", A, SUBMIT, "    SEEN.append(1)\n" + SUBMIT + "    global app\n", "global app"),
    Fault("code.float-for-money", A, SUBMIT, "    amount = 0.1 * 3\n" + SUBMIT),
    Fault(
        "code.bare-except",
        A,
        SUBMIT,
        "    try:\n        pass\n    except Exception:\n        pass\n" + SUBMIT,
        "except Exception",
    ),
    Fault("code.personal-data-printed", A, SUBMIT, "    print(data)\n" + SUBMIT),
    Fault("code.write-in-screen", A, FIRST, '    ctx.store.put("seen", 1)\n' + FIRST),
    Fault(
        "code.write-in-screen",
        A,
        '    return ui.notice(texts.say(ctx, "template")',
        '    ctx.store.put("seen", 1)\n    return ui.notice(texts.say(ctx, "template")',
    ),
    Fault("code.secret", A, "app = MiniApp()", 'app = MiniApp()\nAPI_KEY = "9f8b7c6d5e4f3a2b1c0d"', "API_KEY"),
    Fault("code.secret", "tests/keys.txt", "", "\n-----BEGIN EC PRIVATE KEY-----\n"),
    Fault("code.handler-signature", A, "def status(ctx: Context, _data: Part)", "def status(ctx: Context)"),
    Fault(
        "code.registered-twice", A, '@app.screen("status")', '@app.screen("apply")', '@app.screen("apply")\ndef status'
    ),
    Fault("code.name-not-written", A, '@app.screen("status")', '@app.screen("sta" + "tus")'),
    Fault("code.unknown-ctx", A, "ctx.message.send(", "ctx.mesage.send("),
    Fault("code.unknown-ui", A, "ui.timeline(", "ui.timelime("),
    Fault("code.person-in-source", A, "app = MiniApp()", 'app = MiniApp()\nCLERK = "13800138000"', "CLERK"),
    Fault("code.mock-not-json", "mocks/a.example.gov.cn/x.json", "", '{\n  "a": 1,\n}\n', "}"),
    Fault("budgets.file-name", "Rates.py", "", "RATES = 1\n"),
    Fault("budgets.file-name", "inner/rates.py", "", "RATES = 1\n"),
]

SCREEN_FAULTS = [
    Fault("screens.crashed", A, "    if application is None:\n", '    if int("none"):\n'),
    Fault("screens.crashed", A, 'texts.say(ctx, "none-text")', 'texts.say(ctx, "no-text")'),
    Fault("screens.crashed", A, "filled = {", 'person["phone"]\n    filled = {', 'person["phone"]'),
    Fault(
        "screens.input-crashes",
        A,
        '"people": type(people) is int and 1 <= people <= MOST_PEOPLE',
        '"people": 1 <= people <= MOST_PEOPLE',
    ),
    Fault("screens.endless", A, FIRST, "    while True: ctx.locale.upper()\n" + FIRST),
    Fault("screens.not-valid", A, 'tone="success")', 'tone="good")'),
    Fault("screens.not-valid", A, 'state="current")', 'state="now")'),
    Fault(
        "screens.two-primary",
        A,
        'return _page(ctx, "status-title", empty,',
        'return _page(ctx, "status-title", empty, ui.button("x", screen="apply", primary=True),',
        'return _page(ctx, "status-title", empty,',
    ),
    Fault("screens.no-title", A, "return ui.screen(texts.say(ctx, title)", 'return ui.screen("  "'),
    Fault(
        "screens.empty-page",
        A,
        "return ui.screen(texts.say(ctx, title), _template(ctx), *body)",
        "return ui.screen(texts.say(ctx, title))",
    ),
    Fault(
        "screens.field-without-error", A, ', error=texts.say(ctx, "people-wrong")\n', "\n", "people = ui.whole_number("
    ),
    Fault("screens.dead-button", A, 'screen="apply", primary=True', 'screen="aply", primary=True'),
    Fault("screens.dead-button", A, 'action="submit")\n', 'action="send")\n'),
    Fault("screens.label-empty", A, 'ui.fact(texts.say(ctx, "number"),', 'ui.fact(" ",'),
    Fault("screens.table-rows", A, "ui.fact_table(*_facts(ctx, application))", "ui.fact_table()"),
    Fault(
        "screens.colour-only",
        T,
        '("可以现在申请，约需1分钟。"',
        '("请点击红色按钮申请。"',
        "empty = ui.empty_state(",
        A,
    ),
    Fault(
        "screens.link-shown",
        A,
        'return ui.notice(texts.say(ctx, "template")',
        'return ui.notice("www." + "example.com"',
    ),
    Fault(
        "screens.too-large",
        A,
        PLAIN,
        '_template(ctx), *body, ui.text("长" * 3000), *[ui.text("长" * 3000) for _ in range(9)])',
        "return ui.screen(texts.say(ctx, title), _template(ctx), *body",
    ),
    Fault("screens.one-language", A, 'texts.say(ctx, "agreed"), error', '"我承诺信息真实", error'),
    Fault(
        "screens.asks-what-is-known",
        A,
        '        ui.field("people", people),\n',
        '        ui.field("people", people),\n        ui.field("phone", ui.phone("手机号码", error="请改正")),\n',
        'ui.field("phone"',
    ),
    Fault(
        "screens.asked-twice",
        A,
        '    return _page(ctx, "status-title", empty, ui.button(texts.say(ctx, "apply"), screen="apply", primary=True))',
        '    form = ui.form(_questions(ctx), submit="好", action="submit")\n    return ui.screen("我的", form)',
        "people = ui.whole_number(",
    ),
    Fault("screens.icon-unknown", A, PLAIN, '_template(ctx), ui.icon("rocket", "火箭"), *body)', 'ui.icon("rocket"'),
    Fault("screens.number-shown", A, PLAIN, '_template(ctx), ui.text("1380000" + "0000"), *body)', 'ui.text("1380000"'),
    Fault(
        "budgets.start-time",
        A,
        "app = MiniApp()",
        "app = MiniApp()\nSUM = 0\nfor _ in range(60_000):\n    SUM += 1",
        '"""',
    ),
    Fault("budgets.call-time", A, FIRST, "    for _ in range(300_000):\n        ctx.locale\n" + FIRST, "def apply"),
    Fault("budgets.function-length", A, SUBMIT, SUBMIT + "    _ = 1\n" * 110, "def submit"),
    Fault("budgets.source-size", "table.py", "", "ROWS = 1\n" + "# x\n" * 40_000),
]
