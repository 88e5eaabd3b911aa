"""Cases for authors' tests: one person, and a department that the test plays."""

from collections.abc import Callable
from datetime import datetime, timedelta

from plugin_sdk.guest.capabilities import CapabilityRefused

Part = dict[str, object]
WORDS = {
    "submitted": ("已提交，待受理", "Handed in, waiting for acceptance"),
    "supplement-requested": ("待补正", "Waiting for what is missing"),
    "accepted": ("已受理", "Accepted"),
    "not-accepted": ("不予受理", "Not accepted"),
    "in-review": ("审查中", "Under review"),
    "suspended": ("特别程序，计时暂停", "Special procedure, clock stopped"),
    "countersigning": ("部门会签中", "With other departments"),
    "proposed": ("待审批", "Waiting for approval"),
    "granted": ("准予，待送达", "Granted, result to come"),
    "denied": ("不予，待送达", "Denied, written decision to come"),
    "concluded": ("已办结", "Concluded"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "void": ("已作废", "Void"),
}
CLOCK_STANDS = frozenset(("supplement-requested", "suspended", "not-accepted", "concluded", "withdrawn", "void"))
DECIDED = frozenset(("not-accepted", "granted", "denied", "concluded", "void"))
NEXT = {
    "nothing": ("请等待办理，无需操作。", "Please wait; there is nothing to do."),
    "supplement": ("请在“办事 - 我的办件”中一次补齐下列内容。", "Please complete what is named, under your cases."),
    "read-decision": (
        "请在“办事 - 我的办件”中查看决定和理由。",
        "Please read the decision and its reasons, under your cases.",
    ),
}
TO_ACCEPT, TO_DECIDE = 7, 21  # days of the calendar, not of the office: invented
SHOWN_MOST = 10


class FakeCases:
    """Plays `case.*` for one mini-app and one person; `mine` is what was handed in, the oldest first.

    `now` is the present moment and may be moved on. `move` lets the department take a step.
    """

    def __init__(self, *, now: str = "2026-01-15T09:30:00+08:00") -> None:
        self.now = datetime.fromisoformat(now)
        self.mine: list[Part] = []
        self._known: dict[str, Part] = {}

    def give(
        self,
        basic_code: str,
        *,
        name: str,
        department: str = "测试部门",
        fields: dict[str, str] | None = None,
        prefilled: tuple[str, ...] | list[str] = (),
        materials: dict[str, str] | None = None,
        questions: dict[str, str] | None = None,
    ) -> None:
        """Let there be this item: what it asks, by name and title, and which fields registers fill in."""
        self._known[basic_code] = {
            "name": name,
            "department": department,
            "questions": questions or {},
            "fields": fields or {},
            "prefilled": list(prefilled),
            "materials": materials or {},
        }

    def move(self, number: str, state: str, *, wanted: list[Part] | None = None, by: str | None = None) -> None:
        """The department brings the case into this state; `wanted` and `by` belong to a supplement request."""
        case = next(one for one in self.mine if one["number"] == number)
        kind = "supplement" if state == "supplement-requested" else "read-decision" if state in DECIDED else "nothing"
        stands = {"dueOn": None, "remainingDays": None} if state in CLOCK_STANDS else {}
        case.update(state=state, words=_words(WORDS[state]), next=_next(kind, by=by, wanted=wanted), **stands)

    def answers(self) -> dict[str, Callable[[Part], Part]]:
        """What answers the capabilities; a refusal is raised as `CapabilityRefused`."""
        return {"case.submit": self._submit, "case.status": self._status}

    def _submit(self, asked: Part) -> Part:
        code = str(asked["basicCode"])
        if code not in self._known:
            raise CapabilityRefused("items.unknown-item", f"the test gives no item {code} to apply for")
        item = self._known[code]
        if missing := _missing(item, asked):
            return {"outcome": "incomplete", "case": None, "missing": missing}
        today = self.now.date()
        case: Part = {
            "number": f"{str(asked['regionCode'])[:6]}{today:%Y%m%d}{len(self.mine) + 1:06d}0",
            "basicCode": code,
            "itemName": item["name"],
            "department": item["department"],
            "regionCode": asked["regionCode"],
            "state": "submitted",
            "words": _words(WORDS["submitted"]),
            "submittedAt": self.now.isoformat(),
            "dueOn": (today + timedelta(days=TO_ACCEPT)).isoformat(),
            "remainingDays": 5,
            "promisedOn": (today + timedelta(days=TO_DECIDE)).isoformat(),
            "next": _next("nothing"),
        }
        self.mine.append(case)
        return {"outcome": "submitted", "case": dict(case), "missing": []}

    def _status(self, asked: Part) -> Part:
        numbers: list[str] = asked.get("numbers") or []  # type: ignore[assignment]  # JSON from the app
        found = [dict(one) for one in reversed(self.mine) if not numbers or one["number"] in numbers]
        return {"cases": found[:SHOWN_MOST]}


def _missing(item: Part, asked: Part) -> list[Part]:
    """What is asked and not there, in the order of the form."""
    prefilled = item["prefilled"] if asked.get("prefill", True) else []
    found: list[Part] = []
    for what, there in (("question", "given"), ("field", "values"), ("material", "materials")):
        given: Part = asked.get(there) or {}  # type: ignore[assignment]  # JSON from the app
        for key, title in item[f"{what}s"].items():  # type: ignore[attr-defined]
            if given.get(key) in (None, "", []) and not (what == "field" and key in prefilled):  # type: ignore[operator]
                found.append({"what": what, "key": key, "title": title, "problem": None})
    return found


def _next(kind: str, *, by: str | None = None, wanted: list[Part] | None = None) -> Part:
    return {"kind": kind, "words": _words(NEXT[kind]), "by": by, "wanted": wanted or []}


def _words(words: tuple[str, str]) -> Part:
    return {"zh": words[0], "en": words[1]}
