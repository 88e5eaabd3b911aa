"""Points of a registration, and what of it can be wrong."""

from . import texts

OPEN_MONTH = 6
YOUNGEST, OLDEST = 5, 8
MOST_YEARS = 30
POINTS_OF_HOME = {"own": 40, "rent": 20, "public": 30}
POINTS_OF_KIND = {"first": 20, "transfer": 10, "return": 15}
POINTS_A_YEAR = 2
PLACES = {"dongfang": 180, "huanghe": 135, "baita": 90, "wuquan": 225, "yantan": 270}


def is_open(moment):
    """Registration is open in June, and all year in the demonstration."""
    return moment.month == OPEN_MONTH or moment.year < 2100


def points(data):
    """All points of a registration."""
    return points_of_home(data["homeKind"]) + points_of_years(data["homeYears"]) + POINTS_OF_KIND[data["childKind"]]


def points_of_home(kind):
    """For the home."""
    return POINTS_OF_HOME.get(kind, 0)


def points_of_years(years):
    """Two a year, at most forty."""
    return min(POINTS_A_YEAR * years, 40)


def whole(value, *, lowest, highest):
    """Whether a whole number within bounds was given; a bool is an int in Python, and no number here."""
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest


def one_of(value, options):
    """Whether one of the options was given."""
    return isinstance(value, str) and value in options


def wrong_fields(data):
    """Names of the fields that are wrong, in the order of the form."""
    right = {
        "childName": isinstance(data.get("childName"), str) and 0 < len(data["childName"]) <= 50,
        "childAge": whole(data.get("childAge"), lowest=YOUNGEST, highest=OLDEST),
        "childKind": one_of(data.get("childKind"), texts.KINDS),
        "homeKind": one_of(data.get("homeKind"), texts.HOMES),
        "homeYears": whole(data.get("homeYears"), lowest=0, highest=MOST_YEARS),
        "first": one_of(data.get("first"), texts.SCHOOLS),
        "second": one_of(data.get("second"), texts.SCHOOLS) and data["second"] != data.get("first"),
        "agreed": data.get("agreed") is True,
    }
    return [field for field, is_right in right.items() if not is_right]
