"""What goes wrong while a mini-app runs, in the one shape of a problem: place, cause, fix."""

from plugin_sdk.contract.answer import GuestError
from plugin_sdk.tools.json_text import JsonText
from plugin_sdk.tools.problem import Problem
from plugin_sdk.tools.simulator.refusals import Refused

MANIFEST = "manifest.json"
ENTRY = "app.py"

HINTS: dict[str, tuple[str, str]] = {
    "ModuleNotFoundError": (
        "只能导入 plugin_sdk.guest 和允许的标准库模块，自己的模块用 from . import 名称",
        "Import plugin_sdk.guest and the allowed standard library only; your own modules by `from . import name`",
    ),
    "NotInMiniApps": (
        "按提示改用 ctx 提供的能力；小程序里没有文件、网络、时钟和线程",
        "Use what ctx offers, as the message says: a mini-app has no files, network, clock or threads",
    ),
    "CapabilityRefused": (
        "在 manifest.json 的 gkb.capabilities 中声明该能力并写明理由，或捕获 CapabilityRefused 后另作处理",
        "Declare the capability with a reason in gkb.capabilities of manifest.json, or catch CapabilityRefused",
    ),
    "UnknownName": (
        '用 @app.screen("名称") 或 @app.action("名称") 注册，名称要与 manifest.json 的 pages、gkb.actions 一致',
        "Register it with @app.screen or @app.action, by its name in manifest.json",
    ),
    "SyntaxError": ("改正这一行的语法", "Correct the syntax of this line"),
    "IndentationError": ("改正这一行的缩进", "Correct the indentation of this line"),
}
RUNNING = ("代码抛出了异常，这次调用什么也没有保存", "The code raised an exception; nothing of this call was kept")
COMPILING = (
    "源码不能编译，平台不会收下；模拟器仍显示上一个能运行的版本",
    "The source does not compile, so no platform takes it; the simulator still shows the last version that ran",
)
USUAL = (
    "改正这一行；print 的内容会出现在调用记录里，便于查找",
    "Correct this line; what you print stands in the call log",
)


def of_guest(error: GuestError, *, app: str, name: str = "") -> Problem:
    """The author's own exception, at the author's own line."""
    file = error.file.removeprefix(f"{app}/") or ENTRY
    fix_zh, fix_en = HINTS.get(error.type, USUAL)
    cause = RUNNING if name else COMPILING
    during_zh, during_en = (f"运行 {name} 时", f"while running {name}") if name else ("编译时", "while compiling")
    return Problem(
        code="run.failed" if name else "run.not-compiled",
        file=file,
        line=max(1, error.line),
        zh=f"{during_zh}出错：{error.type}: {error.message}",
        en=f"{error.type}: {error.message} ({during_en})",
        cause_zh=cause[0],
        cause_en=cause[1],
        fix_zh=fix_zh,
        fix_en=fix_en,
    )


def of_refusal(refused: Refused, *, name: str) -> Problem:
    """A call that the host stopped, or whose answer cannot be drawn."""
    reason = str(refused.params.get("reason", ""))
    fixes = {
        "host.timed-out": (
            "一次调用最多 2 秒：减少循环和平台调用",
            "One call has 2 seconds: loop and ask the host less",
        ),
        "host.out-of-memory": ("一次调用最多 64 MiB 内存：分批处理", "One call has 64 MiB of memory: work in parts"),
        "host.output-too-large": ("一个页面最多 256 KiB：分页显示", "A screen has at most 256 KiB: show it in pages"),
        "host.too-many-host-calls": ("一次调用最多 64 次平台能力", "One call may ask the host 64 times"),
        "host.answer-malformed": (
            f"用 plugin_sdk.guest.ui 的构造函数生成页面，并改正这里：{reason}",
            f"Build screens with plugin_sdk.guest.ui, and correct this: {reason}",
        ),
    }
    fix_zh, fix_en = fixes.get(refused.code, USUAL)
    return Problem(
        code="run.stopped",
        file=ENTRY,
        zh=f"{name}：{refused.words.zh}",
        en=f"{name}: {refused.words.en}",
        cause_zh=f"平台规则 {refused.code}{f'：{reason}' if reason else ''}",
        cause_en=f"Rule of the platform {refused.code}{f': {reason}' if reason else ''}",
        fix_zh=fix_zh,
        fix_en=fix_en,
    )


def no_manifest(text: JsonText, *, exists: bool, said: str) -> Problem:
    """The manifest is not there, is no JSON, or is not what the contract says (`said` in the contract's words)."""
    if not exists:
        return Problem(
            code="run.no-manifest", file=MANIFEST,
            zh="这个文件夹里没有 manifest.json", en="There is no manifest.json in this folder",
            cause_zh="小程序项目是含有 manifest.json 的文件夹", cause_en="A project is a folder with a manifest.json",
            fix_zh="进入项目文件夹，或用 gkb new 新建一个", fix_en="Go to a project, or make one with gkb new",
        )  # fmt: skip
    line = text.error.line if text.error else 1
    pointer = ""
    if text.error is None and "`$" in said:
        pointer = said.rpartition("`$")[2].strip("`").replace(".", "/").replace("[", "/").replace("]", "")
        line = text.line(pointer)
    return Problem(
        code="run.bad-manifest", file=MANIFEST, line=line, pointer=pointer,
        zh=f"manifest.json 无法使用：{said}", en=f"manifest.json cannot be used: {said}",
        cause_zh="平台按 manifest 运行小程序，不认识或缺少的成员会被拒绝",
        cause_en="The platform runs a mini-app by its manifest and refuses unknown or missing members",
        fix_zh="按说明改正这一处；gkb check 会列出全部问题", fix_en="Correct this place; gkb check lists everything",
    )  # fmt: skip


def no_entry() -> Problem:
    """There is nothing to run."""
    return Problem(
        code="run.no-entry", file=ENTRY,
        zh="没有 app.py", en="There is no app.py",
        cause_zh="平台从 app.py 的 app 对象找到页面和操作",
        cause_en="The platform finds screens and actions in `app` of app.py",
        fix_zh="新建 app.py，写上 app = MiniApp()", fix_en="Write an app.py with app = MiniApp()",
    )  # fmt: skip


def not_python(text: JsonText) -> Problem:
    """A component of the author's own: the simulator has only the Python one."""
    pointer = "/gkb/runtime"
    return Problem(
        code="run.not-python",
        file=MANIFEST,
        line=text.line(pointer),
        pointer=pointer,
        zh="模拟器只运行 Python 小程序，这个项目的 runtime 是 component",
        en="The simulator runs mini-apps in Python only; the runtime of this project is component",
        cause_zh="自带组件的小程序只能在平台的沙箱里运行",
        cause_en="A mini-app that brings its own component runs in the platform's sandbox only",
        fix_zh="用 gkb check 检查、gkb pack 打包后，在平台的测试版本中试用",
        fix_en="Review it with gkb check, pack it with gkb pack, and try it as a test release on the platform",
    )
