"""The mini-app object that collects screens and actions by name."""

from collections.abc import Callable

from plugin_sdk.guest.context import Context

Part = dict[str, object]
DrawScreen = Callable[[Context, Part], Part]
TakeAction = Callable[[Context, Part], Part]


class UnknownName(LookupError):
    """The package has no screen or action of that name."""


class MiniApp:
    """Register functions with `@app.screen("apply")` and `@app.action("submit")`.

    Every function takes the context and the person's input (a dict) and returns what `ui.screen(...)` or the
    answer functions build. One module of the package must call it `app`, in `app.py`.
    """

    def __init__(self) -> None:
        self.screens: dict[str, DrawScreen] = {}
        self.actions: dict[str, TakeAction] = {}

    def screen(self, name: str) -> Callable[[DrawScreen], DrawScreen]:
        """Register the function that draws this screen."""
        return _register(self.screens, name)

    def action(self, name: str) -> Callable[[TakeAction], TakeAction]:
        """Register the function that takes this action; it receives the form's data."""
        return _register(self.actions, name)

    def answer(self, kind: str, name: str, ctx: Context, data: Part) -> Part:
        """Run one screen or action and return the contract's answer.

        Raises:
            UnknownName: nothing is registered under that name.

        """
        functions = self.screens if kind == "screen" else self.actions
        if name not in functions:
            raise UnknownName(f"no {kind} is called {name!r}; there are: {', '.join(sorted(functions)) or 'none'}")
        return {"kind": kind, kind: functions[name](ctx, data)}


def _register(functions: dict[str, DrawScreen], name: str) -> Callable[[DrawScreen], DrawScreen]:
    if name in functions:
        raise ValueError(f"{name!r} is registered twice")

    def keep(function: DrawScreen) -> DrawScreen:
        functions[name] = function
        return function

    return keep
