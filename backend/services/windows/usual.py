"""What a hall of a level is like unless its row says otherwise: hours, lines, windows, abilities of kiosks."""

from backend.services.windows.structs import Ability, Accessibility, Counter, HallLevel, Hours, Line

PHONES = ("12345",)  # the province's service line answers for every hall; numbers of halls are invented by nobody
MORNING, AFTERNOON = ("08:30", "12:00"), ("14:30", "18:00")
ALL_DAY = ("00:00", "24:00")
GENERAL = "A"

UNKNOWN_ACCESS = Accessibility()
OFFICE_HOURS = tuple(
    Hours(weekday=weekday, opens=opens, closes=closes)
    for weekday in range(1, 6)
    for opens, closes in (MORNING, AFTERNOON)
)
KIOSK_HOURS = tuple(Hours(weekday=weekday, opens=ALL_DAY[0], closes=ALL_DAY[1]) for weekday in range(1, 8))

# 一窗受理: every window takes every item in. The named lines are for what needs a department's own equipment.
GENERAL_LINE = Line(letter=GENERAL, name="综合受理")
HALL_LINES = (
    GENERAL_LINE,
    Line(letter="B", name="公安专窗（户政、出入境）", departments=["09"]),
    Line(letter="C", name="不动产登记专窗", departments=["15"]),
)
POINT_LINES = (GENERAL_LINE,)
HALL_WINDOWS = (
    *(Counter(number=number, name=f"{number}号综合窗口", letters=[GENERAL]) for number in range(1, 7)),
    Counter(number=7, name="7号公安专窗", letters=["B"]),
    Counter(number=8, name="8号不动产专窗", letters=["C"]),
)
TOWNSHIP_WINDOWS = (Counter(number=1, name="1号综合窗口"), Counter(number=2, name="2号综合窗口（帮办代办）"))
VILLAGE_WINDOWS = (Counter(number=1, name="代办窗口"),)

ABILITIES = (
    Ability(id="print-certificates", zh="打印证明", en="Print certificates"),
    Ability(id="social-security", zh="社保医保查询打印", en="Social and medical insurance statements"),
    Ability(id="apply", zh="自助申报", en="Apply for services"),
    Ability(id="progress", zh="查询办件进度", en="See how a case stands"),
)
HELPING = frozenset({HallLevel.TOWNSHIP, HallLevel.VILLAGE})
QUEUEING = frozenset({HallLevel.PROVINCE, HallLevel.PREFECTURE, HallLevel.COUNTY, HallLevel.TOWNSHIP})
BIG = QUEUEING - HELPING


def hours(level: HallLevel) -> list[Hours]:
    """Weekly hours."""
    return list(KIOSK_HOURS if level is HallLevel.KIOSK else OFFICE_HOURS)


def follows_holidays(level: HallLevel) -> bool:
    """Whether holidays of the calendar close it."""
    return level is not HallLevel.KIOSK


def lines(level: HallLevel) -> list[Line]:
    """Lines to wait in."""
    return list(HALL_LINES if level in BIG else POINT_LINES)


def windows(level: HallLevel) -> list[Counter]:
    """Windows; kiosks have none."""
    if level in BIG:
        return list(HALL_WINDOWS)
    if level is HallLevel.TOWNSHIP:
        return list(TOWNSHIP_WINDOWS)
    return list(VILLAGE_WINDOWS) if level is HallLevel.VILLAGE else []


def abilities(level: HallLevel) -> list[Ability]:
    """What a kiosk can do; nothing for what is none."""
    return list(ABILITIES) if level is HallLevel.KIOSK else []


def line_for(lines: list[Line], *, letter: str | None, basic_code: str | None) -> Line | None:
    """The line somebody waits in: the one they name, else the narrowest that names their item, else the general one.

    None: the hall has no such line, or none for this item.
    """
    if letter is not None:
        return next((one for one in lines if one.letter == letter), None)
    if basic_code is not None:
        for own in (
            (basic_code in one.basic_codes for one in lines),
            (basic_code[4:6] in one.departments for one in lines),
        ):
            found = next((line for line, fits in zip(lines, own, strict=True) if fits), None)
            if found:
                return found
    return next((one for one in lines if not one.basic_codes and not one.departments), None)
