"""Every bound of audiences, in one place, each with its reason."""

from typing import Final

GROUP_LEAST: Final = 50
"""Nothing is told of a smaller group, and nothing is sent to one (k): below it a colleague may recognise somebody."""
COUNT_STEP: Final = 10
"""Counts are rounded down to this: always the same answer, so that asking often averages nothing out."""
QUESTIONS_MOST: Final = 40
"""New estimates of one purpose and one snapshot, refused ones included: a refusal says a little, too."""
GROUPS_MOST: Final = 60_000
"""Parts into which the answered segments of one snapshot may cut the population; they are counted in 16 bits."""
PARTS_MOST: Final = 40
"""Comparisons and joins of a segment; longer ones describe people, not groups."""
SNAPSHOT_DAYS: Final = 7
"""Answers come from one fixed snapshot so long: who moves or ages today changes no answer today."""
REMEMBERED_DAYS: Final = 28
"""So long an answered segment is carried into later snapshots and compared with new questions there."""
ESTIMATE_FRESH_DAYS: Final = 14
"""A campaign needs an estimate no older than this: one snapshot back at the most."""
PER_WEEK_MOST: Final = 2
"""Messages of all campaigns together that one person gets in a calendar week; more is noise, and is switched off."""
HOLD_OUT_MOST: Final = 50
"""Percent of the members who may be left out to measure the effect; more would deprive most people of it."""
CAP_MOST: Final = 30_000_000
"""More people than the province has."""
EFFECT_DAYS: Final = 30
"""What happens later was hardly caused by the message, and reading marks are looked for no longer."""
