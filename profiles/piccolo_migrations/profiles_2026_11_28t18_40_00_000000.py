from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.core import database

ID = "2026-11-28T18:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one current value a source, values that never change, lists by person and by department"

FUNCTION = """
create function profiles_attribute_stays() returns trigger language plpgsql as $$
begin
    if (new.id, new.subject_id, new.name, new.source_kind, new.source, new.value, new.sealed, new.digest,
        new.received_at) is distinct from (old.id, old.subject_id, old.name, old.source_kind, old.source, old.value,
        old.sealed, old.digest, old.received_at) or old.valid_to is not null
    then
        raise exception 'a value of a profile is ended, never changed';
    end if;
    return new;
end
$$
"""
FORWARDS = (
    "alter table profiles_subject add constraint profiles_subject_kind check (kind in ('person', 'firm'))",
    "create index profiles_subject_by_load on profiles_subject (loaded_at nulls first) where kind = 'person'",
    "alter table profiles_attribute add constraint profiles_attribute_subject foreign key (subject_id) references profiles_subject on delete restrict",
    "alter table profiles_attribute add constraint profiles_attribute_one_of check ((value is null) <> (sealed is null))",
    "alter table profiles_attribute add constraint profiles_attribute_confidence check (confidence between 0 and 100)",
    # It finds everything that is known of a subject, and allows one current value for each source.
    "create unique index profiles_attribute_current on profiles_attribute (subject_id, name, source_kind, source) where valid_to is null",
    "create index profiles_attribute_history on profiles_attribute (subject_id, name, received_at desc) where valid_to is not null",
    "create index profiles_attribute_old on profiles_attribute (keep_until)",
    FUNCTION,
    "create trigger profiles_attribute_stays before update on profiles_attribute for each row execute function profiles_attribute_stays()",
    "alter table profiles_tag add constraint profiles_tag_subject foreign key (subject_id) references profiles_subject on delete restrict",
    "alter table profiles_tag add constraint profiles_tag_verdict check (verdict in ('met', 'not-met', 'unknown'))",
    "create unique index profiles_tag_current on profiles_tag (subject_id, tag) where valid_to is null",
    "create index profiles_tag_met on profiles_tag (tag, subject_id) where valid_to is null and verdict = 'met'",
    "create index profiles_tag_by_day on profiles_tag (computed_on) where valid_to is null",
    "create index profiles_tag_past on profiles_tag (subject_id) where valid_to is not null",
    "alter table profiles_correction add constraint profiles_correction_state check (state in ('open', 'confirmed', 'refused'))",
    "alter table profiles_correction add constraint profiles_correction_answer check ((state = 'open') = (answered_at is null))",
    "create index profiles_correction_by_person on profiles_correction (person_id, id desc)",
    "create index profiles_correction_by_owner on profiles_correction (owner, id) where state = 'open'",
    "create index profiles_correction_answered on profiles_correction (owner, id desc) where state <> 'open'",
    "create unique index profiles_correction_one_open on profiles_correction (subject_id, attribute, source) where state = 'open'",
)
BACKWARDS = (
    "drop index profiles_correction_one_open",
    "drop index profiles_correction_answered",
    "drop index profiles_correction_by_owner",
    "drop index profiles_correction_by_person",
    "alter table profiles_correction drop constraint profiles_correction_answer",
    "alter table profiles_correction drop constraint profiles_correction_state",
    "drop index profiles_tag_past",
    "drop index profiles_tag_by_day",
    "drop index profiles_tag_met",
    "drop index profiles_tag_current",
    "alter table profiles_tag drop constraint profiles_tag_verdict",
    "alter table profiles_tag drop constraint profiles_tag_subject",
    "drop trigger profiles_attribute_stays on profiles_attribute",
    "drop function profiles_attribute_stays",
    "drop index profiles_attribute_old",
    "drop index profiles_attribute_history",
    "drop index profiles_attribute_current",
    "alter table profiles_attribute drop constraint profiles_attribute_confidence",
    "alter table profiles_attribute drop constraint profiles_attribute_one_of",
    "alter table profiles_attribute drop constraint profiles_attribute_subject",
    "drop index profiles_subject_by_load",
    "alter table profiles_subject drop constraint profiles_subject_kind",
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
