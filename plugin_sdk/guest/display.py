"""Builders of what a screen shows: each returns the plain dict that goes on the wire.

Plain dicts on purpose: every call starts a fresh interpreter, and classes with machinery cost milliseconds to define.
The host checks what is built here against `plugin_sdk.contract.screen`.
"""

from collections.abc import Mapping

Part = dict[str, object]
Scalars = Mapping[str, str | int | bool]

CATALOG_ID = "https://kuaiban.gansu.example/catalog/v0_1"


def screen(title: str, *body: Part, data: Mapping[str, object] | None = None) -> Part:
    """A whole screen; `data` prefills its form by field name."""
    return {"catalogId": CATALOG_ID, "version": 1, "title": title, "body": list(body), "data": dict(data or {})}


def instead(component: Part, *, fallback: Part | str, requires: tuple[str, ...] = ()) -> Part:
    """What an older shell, or a phone without a feature (`camera`, `location`, `canvas`), shows instead of a component.

    `fallback` is a text, a notice or a fact table, or "drop" for nothing.
    """
    return {**component, "fallback": fallback, "requires": list(requires)}


def to_screen(name: str, **given: str | int | bool) -> Part:
    """Leads to a screen of this mini-app, which receives `given`."""
    return {"kind": "screen", "name": name, **({"input": given} if given else {})}


def to_action(name: str, **given: str | int | bool) -> Part:
    """Takes an action of this mini-app, which receives `given`."""
    return {"kind": "action", "name": name, **({"input": given} if given else {})}


def to_launch(app: str, intent: str, **params: str | int | bool) -> Part:
    """Opens another mini-app at one of its intents, after the shell has asked the person."""
    return {"kind": "launch", "app": app, "intent": intent, "params": params}


def text(content: str, *, variant: str = "body") -> Part:
    """Plain text; `variant` is h1, h2, body or caption."""
    return {"component": "Text", "text": content, "variant": variant}


def icon(name: str, label: str) -> Part:
    """An icon of the kept set, with the words it stands for."""
    return {"component": "Icon", "name": name, "label": label}


def divider() -> Part:
    """A quiet line."""
    return {"component": "Divider"}


def button(label: str, *, screen: str = "", action: str = "", to: Part | None = None, primary: bool = False) -> Part:
    """Leads to a screen or takes an action: name exactly one, or give a `to_screen`, `to_action`, `to_launch`."""
    if bool(screen) + bool(action) + bool(to) != 1:
        raise ValueError("a button leads to a screen or takes an action: name exactly one")
    target = to or (to_screen(screen) if screen else to_action(action))
    variant = "primary" if primary else "secondary"
    return {"component": "Button", "text": label, "variant": variant, "action": target}


def notice(title: str, content: str = "", *, tone: str = "info") -> Part:
    """A box that stands out; `tone` is info, success, warning or danger."""
    return {"component": "Notice", "tone": tone, "title": title, "text": content}


def fact(label: str, value: str) -> Part:
    """One row of a fact table, a receipt, a certificate or a message."""
    return {"label": label, "value": value}


def fact_table(*facts: Part) -> Part:
    """Labels and values."""
    return {"component": "FactTable", "facts": list(facts)}


def table(caption: str, columns: list[str], rows: list[list[str]]) -> Part:
    """Rows under column names; at most six columns, a phone is narrow."""
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"every row needs {len(columns)} cells, one for each column")
    return {"component": "Table", "caption": caption, "columns": columns, "rows": rows}


def steps(*items: tuple[str, str]) -> Part:
    """What happens next, as (title, text) pairs."""
    return {"component": "Steps", "items": [{"title": title, "text": content} for title, content in items]}


def item(title: str, content: str = "", *, badge: str = "", tone: str = "info", to: Part | None = None) -> Part:
    """One entry of a list; a tap leads `to` somewhere."""
    short = {"text": badge, "tone": tone} if badge else None
    return {"title": title, "text": content, "badge": short, "action": to}


def list_of(*items: Part) -> Part:
    """Entries below each other."""
    return {"component": "List", "items": list(items)}


def station(title: str, content: str = "", *, state: str = "waiting", at: str = "") -> Part:
    """One station of a timeline; `state` is done, current, waiting or failed."""
    return {"title": title, "text": content, "state": state, "at": at}


def timeline(*stations: Part) -> Part:
    """Where something stands."""
    return {"component": "StatusTimeline", "entries": list(stations)}


def progress(label: str, value: int, maximum: int) -> Part:
    """How much is done."""
    return {"component": "Progress", "label": label, "value": value, "maximum": maximum}


def empty_state(title: str, content: str = "") -> Part:
    """Says that there is nothing yet and what to do."""
    return {"component": "EmptyState", "title": title, "text": content}


def amount(label: str, fen: int, *, note: str = "") -> Part:
    """A sum of money, in fen. It shows; paying is the shell's."""
    return {"component": "Amount", "label": label, "fen": fen, "note": note}


def service_tile(name: str, icon: str, to: Part, *, content: str = "") -> Part:
    """A service to tap."""
    return {"component": "ServiceTile", "name": name, "icon": icon, "action": to, "text": content}


def map_point(name: str, *, longitude: float, latitude: float, content: str = "", to: Part | None = None) -> Part:
    """A place, in degrees (CGCS2000)."""
    return {"name": name, "longitude": longitude, "latitude": latitude, "text": content, "action": to}


def map_points(caption: str, *points: Part) -> Part:
    """Places on a map, and as a list below it."""
    return {"component": "MapPoints", "caption": caption, "points": list(points)}


def qr_code(content: str, label: str, *, words: str = "") -> Part:
    """A code for somebody else's scanner; letters, digits and `._~:=+-` only, never an address."""
    return {"component": "QrCode", "content": content, "label": label, "text": words}


def certificate(title: str, number: str, *facts: Part, state: str = "valid", check_code: str = "") -> Part:
    """A document of the department, whose registered name the shell prints; `state` is valid, expired or revoked."""
    shown = {"title": title, "number": number, "state": state, "facts": list(facts), "checkCode": check_code}
    return {"component": "Certificate", **shown}


def contact(name: str, phone: str, *, content: str = "") -> Part:
    """An office that answers the telephone."""
    return {"component": "ContactCard", "name": name, "phone": phone, "text": content}


def slot(slot_id: str, label: str, *, free: int) -> Part:
    """A time that can be chosen."""
    return {"id": slot_id, "label": label, "free": free}


def slot_day(label: str, *slots: Part) -> Part:
    """The times of one day."""
    return {"label": label, "slots": list(slots)}


def slot_picker(*days: Part, submit: str, action: str) -> Part:
    """Choose one time; the action receives its id as `slot`."""
    return {"component": "SlotPicker", "days": list(days), "submit": submit, "action": action}


def bar_chart(caption: str, bars: Mapping[str, float], *, unit: str = "") -> Part:
    """Values as bars, each with its number."""
    drawn = [{"label": label, "value": value} for label, value in bars.items()]
    return {"component": "BarChart", "caption": caption, "bars": drawn, "unit": unit}


def row(*children: Part) -> Part:
    """Side by side where there is room."""
    return {"component": "Row", "children": list(children)}


def column(*children: Part) -> Part:
    """Below each other."""
    return {"component": "Column", "children": list(children)}


def card(*children: Part, title: str = "", to: Part | None = None) -> Part:
    """What belongs together, framed."""
    return {"component": "Card", "children": list(children), "title": title, "action": to}


def disclosure(title: str, *children: Part) -> Part:
    """Behind a heading that opens."""
    return {"component": "Disclosure", "title": title, "children": list(children)}


def tabs(**views: list[Part]) -> Part:
    """Several views, one at a time: `tabs(待办=[...], 已办=[...])`."""
    return {"component": "Tabs", "tabs": [{"title": title, "children": list(view)} for title, view in views.items()]}
