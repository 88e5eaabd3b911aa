"""Letterboxes, letters and their steps."""

from piccolo.columns import UUID, Boolean, Date, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.column_types import JSONB
from piccolo.table import Table


class LetterBoxRow(Table, tablename="interaction_letter_box"):
    """Where one can write to; several boxes may lead to one office."""

    id = UUID(primary_key=True, default=None)
    department = Varchar(length=120, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    title = Varchar(length=120, null=False, default=None)
    about = Varchar(length=240, null=False, default="")
    leader = Boolean(null=False, default=False)
    active = Boolean(null=False, default=True)
    source = Varchar(length=240, null=False, default=None)
    evidence = Varchar(length=10, null=False, default=None)


class LetterRow(Table, tablename="interaction_letter"):
    """A letter; what moves it stands in `transitions.py`, what happened in its steps."""

    id = UUID(primary_key=True, default=None)
    number = Varchar(length=20, null=False, default=None)
    person_id = UUID(null=False, default=None, help_text="Identity's id; no foreign key across rooms.")
    kind = Varchar(length=12, null=False, default=None)
    subject = Varchar(length=80, null=False, default=None)
    text = Text(null=False, default=None)
    files = JSONB(null=False, default="[]")
    publishable = Boolean(null=False, default=False)
    box_id = UUID(null=False, default=None)
    department = Varchar(length=120, null=False, default=None)
    region_code = Varchar(length=12, null=False, default=None)
    state = Varchar(length=10, null=False, default=None)
    transfers = SmallInt(null=False, default=0)
    rounds = SmallInt(null=False, default=1)
    officer_id = UUID(null=True, default=None)
    proposer_id = UUID(null=True, default=None)
    proposal = Text(null=False, default="")
    solved = Boolean(null=True, default=None)
    received_at = Timestamptz(null=False, default=None)
    counted_from = Date(null=False, default=None, help_text="The clock of the present round runs since then.")
    due_on = Date(null=False, default=None)
    due_provisional = Boolean(null=False, default=False)
    changed_at = Timestamptz(null=False, default=None)
    published_at = Timestamptz(null=True, default=None)
    public_title = Varchar(length=80, null=False, default="")
    public_question = Text(null=False, default="")
    public_answer = Text(null=False, default="")


class LetterStepRow(Table, tablename="interaction_letter_step"):
    """One step of a letter; it stays as it was written."""

    id = UUID(primary_key=True, default=None)
    letter_id = UUID(null=False, default=None)
    action = Varchar(length=12, null=False, default=None)
    at = Timestamptz(null=False, default=None)
    actor_id = UUID(null=False, default=None)
    department = Varchar(length=120, null=False, default=None)
    text = Text(null=False, default="")
