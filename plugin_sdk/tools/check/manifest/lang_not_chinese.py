"""Residents read Chinese first; English comes beside it, never instead."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.lang-not-chinese",
    what=Words(
        zh="lang 是 {lang}，应为 zh-CN",
        en="lang is {lang}, it must be zh-CN",
    ),
    cause=Words(
        zh="应用的第一语言是中文，英文是附加语言",
        en="The first language of a mini-app is Chinese; English is an addition",
    ),
    fix=Words(
        zh='写成 "lang": "zh-CN"',
        en='Write "lang": "zh-CN"',
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """`lang` is another language than Chinese."""
    lang = reviewed.member("/lang")
    if isinstance(lang, str) and not lang.startswith("zh"):
        yield RULE.at(reviewed.in_manifest("/lang"), lang=lang)
