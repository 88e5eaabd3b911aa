"""What anybody could close of the gap who knows the whole simulated world, but sees of a resident what the product sees.

The best order is by the mean of what all those want who look the same: of the same life, place and event, who said the
same and used the same cards. So others who look the same are drawn, and each counts by how likely they were to use
just those cards. No ranker does better, however it learns; and this one has no rule and no lot.
"""

import numpy as np

from tests.bench.simulated_residents import CARDS, TOPICS, Behaviour, Residents, said

POOL = 400_000  # of what people care about; some thousands of them say the same two topics
ALIKE = 2_000


def scores(by: Behaviour, people: Residents, used: np.ndarray) -> np.ndarray:
    """The best score of each card for each of these people."""
    luck = np.random.default_rng(5)
    cares = luck.normal(0, 1, (POOL, len(TOPICS)))
    says, power = said(cares, luck), 1 << np.arange(len(TOPICS))
    pool, found = says @ power, np.zeros((people.many, CARDS))
    for person, code in enumerate((people.says @ power).tolist()):
        alike = people.like(person, cares[np.flatnonzero(pool == code)[:ALIKE]], luck=luck)
        likely = np.log(alike.chances(by)) @ used[person]
        counts = np.exp(likely - likely.max())
        found[person] = counts @ alike.wants(by, slice(None)) / counts.sum()
    return found
