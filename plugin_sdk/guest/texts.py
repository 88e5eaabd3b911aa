"""Words in several languages, by key: `texts = Texts({"title": ("采暖补贴", "Heating subsidy")})`."""

import difflib

from plugin_sdk.guest.context import Context


class UnknownText(LookupError):
    """There are no words of that key; the message names the nearest one."""


class Texts:
    """The words of a mini-app, Chinese first; every key has both languages, so nothing is half translated."""

    def __init__(self, words: dict[str, tuple[str, str]]) -> None:
        self._words = words

    def say(self, ctx: Context, key: str, **given: object) -> str:
        """The words of a key in the person's language; `{name}` in them is replaced by `given`."""
        zh, en = self.both(key)
        words = ctx.words(zh=zh, en=en)
        return words.format(**given) if given else words

    def both(self, key: str) -> tuple[str, str]:
        """The words in both languages, for `field_error`.

        Raises:
            UnknownText: no such key.

        """
        if key not in self._words:
            near = difflib.get_close_matches(key, self._words, n=1)
            raise UnknownText(f"no words are called {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        return self._words[key]
