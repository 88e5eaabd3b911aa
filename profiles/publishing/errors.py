"""What publishing refuses.

Refusal
├── UnknownDefinition    404  nothing of this code was ever published
└── UnknownRelease       404  there is no such version of it
"""

from backend.core.errors import Kind, Refusal


class UnknownDefinition(Refusal):
    """`code`."""

    kind = Kind.NOT_FOUND
    code = "publishing.unknown-definition"
    zh = "没有找到“{code}”，请从列表中重新选择。"
    en = "There is nothing called {code}. Please choose from the list again."


class UnknownRelease(Refusal):
    """`code` and `version`."""

    kind = Kind.NOT_FOUND
    code = "publishing.unknown-version"
    zh = "“{code}”没有第 {version} 版，请刷新后再选。"
    en = "There is no version {version} of {code}. Please reload and choose again."
