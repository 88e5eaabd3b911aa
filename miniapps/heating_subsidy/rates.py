"""Amounts, all in fen. Every row is invented for the demonstration and says so: no real policy is meant."""

from typing import Any

Row = dict[str, Any]

RATES: tuple[Row, ...] = (
    # `fen_per_square_metre` is for the whole season.
    {"heating": "central", "fen_per_square_metre": 600, "source": "演示数据", "evidence": "invented"},
    {"heating": "gas", "fen_per_square_metre": 800, "source": "演示数据", "evidence": "invented"},
    {"heating": "electric", "fen_per_square_metre": 900, "source": "演示数据", "evidence": "invented"},
    {"heating": "coal", "fen_per_square_metre": 500, "source": "演示数据", "evidence": "invented"},
)
SHARES: tuple[Row, ...] = (
    # `percent` of the rate that the household receives; `most_square_metres` is the area that counts at most.
    {"household": "low-income", "percent": 100, "most_square_metres": 90, "source": "演示数据", "evidence": "invented"},
    {
        "household": "extreme-poverty",
        "percent": 120,
        "most_square_metres": 90,
        "source": "演示数据",
        "evidence": "invented",
    },
    {"household": "general", "percent": 30, "most_square_metres": 60, "source": "演示数据", "evidence": "invented"},
)


def amount_fen(*, area: int, heating: str, household: str) -> int:
    """The subsidy of one household for one season; whole fen, rounded down."""
    rate = next(row for row in RATES if row["heating"] == heating)
    share = next(row for row in SHARES if row["household"] == household)
    counted = min(area, int(share["most_square_metres"]))
    return counted * int(rate["fen_per_square_metre"]) * int(share["percent"]) // 100


def yuan(fen: int) -> str:
    """Fen as people read it: 123456 becomes 1,234.56元."""
    return f"{fen // 100:,}.{fen % 100:02d}元"
