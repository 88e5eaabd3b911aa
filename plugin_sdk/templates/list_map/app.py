"""列表和地图模板：`places` 按区县列出，`map` 显示在地图上，`place` 是一个服务点的详情。"""

from plugin_sdk.guest import Context, MiniApp, ui

from .places import DISTRICTS, PLACES, Place
from .texts import texts

Part = dict[str, object]

app = MiniApp()


@app.screen("places")
def places(ctx: Context, _data: Part) -> Part:
    """按区县分成几栏；内容不因人而异，所以不需要任何个人信息。"""
    views = {texts.say(ctx, "all"): _listed(ctx, list(PLACES))}
    for district, words in DISTRICTS.items():
        inside = [place for place, details in PLACES.items() if details["district"] == district]
        views[_say(ctx, words)] = _listed(ctx, inside)
    see_map = ui.button(texts.say(ctx, "see-map"), screen="map")
    return _page(ctx, "title", ui.tabs(**views), see_map)


@app.screen("map")
def map_of_places(ctx: Context, _data: Part) -> Part:
    """同样的服务点；地图下面自带列表，看不见地图的人也能用。"""
    points = []
    for place, details in PLACES.items():
        longitude, latitude = _position(details)
        points.append(
            ui.map_point(
                _say(ctx, details["name"]),
                longitude=longitude,
                latitude=latitude,
                content=_say(ctx, details["address"]),
                to=ui.to_screen("place", place=place),
            )
        )
    see_list = ui.button(texts.say(ctx, "see-list"), screen="places")
    return _page(ctx, "map-title", ui.map_points(texts.say(ctx, "map-title"), *points), see_list)


@app.screen("place")
def place_details(ctx: Context, data: Part) -> Part:
    """一个服务点；编号来自列表、地图，或其他应用的意图，都要当作输入来检查。"""
    given = ctx.launch.params if ctx.launch else data
    details = PLACES.get(str(given.get("place")))
    if details is None:
        empty = ui.empty_state(texts.say(ctx, "none"), texts.say(ctx, "none-text"))
        return _page(ctx, "title", empty, ui.button(texts.say(ctx, "see-list"), screen="places", primary=True))
    name = _say(ctx, details["name"])
    facts = ui.fact_table(
        ui.fact(texts.say(ctx, "address"), _say(ctx, details["address"])),
        ui.fact(texts.say(ctx, "hours"), texts.say(ctx, "weekdays", hours=details["hours"])),
    )
    longitude, latitude = _position(details)
    point = ui.map_points(name, ui.map_point(name, longitude=longitude, latitude=latitude))
    office = ui.contact(name, str(details["phone"]), content=texts.say(ctx, "call"))
    return ui.screen(name, _template(ctx), facts, point, office)


def _listed(ctx: Context, inside: list[str]) -> list[Part]:
    items = [
        ui.item(
            _say(ctx, PLACES[place]["name"]),
            _say(ctx, PLACES[place]["address"]),
            to=ui.to_screen("place", place=place),
        )
        for place in inside
    ]
    return [ui.text(texts.say(ctx, "count", count=len(items)), variant="caption"), ui.list_of(*items)]


def _position(details: Place) -> tuple[float, float]:
    at = details["at"]
    longitude, latitude = at if isinstance(at, tuple) else (0.0, 0.0)
    return float(longitude), float(latitude)


def _say(ctx: Context, words: object) -> str:
    """名录里的（中文，英文）。"""
    zh, en = words if isinstance(words, tuple) else ("", "")
    return ctx.words(zh=str(zh), en=str(en))


def _template(ctx: Context) -> Part:
    return ui.notice(texts.say(ctx, "template"), texts.say(ctx, "template-text"), tone="warning")


def _page(ctx: Context, title: str, *body: Part) -> Part:
    return ui.screen(texts.say(ctx, title), _template(ctx), *body)
