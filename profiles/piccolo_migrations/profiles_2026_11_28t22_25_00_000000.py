from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T22:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = (
    "audiences: one answer a condition and snapshot, each person once a campaign, two people for each campaign"
)

FORWARDS = (
    # Everybody of a kind is walked through by id; without it firms would be looked for among all persons.
    "create index profiles_subject_walk on profiles_subject (kind, id)",
    "alter table profiles_audience_segment add constraint profiles_audience_segment_kind check (kind in ('person', 'firm'))",
    "create unique index profiles_audience_snapshot_newest on profiles_audience_snapshot (kind, generation desc)",
    "alter table profiles_audience_answer add constraint profiles_audience_answer_outcome check (outcome in ('shown', 'few', 'refused'))",
    "alter table profiles_audience_answer add constraint profiles_audience_answer_shown check ((outcome = 'shown') = (shown is not null))",
    # Two officers who ask the same at once: the second gets the first one's answer.
    "create unique index profiles_audience_answer_once on profiles_audience_answer (kind, digest, generation desc)",
    # The answers that cut the population, in order.
    "create unique index profiles_audience_answer_order on profiles_audience_answer (kind, generation, ordinal)",
    "create index profiles_audience_answer_asked on profiles_audience_answer (kind, generation, purpose) where not carried",
    "alter table profiles_audience_campaign add constraint profiles_audience_campaign_state check (state in ('draft', 'proposed', 'sending', 'done', 'stopped'))",
    "alter table profiles_audience_campaign add constraint profiles_audience_campaign_link check ((link_kind is null) = (link_code is null))",
    # Whatever a service forgets: nobody approves their own campaign, and nothing is sent without an approval.
    "alter table profiles_audience_campaign add constraint profiles_audience_campaign_two check (approved_by is null or (approved_by <> made_by and approved_by <> proposed_by))",
    "alter table profiles_audience_campaign add constraint profiles_audience_campaign_approved check (state not in ('sending', 'done') or approved_by is not null)",
    "create index profiles_audience_campaign_sending on profiles_audience_campaign (approved_at) where state = 'sending'",
    "alter table profiles_audience_delivery add constraint profiles_audience_delivery_campaign foreign key (campaign_id) references profiles_audience_campaign on delete restrict",
    "alter table profiles_audience_delivery add constraint profiles_audience_delivery_arm check (arm in ('sent', 'held-out'))",
    "create unique index profiles_audience_delivery_once on profiles_audience_delivery (campaign_id, person_id)",
    "create index profiles_audience_delivery_person on profiles_audience_delivery (person_id, at desc) where started_at is null",
    "create index profiles_audience_delivery_unread on profiles_audience_delivery (looked_at) where arm = 'sent' and read_at is null",
    "create unique index profiles_audience_week_once on profiles_audience_week (person_id, week)",
    "create index profiles_audience_week_old on profiles_audience_week (week)",
    "create unique index profiles_audience_switch_once on profiles_audience_switch (person_id, purpose)",
)
BACKWARDS = (
    "drop index profiles_audience_switch_once",
    "drop index profiles_audience_week_old",
    "drop index profiles_audience_week_once",
    "drop index profiles_audience_delivery_unread",
    "drop index profiles_audience_delivery_person",
    "drop index profiles_audience_delivery_once",
    "alter table profiles_audience_delivery drop constraint profiles_audience_delivery_arm",
    "alter table profiles_audience_delivery drop constraint profiles_audience_delivery_campaign",
    "drop index profiles_audience_campaign_sending",
    "alter table profiles_audience_campaign drop constraint profiles_audience_campaign_approved",
    "alter table profiles_audience_campaign drop constraint profiles_audience_campaign_two",
    "alter table profiles_audience_campaign drop constraint profiles_audience_campaign_link",
    "alter table profiles_audience_campaign drop constraint profiles_audience_campaign_state",
    "drop index profiles_audience_answer_asked",
    "drop index profiles_audience_answer_order",
    "drop index profiles_audience_answer_once",
    "alter table profiles_audience_answer drop constraint profiles_audience_answer_shown",
    "alter table profiles_audience_answer drop constraint profiles_audience_answer_outcome",
    "drop index profiles_audience_snapshot_newest",
    "alter table profiles_audience_segment drop constraint profiles_audience_segment_kind",
    "drop index profiles_subject_walk",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="profiles", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await database.execute(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await database.execute(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
