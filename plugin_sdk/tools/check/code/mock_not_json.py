"""A mock department that cannot be read answers nothing, and the author looks for the mistake in the code."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.json_text import JsonText
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.mock-not-json",
    severity="warning",
    what=Words(
        zh="模拟接口的回答不是有效的 JSON：{error}", en="The answer of a mock department is no valid JSON: {error}"
    ),
    cause=Words(
        zh="模拟器会当作接口不可用，页面只能看到出错的样子",
        en="The simulator takes it for a server that is away, and the page can only be seen failing",
    ),
    fix=Words(
        zh="改正这一行：名称和文字用双引号，最后一项后面不加逗号",
        en="Correct this line: double quotes, no comma after the last entry",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Files of `mocks/` that cannot be read."""
    for path, content in sorted(reviewed.project.files.items()):
        if path.startswith("mocks/") and path.endswith(".json"):
            error = JsonText(content.decode("utf-8", "replace")).error
            if error is not None:
                yield RULE.at(Place(file=path, line=error.line), error=error)
