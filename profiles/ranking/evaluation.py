"""How good the order is on simulated people, as the bench last measured it; the desk shows it with day and size."""

from pathlib import Path
from typing import Final

import msgspec

from profiles.ranking.structs import OfflineFigures

DATA: Final = Path(__file__).parent / "data" / "offline.json"
OFFLINE: Final = msgspec.json.decode(DATA.read_bytes(), type=OfflineFigures)
