"""What was shown and done, what people do not want to see, and the weights with their bindings.

Exposures name no person: a keyed pseudonym stands in their place, and the worker lets them go after a month. Together
with what somebody does not want they go with the consent to personalisation.
"""

from piccolo.columns import UUID, Date, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB, Array, BigInt, Serial
from piccolo.table import Table


class ExposureRow(Table, tablename="profiles_rank_exposure"):
    """A card that somebody saw on a day, once; `vector` are the features' values as they were, by their numbers.

    `propensity` (ppm): how likely the card was to stand at this place. `region` is a county or empty. Not learned from
    while `learned_at` is null.
    """

    id = UUID(primary_key=True, default=None)
    subject = UUID(null=False, default=None)
    day = Date(null=False, default=None)
    card = Varchar(length=80, null=False, default=None)
    sector = Varchar(length=20, null=False, default=None)
    region = Varchar(length=6, null=False, default=None)
    position = SmallInt(null=False, default=None)
    propensity = Integer(null=False, default=None)
    arm = Varchar(length=24, null=False, default=None)
    weights_version = Integer(null=False, default=None)
    vector = Array(base_column=SmallInt(), null=False, default=None)
    outcome = SmallInt(null=False, default=None)
    learned_at = Timestamptz(null=True, default=None)


class UnwantedRow(Table, tablename="profiles_rank_unwanted"):
    """A card or a topic that a person does not want to see."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    kind = Varchar(length=5, null=False, default=None)
    name = Varchar(length=80, null=False, default=None)
    since = Timestamptz(null=False, default=None)


class WeightsRow(Table, tablename="profiles_rank_weights"):
    """Weights as they were learned, in thousandths; `nuisance` is what learning goes on from and ranking never sees."""

    version = Integer(primary_key=True, default=None)
    from_version = Integer(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    learned_from = BigInt(null=False, default=None)
    examples = Integer(null=False, default=None)
    values = JSONB(null=False, default=None)
    nuisance = JSONB(null=False, default=None)
    loss_before = Integer(null=False, default=None)
    loss_after = Integer(null=False, default=None)


class BindingRow(Table, tablename="profiles_rank_binding"):
    """Which weights count from when on, and who said so; the last row counts, nothing is ever changed."""

    id = Serial(primary_key=True)
    version = Integer(null=False, default=None)
    at = Timestamptz(null=False, default=None)
    by = Varchar(length=60, null=False, default=None)
    reason = Text(null=False, default=None)


class UseRow(Table, tablename="profiles_rank_use"):
    """How a card is used in the province (`region` empty), a prefecture (four digits) or a county.

    `people`: how many saw it there, nought where too few did and its use there is that of its area.
    """

    id = UUID(primary_key=True, default=None)
    card = Varchar(length=80, null=False, default=None)
    region = Varchar(length=6, null=False, default=None)
    people = Integer(null=False, default=None)
    share = SmallInt(null=False, default=None)
    counted_at = Timestamptz(null=False, default=None)


class FigureRow(Table, tablename="profiles_rank_figure"):
    """What came of one day in one arm: sums, and the same weighted by the inverse propensity."""

    id = UUID(primary_key=True, default=None)
    day = Date(null=False, default=None)
    arm = Varchar(length=24, null=False, default=None)
    people = Integer(null=False, default=None)
    shown = Integer(null=False, default=None)
    opened = Integer(null=False, default=None)
    started = Integer(null=False, default=None)
    unwanted = Integer(null=False, default=None)
    weighted_shown = BigInt(null=False, default=None)
    weighted_opened = BigInt(null=False, default=None)
