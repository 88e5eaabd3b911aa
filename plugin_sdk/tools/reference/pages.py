"""The pages of the reference as Markdown, Chinese first, each from what the platform itself checks against."""

import inspect
import string
from collections.abc import Iterable
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import Struct

from plugin_sdk.contract import display, form, limits, manifest, screen
from plugin_sdk.contract.capabilities import CAPABILITIES
from plugin_sdk.contract.capabilities.person import PersonField
from plugin_sdk.tools.check.review import BROKEN
from plugin_sdk.tools.check.rule import Rule, rules
from plugin_sdk.tools.reference import words
from plugin_sdk.tools.reference.types import in_words

NOTE = "<!-- Written by `python -m plugin_sdk.tools.reference`; do not edit. -->"
COMMON = ("fallback", "requires")
PARTS = ("Fact", "Step", "Badge", "Item", "TimelineEntry", "MapPoint", "Slot", "SlotDay", "Bar")


def pages() -> dict[str, str]:
    """Every page by file name."""
    return {
        "README.md": _page("参考", "Reference", _index()),
        "manifest.md": _page("清单参考", "Manifest", _manifest()),
        "screens.md": _page("页面参考", "Screens", _screens()),
        "fields.md": _page("表单字段参考", "Form fields", _fields()),
        "capabilities.md": _page("能力参考", "Capabilities", _capabilities()),
        "problems.md": _page("检查结果参考", "Problems", _problems()),
    }


def _page(zh: str, en: str, lines: Iterable[str]) -> str:
    return "\n".join((f"# {zh} · {en}", "", NOTE, "", *lines)).rstrip() + "\n"


def _index() -> Iterable[str]:
    yield "由契约自动生成，与平台检查的完全一致。"
    yield "Written from the contract itself: what is documented is what is checked."
    yield from ("", "| 页面 | 内容 |", "|---|---|")
    yield "| [manifest.md](manifest.md) | 清单的全部成员 · every member of the manifest |"
    yield "| [screens.md](screens.md) | 页面的全部组件 · every component of a screen |"
    yield "| [fields.md](fields.md) | 表单问题的种类 · kinds of questions |"
    yield "| [capabilities.md](capabilities.md) | 能请平台做的事 · what may be asked of the platform |"
    yield "| [problems.md](problems.md) | 检查结果的代码、原因和改法 · codes, causes and fixes of findings |"


def _manifest() -> Iterable[str]:
    yield "`manifest.json` 的全部成员。不认识的成员会被拒绝。Every member of `manifest.json`; others are refused."
    for name, meanings in words.MANIFEST.items():
        struct = getattr(manifest, name)
        yield from ("", f"## {name}", "", _said(struct), "", "| 成员 | 必填 | 类型 | 说明 |", "|---|---|---|---|")
        for member, required, kind in _members(struct):
            yield f"| `{member}` | {required} | {kind} | {meanings[member]} |"


def _screens() -> Iterable[str]:
    yield "页面由这些组件组成，没有别的。文字不解释任何标记。Screens are made of these components and nothing else."
    yield f"一个页面最多 {limits.SCREEN_NODES} 个节点、{limits.SCREEN_DEPTH} 层、{limits.OUTPUT_BYTES // 1024} KiB。"
    yield "每个组件都可以带 `fallback` 和 `requires`，用 `ui.instead(...)`：手机画不了时显示什么。"
    yield from ("", "| 组件 | 说明 | 写法 |", "|---|---|---|")
    yield from (f"| [{name}](#{name.lower()}) | {zh} | `{how}` |" for name, (zh, how) in words.COMPONENTS.items())
    for name, (zh, _) in words.COMPONENTS.items():
        struct = getattr(display, name, None) or getattr(screen, name, None) or getattr(form, name)
        yield from _struct(name, struct, zh=zh)
    yield from ("", "# 组件里的部分 · Parts")
    for name in PARTS:
        yield from _struct(name, getattr(display, name))


def _struct(name: str, struct: type[Struct], *, zh: str = "") -> Iterable[str]:
    yield from ("", f"## {name}", "", f"{zh}。{_said(struct)}" if zh else _said(struct))
    members = [found for found in _members(struct) if found[0] not in COMMON]
    if members:
        yield from ("", "| 成员 | 必填 | 类型 |", "|---|---|---|")
        yield from (f"| `{member}` | {required} | {kind} |" for member, required, kind in members)


def _fields() -> Iterable[str]:
    yield "表单的问题有这些种类，手机知道怎么问、怎么检查、怎么读出来。"
    yield "Kinds of questions; the phone knows how to ask, check and read each aloud."
    yield "每个问题都要写 `error=`：错在哪里、怎么改。政府已掌握的信息不要再问。"
    yield from ("", "| 种类 | 说明 | 写法 | 应用得到 |", "|---|---|---|---|")
    for kind, (zh, how) in words.FIELDS.items():
        json_type = " / ".join(form.JSON_TYPES.get(kind, ("string",)))
        members = form.OBJECT_MEMBERS.get(kind)
        given = f"{json_type} `{{{', '.join(members)}}}`" if members else json_type
        yield f"| `{kind}` | {zh} | `{how}(...)` | {given} |"
    yield from ("", _said_text(inspect.cleandoc(form.__doc__ or "")))


def _capabilities() -> Iterable[str]:
    yield "应用能请平台做的事。每一项都要在清单里声明并写明理由。"
    yield "What a mini-app may ask for; each is declared with a reason."
    yield "标“写”的只能在操作里用：绘制页面不保存任何内容。"
    yield from ("", "| 能力 | 读或写 | 说明 | 写法 |", "|---|---|---|---|")
    for name, (zh, how) in words.CAPABILITIES.items():
        kind = "写" if CAPABILITIES[name].writes else "读"
        yield f"| [`{name}`](#{name.replace('.', '')}) | {kind} | {zh} | `{how}` |"
    yield from ("", f"`person.read` 的字段：{' '.join(f'`{field}`' for field in get_args(PersonField))}。")
    for name, (zh, _) in words.CAPABILITIES.items():
        request = CAPABILITIES[name]
        yield from ("", f"## {name}", "", f"{zh}。{_said(request)}")
        yield from _table("请求 Request", request)
        yield from _table("回答 Answer", request.answers)


def _table(title: str, struct: type[Struct]) -> Iterable[str]:
    members = _members(struct)
    if members:
        yield from ("", f"| {title} | 必填 | 类型 |", "|---|---|---|")
        yield from (f"| `{member}` | {required} | {kind} |" for member, required, kind in members)


def _problems() -> Iterable[str]:
    yield "`gkb check` 和平台机审用同一套规则。错误要改正才能提交，警告由作者和审核人员判断。"
    yield "`gkb check` and the platform's review run the same rules. Errors must be corrected; warnings are weighed."
    for rule in (*(rule for rule, _ in rules()), BROKEN):
        yield from _problem(rule)
    for code, (zh, en) in words.ELSEWHERE.items():
        yield from ("", f"## {code}", "", f"{zh}。{en}.")


def _problem(rule: Rule) -> Iterable[str]:
    severity = "错误 error" if rule.severity == "error" else "警告 warning"
    yield from ("", f"## {rule.code}", "", f"{severity}。{_shown(rule.what.zh)}", "")
    yield from (f"- 原因：{_shown(rule.cause.zh)}", f"- 改法：{_shown(rule.fix.zh)}", "")
    yield f"{_shown(rule.what.en)}. {_shown(rule.cause.en)}. *Fix:* {_shown(rule.fix.en)}."


def _shown(said: str) -> str:
    """Words with their places as an ellipsis: what stands there is known only when something is found."""
    parts = string.Formatter().parse(said)
    return "".join(text + ("…" if name is not None else "") for text, name, _, _ in parts).replace("|", "\\|")


def _members(struct: type[Struct]) -> list[tuple[str, str, str]]:
    hints: dict[str, Any] = get_type_hints(struct, include_extras=True)
    return [
        (field.encode_name, "是" if field.required else "", in_words(hints[field.name]))
        for field in msgspec.structs.fields(struct)
    ]


def _said(struct: type[Struct]) -> str:
    return _said_text(inspect.cleandoc(struct.__doc__ or ""))


def _said_text(said: str) -> str:
    return "\n\n".join(" ".join(part.split("\n")) for part in said.split("\n\n"))
