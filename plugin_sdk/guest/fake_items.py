"""Items for authors' tests: each code answers what the test says."""

from collections.abc import Callable

from plugin_sdk.guest.capabilities import CapabilityRefused

Part = dict[str, object]
MEMBERS = frozenset(
    ("name", "about", "department", "regionName", "promised", "result", "conditions", "materials", "steps", "fees")
) | {"phone", "address", "evidence", "version", "itemCode"}
BODY = "11620000MB00000000"  # no body has this code


class FakeItems:
    """Plays `item.read`. An item may have questions: they are asked in their order, and nothing depends on them."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Part, list[Part]]] = {}

    def give(self, basic_code: str, *, name: str, questions: list[Part] | None = None, **said: object) -> None:
        """Let there be this item; `said` are members of the contract's answer, the others are empty."""
        if unknown := sorted(set(said) - MEMBERS):
            raise ValueError(f"an item has no {unknown[0]}; it has {', '.join(sorted(MEMBERS))}")
        self._known[basic_code] = ({"name": name, **said}, questions or [])

    def answers(self) -> dict[str, Callable[[Part], Part]]:
        """What answers the capability; a refusal is raised as `CapabilityRefused`."""
        return {"item.read": self._read}

    def _read(self, asked: Part) -> Part:
        code = str(asked["basicCode"])
        if code not in self._known:
            raise CapabilityRefused("items.unknown-item", f"the test gives no item {code}")
        said, questions = self._known[code]
        given: Part = asked.get("given") or {}  # type: ignore[assignment]  # JSON from the app
        following = next((one for one in questions if one["id"] not in given), None)
        return {
            "basicCode": code, "itemCode": f"{BODY}4{code}", "version": 1, "about": "", "department": "",
            "regionCode": asked["regionCode"], "regionName": "", "promised": {"amount": 5, "unit": "working-days"},
            "result": "", "conditions": [], "materials": [], "steps": [], "fees": [], "phone": "", "address": "",
            "nextQuestion": following, "evidence": "invented",
        } | said  # fmt: skip
