"""Some cards are drawn further up by lot, with logged chances: else only what stands on top is ever learned of.

The lot is a person's for a day, so that a home stays as it is until the next morning. Pure.
"""

import random
from collections.abc import Sequence
from typing import Final

NUMBERS: Final = (2, 5, 8)  # places among the usual cards, from nought; the first two are never left to chance
REACH: Final = 20  # how far from below a card may be drawn
LOOKED_AT: Final = NUMBERS[-1] + REACH + 1  # the cards behind these never move
CERTAIN: Final = 1_000_000  # ppm


def draw(cards: Sequence[str], *, explore: int, luck: random.Random) -> tuple[dict[str, int], dict[str, int]]:
    """Which cards are drawn to which number, and the chance (ppm) of whoever stands there, given those above it.

    At each number, with the chance `explore`, one of the next `REACH` cards is drawn, each as likely as the other.
    """
    waiting = list(cards)
    numbers: dict[str, int] = {}
    chances: dict[str, int] = {}
    for number in NUMBERS:
        below = min(REACH, len(waiting) - number - 1)
        if below <= 0:
            break
        if luck.randrange(CERTAIN) < explore:
            taken = waiting.pop(number + 1 + luck.randrange(below))
            waiting.insert(number, taken)
            numbers[taken] = number
            chances[taken] = max(1, explore // below)
        else:
            chances[waiting[number]] = CERTAIN - explore
    return numbers, chances
