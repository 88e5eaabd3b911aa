"""The key ring of a development machine: made once, completed when the house learns a new purpose, never in production."""

import msgspec

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.settings import Mode, Settings
from backend.operation import keys


def settings_in(tmp_path, **more) -> Settings:
    return Settings(demo=False, data=tmp_path, **more)


def older(ring: KeyRing) -> bytes:
    """The ring as a version without gestures would have written it."""
    kept = [key for key in ring.keys if key.purpose != Purpose.GESTURE]
    return msgspec.json.encode({"version": 1, "demo": ring.demo, "keys": kept})


def test_a_ring_is_made_once_and_then_left_alone(tmp_path):
    settings = settings_in(tmp_path)

    keys.ensure(settings)
    first = settings.keys_file.read_bytes()
    keys.ensure(settings)

    assert settings.keys_file.read_bytes() == first


def test_an_older_ring_is_completed_and_keeps_its_keys(tmp_path):
    settings = settings_in(tmp_path)
    keys.ensure(settings)
    ring = KeyRing.load(settings.keys_file, allow_demo=True)
    settings.keys_file.write_bytes(older(ring))

    keys.ensure(settings)

    completed = KeyRing.load(settings.keys_file, allow_demo=True)
    assert [key for key in completed.keys if key.purpose != Purpose.GESTURE] == [
        key for key in ring.keys if key.purpose != Purpose.GESTURE
    ]
    assert completed.active(Purpose.GESTURE)


def test_in_production_nothing_is_made_or_changed(tmp_path):
    path = tmp_path / "keys.json"
    settings = settings_in(tmp_path, mode=Mode.PRODUCTION, keys=path)

    keys.ensure(settings)

    assert not path.exists()
