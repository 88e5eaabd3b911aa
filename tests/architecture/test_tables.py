"""Tables and migrations agree: Piccolo's own comparison finds nothing left to migrate."""

import importlib

import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from backend.piccolo_conf import APP_REGISTRY
from tests.architecture.source import ROOT, python_files

APPS = list(APP_REGISTRY.apps)


@pytest.mark.parametrize("app", APPS)
async def test_the_migrations_make_the_tables(app):
    config = importlib.import_module(app).APP_CONFIG

    differences = await AutoMigrationManager(auto_input="y").get_alter_statements(config)

    left = [statement for one in differences for statement in one.statements]
    assert not left, f"{app}: tables.py changed without a migration:\n" + "\n".join(left)


def test_every_registration_is_listed():
    files = (path for path in python_files("backend", "profiles") if path.name == "piccolo_app.py")
    modules = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in files}

    assert modules == set(APPS), "list the room's piccolo_app in backend/piccolo_conf.py"


@pytest.mark.parametrize("app", APPS)
def test_a_tables_name_begins_with_its_room(app):
    rooms = set(app.split(".")[:-1]) - {"backend"}

    for table in importlib.import_module(app).APP_CONFIG.table_classes:
        prefix = table._meta.tablename.split("_")[0]
        assert prefix in rooms, f"{table.__name__}: begin its tablename with one of {rooms}"
        assert table._meta.primary_key._meta.primary_key, f"{table.__name__}: name its primary key"
        assert not table._meta.foreign_key_columns or all(
            column._foreign_key_meta.resolved_references.__module__ == table.__module__
            for column in table._meta.foreign_key_columns
        ), f"{table.__name__}: no foreign key leaves its room"
