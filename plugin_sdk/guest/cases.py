"""Handing in an application for the person who holds the phone, and following it."""

from plugin_sdk.guest.capabilities import HostCall, ask

Part = dict[str, object]


class Case:
    """How a case stands.

    `words` is `{"zh", "en"}`. `next` says what the person has to do: `{"kind", "words", "by", "wanted"}`. Days are
    texts such as `2026-12-04`; `due_on` and `remaining_days` (working days) are None while no clock runs.
    """

    def __init__(self, told: Part) -> None:
        self.number = str(told["number"])
        self.basic_code = str(told["basicCode"])
        self.item_name = str(told["itemName"])
        self.department = str(told["department"])
        self.region_code = str(told["regionCode"])
        self.state = str(told["state"])
        self.words: dict[str, str] = dict(told["words"])  # type: ignore[call-overload]  # JSON from the host
        self.submitted_at = str(told["submittedAt"])
        self.due_on: str | None = told["dueOn"]  # type: ignore[assignment]
        self.remaining_days: int | None = told["remainingDays"]  # type: ignore[assignment]
        self.promised_on: str | None = told["promisedOn"]  # type: ignore[assignment]
        self.next: Part = dict(told["next"])  # type: ignore[call-overload]


class Submission:
    """What became of it: `case`, or everything that is `missing`, as dicts of `what`, `key`, `title` and `problem`."""

    def __init__(self, told: Part) -> None:
        self.case = Case(told["case"]) if isinstance(told["case"], dict) else None
        self.missing: list[Part] = list(told["missing"])  # type: ignore[call-overload]


class Cases:
    """Applications of the calling person through this mini-app; nobody else's, and no others of theirs."""

    def __init__(self, host_call: HostCall) -> None:
        self._host_call = host_call

    def submit(
        self,
        basic_code: str,
        *,
        purpose: str,
        region: str,
        given: dict[str, str] | None = None,
        values: Part | None = None,
        materials: dict[str, Part] | None = None,
        prefill: bool = True,
    ) -> Submission:
        """Hand in an application for an item of the manifest, in an action, once per tap.

        `given` answers the item's questions, `values` its form. A material is `{"files": [id, ...]}` of files that the
        person chose in this very form, `{"later": True}` or `{"paper": True}`. With `prefill` registers fill in what
        they know, and the platform asks the person for that by itself.
        """
        told = ask(
            self._host_call,
            "case.submit",
            purpose=purpose,
            basicCode=basic_code,
            regionCode=region,
            given=given or {},
            values=values or {},
            materials=materials or {},
            prefill=prefill,
        )
        return Submission(told)

    def status(self, *, purpose: str, numbers: list[str] | None = None) -> list[Case]:
        """The person's cases that this mini-app handed in, the newest first: those of the numbers, or ten."""
        told = ask(self._host_call, "case.status", purpose=purpose, numbers=numbers or [])
        return [Case(one) for one in told["cases"]]  # type: ignore[attr-defined]  # JSON from the host
