"""The manifest must be JSON, and its text UTF-8."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="manifest.not-json",
    what=Words(
        zh="manifest.json 不是有效的 JSON：{error}",
        en="manifest.json is no valid JSON: {error}",
    ),
    cause=Words(
        zh="无法读取的清单无法检查，也无法发布",
        en="A manifest that cannot be read can be neither checked nor published",
    ),
    fix=Words(
        zh="改正这一行：名称和文字用双引号，最后一项后面不加逗号，文件存为 UTF-8",
        en="Correct this line: double quotes, no comma after the last entry, saved as UTF-8",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """The text cannot be read as one JSON object."""
    content = reviewed.project.files.get(MANIFEST)
    if content is None:
        return
    error = reviewed.project.manifest_text.error
    if error is not None:
        yield RULE.at(Place(file=MANIFEST, line=error.line), error=error)
    elif not isinstance(reviewed.project.manifest_text.value, dict):
        yield RULE.at(Place(file=MANIFEST), error="one object {...} was expected")
    elif b"\xef\xbf\xbd" in content.decode("utf-8", "replace").encode() and not _is_utf8(content):
        yield RULE.at(Place(file=MANIFEST), error="the text is not UTF-8")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
