"""What the government offers at a place: who handles it, what to bring, how long it takes."""

from plugin_sdk.guest.capabilities import HostCall, ask

Part = dict[str, object]


class ItemGuide:
    """An item at a place, narrowed by what was given.

    `materials`, `steps` and `fees` are lists of dicts with the contract's names; `promised` is `{"amount", "unit"}`;
    `next_question` is `{"id", "text", "choices"}`, or None when nothing is left to ask.
    """

    def __init__(self, told: Part) -> None:
        self.basic_code = str(told["basicCode"])
        self.item_code = str(told["itemCode"])
        self.name = str(told["name"])
        self.about = str(told["about"])
        self.department = str(told["department"])
        self.region_code = str(told["regionCode"])
        self.region_name = str(told["regionName"])
        self.promised: Part = dict(told["promised"])  # type: ignore[call-overload]  # JSON from the host
        self.result = str(told["result"])
        self.conditions: list[str] = list(told["conditions"])  # type: ignore[call-overload]
        self.materials: list[Part] = list(told["materials"])  # type: ignore[call-overload]
        self.steps: list[Part] = list(told["steps"])  # type: ignore[call-overload]
        self.fees: list[Part] = list(told["fees"])  # type: ignore[call-overload]
        self.phone = str(told["phone"])
        self.address = str(told["address"])
        self.next_question: Part | None = told["nextQuestion"]  # type: ignore[assignment]
        self.evidence = str(told["evidence"])


class Items:
    """The catalogue of government services."""

    def __init__(self, host_call: HostCall) -> None:
        self._host_call = host_call

    def read(self, basic_code: str, *, region: str, given: dict[str, str] | None = None) -> ItemGuide:
        """The item as the place offers it. `given` answers its questions; ask `next_question` and read again."""
        told = ask(self._host_call, "item.read", basicCode=basic_code, regionCode=region, given=given or {})
        return ItemGuide(told)
