import pytest

from plugin_sdk.tools.simulator.consents import GiveConsent
from tests.plugin_sdk.tools.simulator.visits import APP, READ, agree, ask, refused


class TestConsent:
    def test_reading_without_consent_ends_the_call_with_the_whole_sheet(self, make_world):
        refusal = refused(lambda: ask(make_world(), READ))

        assert (refusal.code, refusal.status) == ("host.consent-needed", 403)
        assert refusal.params["consent"] == {
            "recipient": "asker",
            "recipientName": "询问 · 示例市民政局",
            "purpose": "apply",
            "purposeText": {"zh": "理由", "en": "reason"},
            "fields": [{"name": "name", "label": "姓名"}, {"name": "idNumber", "label": "身份证号码"}],
            "legalBasis": "本人同意",
            "textVersion": "1",
            "termDays": 30,
        }

    def test_with_consent_the_persona_is_read_with_its_sources(self, make_world):
        world = make_world()
        agree(world)

        [person] = ask(world, READ)

        assert person["values"]["name"] == "王小满"
        assert person["sources"] == {"name": "户籍登记", "idNumber": "户籍登记"}

    def test_the_consent_of_one_person_is_not_that_of_another(self, make_world):
        world = make_world()
        agree(world)
        world.be("elder")

        assert refused(lambda: ask(world, READ)).code == "host.consent-needed"

    def test_a_withdrawn_consent_no_longer_holds(self, make_world):
        world = make_world()
        given = agree(world)

        world.consents.withdraw(world.persona.id, given["id"], at=world.clock.now())

        assert refused(lambda: ask(world, READ)).code == "host.consent-needed"

    def test_a_consent_ends_with_its_term(self, make_world):
        world = make_world()
        agree(world)

        world.clock.set_to("2026-02-15T09:30:00+08:00")

        assert refused(lambda: ask(world, READ)).code == "host.consent-needed"

    def test_the_same_consent_again_is_the_one_that_stands(self, make_world):
        world = make_world()

        assert agree(world)["id"] == agree(world)["id"]

    def test_fields_beyond_the_purpose_are_refused_and_not_asked_of_the_person(self, make_world):
        world = make_world()

        assert ask(world, ["person.read", {"purpose": "apply", "fields": ["phone"]}]) == ["host.purpose-not-declared"]

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"purpose": "other"}, "identity.purpose-unknown"),
            ({"recipient": "other"}, "identity.purpose-unknown"),
            ({"text_version": "2"}, "identity.consent-text-changed"),
            ({"fields": ["name", "phone"]}, "identity.consent-beyond-purpose"),
        ],
    )
    def test_other_words_or_fields_cannot_be_consented_to(self, make_world, change, code):
        world = make_world()
        right = {"recipient": APP, "purpose": "apply", "fields": ["name"], "text_version": "1"}
        asked = GiveConsent(**{**right, **change})

        refusal = refused(lambda: world.consents.give("elder", world.ready().manifest, asked, at=world.clock.now()))

        assert refusal.code == code

    def test_nobody_withdraws_what_is_not_theirs(self, make_world):
        world = make_world()
        given = agree(world)

        refusal = refused(lambda: world.consents.withdraw("elder", given["id"], at=world.clock.now()))

        assert refusal.code == "identity.consent-unknown"
