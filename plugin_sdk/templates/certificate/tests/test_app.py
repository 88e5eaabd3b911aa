"""电子证明模板的测试。"""

from plugin_sdk.guest.testing import FakeHost

from ..app import app

ISSUED_AT = "2026-01-15T09:30:00+08:00"
A_YEAR_LATER = "2027-01-16T09:30:00+08:00"


def make_host(locale: str = "zh") -> FakeHost:
    return FakeHost(person={"name": "王小满"}, now=ISSUED_AT, locale=locale)


def drawn(host: FakeHost) -> dict[str, object]:
    """页面上的证明。"""
    body = host.draw(app, "certificate")["body"]
    assert isinstance(body, list)
    return next(part for part in body if part["component"] == "Certificate")


def test_without_a_certificate_the_page_offers_one_and_reads_nobody() -> None:
    host = make_host()

    host.draw(app, "certificate")

    assert [capability for capability, _ in host.calls] == ["store.get"]


def test_an_issued_certificate_is_shown_with_the_name() -> None:
    host = make_host()
    host.take(app, "issue", {})

    shown = drawn(host)

    assert shown["state"] == "valid"
    assert {"label": "姓名", "value": "王小满"} in shown["facts"]  # type: ignore[operator]


def test_issuing_twice_gives_one_number() -> None:
    host = make_host()

    first, second = host.take(app, "issue", {}), host.take(app, "issue", {})

    assert first["receipt"] == second["receipt"]


def test_after_a_year_it_has_expired_and_a_new_one_gets_a_new_number() -> None:
    host = make_host()
    host.take(app, "issue", {})
    old = drawn(host)

    host.now = A_YEAR_LATER
    expired = drawn(host)
    host.take(app, "issue", {})

    assert expired["state"] == "expired"
    assert drawn(host)["state"] == "valid"
    assert drawn(host)["number"] != old["number"]


def test_the_name_is_not_kept() -> None:
    host = make_host()

    host.take(app, "issue", {})

    assert "王小满" not in str(host.stored)


def test_it_speaks_english() -> None:
    assert make_host("en").draw(app, "certificate")["title"] == "Volunteer certificate"
