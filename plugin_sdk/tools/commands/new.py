"""`gkb new`: a project from a template; asks nothing and needs no network."""

import argparse
import ast
import keyword
import re
import shutil
import sys
from pathlib import Path

from plugin_sdk.tools.outcome import Outcome, machine_lacks, wrong_use
from plugin_sdk.tools.parser import CommandParser
from plugin_sdk.tools.problem import Words

NAME = "new"
HELP = Words(zh="用模板新建一个小程序项目", en="Make a mini-app project from a template")
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
KNOWN = {
    "form": Words(zh="填表申请：预填、提交、回执、进度", en="An application: prefilled form, receipt, status"),
    "query": Words(
        zh="进度查询：向部门系统查询并显示", en="A query: asks the department's server and shows the answer"
    ),
    "booking": Words(zh="预约：选时段、确认、取消、候补", en="A booking: choose a time, confirm, cancel, wait"),
    "certificate": Words(zh="证明：显示一张可核验的证照", en="A certificate that can be verified"),
    "list_map": Words(zh="网点：列表和地图", en="Places as a list and on a map"),
    "survey": Words(zh="问卷：不记名收集，汇总图表", en="A survey without names, and its chart"),
}
"""What each template shows, in one line; one that is not here says it in its own docstring."""

APP_ID = re.compile(r"[a-z][a-z0-9_]{1,39}")
TAKEN = frozenset(("plugin_sdk", "tests"))


def arguments(parser: CommandParser) -> None:
    """Which template, and what the project is called."""
    parser.add_argument(
        "template",
        nargs="?",
        choices=list(templates()),
        help=parser.say(zh="模板；不写就列出全部模板", en="the template; without one they are listed"),
    )
    parser.add_argument(
        "id",
        nargs="?",
        help=parser.say(zh="小程序编号，也是文件夹名：小写字母、数字、下划线", en="its id and folder: a-z, 0-9 and _"),
    )
    parser.add_argument(
        "--in", dest="parent", default=".", help=parser.say(zh="建在哪里，默认当前文件夹", en="where, default here")
    )
    parser.epilog = _listed(parser.lang)


def templates() -> dict[str, Words]:
    """The templates of this SDK that are whole, with what each shows."""
    whole = sorted(place.parent for place in TEMPLATES.glob("*/manifest.json"))
    return {place.name: KNOWN.get(place.name) or _own_words(place) for place in whole}


def run(options: argparse.Namespace) -> Outcome:
    """Copy the template; an id that cannot be one and a folder that is there are 2. Without a template list them."""
    if options.template is None:
        listed = {name: {"zh": words.zh, "en": words.en} for name, words in templates().items()}
        return Outcome(said=Words(zh=_listed("zh"), en=_listed("en")), data={"templates": listed})
    if options.id is None:
        raise wrong_use(
            zh=f"还要一个编号，例如：gkb new {options.template} my_service",
            en=f"an id is missing, for example: gkb new {options.template} my_service",
        )
    source = TEMPLATES / options.template
    if not (source / "manifest.json").is_file():
        raise machine_lacks(
            zh=f"SDK 里缺少模板 {options.template}", en=f"the SDK lacks the template {options.template}"
        )
    _require_id(options.id)
    folder = Path(options.parent).resolve() / options.id
    if folder.exists():
        raise wrong_use(
            zh=f"{folder} 已经存在，没有改动它。换一个编号，或先把它移走",
            en=f"{folder} exists already and was left alone. Take another id, or move it away first",
        )
    try:
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        _rename(folder, old=options.template, new=options.id)
    except OSError as wrong:
        raise machine_lacks(zh=f"不能写入 {folder}：{wrong}", en=f"cannot write {folder}: {wrong}") from wrong
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    here = options.id if options.parent == "." else str(folder)
    return Outcome(
        said=Words(
            zh=f"已建好 {folder}\n接下来：\n  cd {here}\n  gkb dev",
            en=f"Made {folder}\nNext:\n  cd {here}\n  gkb dev",
        ),
        data={"folder": str(folder), "template": options.template, "files": files, "next": [f"cd {here}", "gkb dev"]},
    )


def _listed(lang: str) -> str:
    title = Words(zh="模板（gkb new <模板> <编号>）：", en="templates (gkb new <template> <id>):").say(lang)
    return "\n".join([title, *(f"  {name:<14}{words.say(lang)}" for name, words in templates().items())])


def _require_id(wanted: str) -> None:
    if not APP_ID.fullmatch(wanted):
        raise wrong_use(
            zh=f"编号 {wanted} 不对：以小写字母开头，只用小写字母、数字和下划线，2 到 40 个字符，例如 heating_subsidy",
            en=f"{wanted} cannot be an id: a small letter first, then a-z, 0-9 and _, 2 to 40 characters, "
            "for example heating_subsidy",
        )
    if keyword.iskeyword(wanted) or wanted in sys.stdlib_module_names or wanted in TAKEN:
        raise wrong_use(
            zh=f"编号 {wanted} 是 Python 自己的名称，会和它混淆，请换一个，例如 {wanted}_service",
            en=f"{wanted} is a name of Python's own and would be mistaken for it; take another, "
            f"for example {wanted}_service",
        )


def _rename(folder: Path, *, old: str, new: str) -> None:
    """The manifest's id, and absolute imports of the package; its other words are left alone."""
    manifest = folder / "manifest.json"
    text = manifest.read_text("utf-8")
    manifest.write_text(re.sub(r'("app_id"\s*:\s*)"[a-z0-9_]+"', rf'\g<1>"{new}"', text, count=1), "utf-8")
    imports = re.compile(rf"^(\s*(?:from|import)\s+){old}(?=[.\s])", re.MULTILINE)
    for path in folder.rglob("*.py"):
        source = path.read_text("utf-8")
        path.write_text(imports.sub(rf"\g<1>{new}", source), "utf-8")


def _own_words(template: Path) -> Words:
    try:
        said = ast.get_docstring(ast.parse((template / "__init__.py").read_text("utf-8"))) or template.name
    except (OSError, SyntaxError):
        said = template.name
    return Words(zh=said, en=said)
