"""Settings are refused whole, with name, reason and example."""

import pytest

from backend.core.settings import NAMES, Mode, SettingsRefused, environment, load

PRODUCTION = {
    "KUAIBAN_MODE": "production",
    "KUAIBAN_KEYS": "/etc/kuaiban/keys.json",
    "DATABASE_URL": "postgresql://a/b",
    "REDIS_URL": "redis://a",
    "KUAIBAN_SCANNER": "tcp://clamd:3310",
    "KUAIBAN_METRICS_TOKEN": "t",
    "KUAIBAN_PUBLIC_URL": "https://kuaiban.example",
}


def test_nothing_set_is_a_development_installation():
    settings = load({})

    assert settings.mode is Mode.DEVELOPMENT
    assert settings.port == 8000
    assert not settings.demo


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KUAIBAN_PORT", "0"),
        ("KUAIBAN_PORT", "65536"),
        ("KUAIBAN_PORT", "８０００"),
        ("KUAIBAN_PORT", "1e3"),
        ("KUAIBAN_DEMO", "yes"),
        ("KUAIBAN_WORKERS", "-1"),
        ("KUAIBAN_WORKERS", "65"),
        ("KUAIBAN_MODE", "prod"),
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "http://x"),
        ("KUAIBAN_PUBLIC_URL", "kuaiban.example"),
        ("KUAIBAN_S3_ENDPOINT", "objects.example"),
        ("KUAIBAN_SCANNER", "clamd:3310"),
        ("KUAIBAN_SCANNER", "unix://relative"),
        ("KUAIBAN_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_refused_with_name_and_example(name, value):
    with pytest.raises(SettingsRefused) as refused:
        load({name: value})

    (problem,) = refused.value.problems
    assert name in problem
    assert f"{name}={NAMES[name][1]}" in problem


def test_every_problem_is_said_at_once():
    with pytest.raises(SettingsRefused) as refused:
        load({"KUAIBAN_PORT": "x", "KUAIBAN_DEMO": "x", "KUAIBAN_PROT": "1"})

    assert len(refused.value.problems) == 3


def test_production_settings_are_accepted_when_complete():
    assert load(PRODUCTION).mode is Mode.PRODUCTION


@pytest.mark.parametrize("missing", [name for name in PRODUCTION if name != "KUAIBAN_MODE"])
def test_production_refuses_to_start_without(missing):
    environ = {name: value for name, value in PRODUCTION.items() if name != missing}

    with pytest.raises(SettingsRefused) as refused:
        load(environ)

    assert missing in str(refused.value)


def test_production_refuses_demo_sign_in():
    with pytest.raises(SettingsRefused, match="KUAIBAN_DEMO"):
        load(PRODUCTION | {"KUAIBAN_DEMO": "1"})


def test_a_child_loads_the_same_settings():
    settings = load({"KUAIBAN_DEMO": "1", "KUAIBAN_DEMO_CODES": "A,B", "KUAIBAN_PORT": "9", "KUAIBAN_DATA": "/x"})

    assert load(environment(settings)) == settings


S3 = {name: example for name, (_, example) in NAMES.items() if "_S3_" in name}


@pytest.mark.parametrize("missing", [name for name in S3 if name != "KUAIBAN_S3_REGION"])
def test_an_object_store_needs_all_four(missing):
    with pytest.raises(SettingsRefused, match="KUAIBAN_S3_ENDPOINT"):
        load({name: value for name, value in S3.items() if name != missing})


def test_every_example_is_accepted():
    load(S3)
    for name, (_, example) in NAMES.items():
        if name not in {"KUAIBAN_MODE", "KUAIBAN_TLS_CERTIFICATE", "KUAIBAN_TLS_KEY", *S3}:
            load({name: example})
