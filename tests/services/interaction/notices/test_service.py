"""Two persons, versions that stay, withdrawals that say why."""

from uuid import uuid4

import msgspec
import pytest

from backend.core import database
from backend.services.interaction.notices import service
from backend.services.interaction.notices.errors import (
    CategoryUnknown,
    NoticeMovedOn,
    NoticeNotFound,
    PolicyUnknown,
)
from backend.services.interaction.notices.structs import DraftNotice, Effect, GiveReason, NoticeText, VersionState
from backend.services.interaction.offices.errors import (
    FileNotHere,
    NotYourOffice,
    RegionUnknown,
    SecondPersonNeeded,
)
from backend.supports.files import service as files
from backend.supports.files.errors import FileHeld
from tests.journeys.resident import picture
from tests.services.interaction.conftest import ELDER, NOW, attempt


def drafting(office, **what_matters):
    usual = {
        "department": office.department,
        "region_code": office.region_code,
        "category": "policy",
        "title": f"办法{uuid4().hex[:8]}",
        "body": "第一条 便民。\n第二条 公开。",
        "number": "测发〔2026〕1号",
        "effect": Effect.IN_FORCE,
    }
    return DraftNotice(**usual | what_matters)


def text_of(command, **what_matters):
    said = {name: getattr(command, name) for name in NoticeText.__struct_fields__}
    return NoticeText(**said | what_matters)


async def does(what, notice_id, staff, *command):
    return await what(notice_id, *command, staff=staff, attempt=attempt(), at=NOW)


async def draft(office, **what_matters):
    return await service.draft(drafting(office, **what_matters), staff=office.maker, attempt=attempt(), at=NOW)


async def publish(office, **what_matters):
    notice = await draft(office, **what_matters)
    await does(service.submit, notice.id, office.maker)
    return await does(service.publish, notice.id, office.checker)


async def leaves_of(notice_id):
    """What was done with a notice, in its order."""
    rows = await database.fetch(
        "select leaf from core_audit_leaf where position($1 in convert_from(leaf, 'utf8')) > 0 "
        "union all select leaf from core_audit_entry where position($1 in convert_from(leaf, 'utf8')) > 0",
        f'"notice:{notice_id}"',
    )
    found = sorted((msgspec.json.decode(row["leaf"]) for row in rows), key=lambda one: one["at"])
    return [one["action"] for one in found]


async def listed(office, **asked):
    usual = {"region_code": None, "category": None, "department": office.department, "text": None}
    return (await service.listed(**usual | asked, limit=20, cursor=None)).items


class TestDiscard:
    async def test_a_notice_that_was_never_published_is_gone(self, office):
        notice = await draft(office)

        await does(service.discard, notice.id, office.maker)

        with pytest.raises(NoticeNotFound):
            await service.find_at_desk(notice.id, staff=office.maker)
        assert (await service.at_desk(office.maker, state=None, limit=20, cursor=None)).items == []
        assert await leaves_of(notice.id) == ["notices.drafted", "notices.discarded"]

    async def test_a_correction_is_gone_and_what_is_published_stays(self, office):
        notice = await publish(office)
        await does(service.correct, notice.id, office.maker, GiveReason(reason="错字"))

        await does(service.discard, notice.id, office.checker)

        desk = await service.find_at_desk(notice.id, staff=office.maker)
        assert (desk.open, desk.live.version) == (None, 1)
        again = await does(service.correct, notice.id, office.maker, GiveReason(reason="还是错字"))
        assert again.open.version == 2

    async def test_what_a_colleague_has_to_check_stays(self, office):
        notice = await draft(office)
        await does(service.submit, notice.id, office.maker)

        with pytest.raises(NoticeMovedOn):
            await does(service.discard, notice.id, office.maker)

    async def test_what_is_published_stays(self, office):
        notice = await publish(office)

        with pytest.raises(NoticeMovedOn):
            await does(service.discard, notice.id, office.maker)
        assert (await service.find(notice.id)).version == 1

    async def test_by_another_office_it_is_refused(self, office, make_office):
        other, notice = await make_office(), await draft(office)

        with pytest.raises(NotYourOffice):
            await does(service.discard, notice.id, other.maker)
        with pytest.raises(NoticeNotFound):
            await does(service.discard, uuid4(), other.maker)

    async def test_the_same_attempt_twice_is_one(self, office):
        notice, again = await draft(office), attempt("k")

        await service.discard(notice.id, staff=office.maker, attempt=again, at=NOW)
        await service.discard(notice.id, staff=office.maker, attempt=again, at=NOW)

        assert await leaves_of(notice.id) == ["notices.drafted", "notices.discarded"]


class TestPublish:
    async def test_nobody_sees_a_draft(self, office):
        notice = await draft(office)

        assert await listed(office) == []
        with pytest.raises(NoticeNotFound):
            await service.find(notice.id)

    async def test_whoever_wrote_does_not_check(self, office):
        notice = await draft(office)
        await does(service.submit, notice.id, office.maker)

        with pytest.raises(SecondPersonNeeded):
            await does(service.publish, notice.id, office.maker)
        with pytest.raises(SecondPersonNeeded):
            await does(service.give_back, notice.id, office.maker, GiveReason(reason="x"))

    async def test_nor_does_whoever_wrote_at_it_later(self, office):
        notice = await draft(office)
        await does(service.revise, notice.id, office.checker, text_of(drafting(office)))
        await does(service.submit, notice.id, office.maker)

        with pytest.raises(SecondPersonNeeded):
            await does(service.publish, notice.id, office.checker)

    async def test_the_database_refuses_it_too(self, office):
        notice = await draft(office)

        with pytest.raises(Exception, match="interaction_notice_version_two"):
            await database.execute(
                "update interaction_notice_version set checker_id = $2 where notice_id = $1", notice.id, office.maker
            )

    async def test_a_colleague_publishes_it(self, office):
        notice = await publish(office)

        assert [one.id for one in await listed(office)] == [notice.id]
        shown = await service.find(notice.id)
        assert (shown.version, shown.body.splitlines()[1], shown.number) == (1, "第二条 公开。", "测发〔2026〕1号")

    async def test_what_was_not_submitted_is_not_published(self, office):
        notice = await draft(office)

        with pytest.raises(NoticeMovedOn):
            await does(service.publish, notice.id, office.checker)

    async def test_what_comes_back_is_written_again(self, office):
        notice = await draft(office)
        await does(service.submit, notice.id, office.maker)

        back = await does(service.give_back, notice.id, office.checker, GiveReason(reason="漏了日期"))

        assert (back.open.state, back.open.returned) == (VersionState.DRAFT, "漏了日期")

    async def test_other_offices_neither_write_nor_look(self, office, make_office):
        other, notice = await make_office(), await publish(office)

        with pytest.raises(NotYourOffice):
            await service.find_at_desk(notice.id, staff=other.maker)
        with pytest.raises(NotYourOffice):
            await does(service.withdraw, notice.id, other.maker, GiveReason(reason="x"))
        with pytest.raises(NotYourOffice):
            await service.draft(drafting(office), staff=other.maker, attempt=attempt(), at=NOW)

    async def test_an_unknown_category_is_refused(self, office):
        with pytest.raises(CategoryUnknown):
            await draft(office, category="gossip")

    async def test_the_same_attempt_drafts_once(self, office):
        again, command = attempt("k"), drafting(office)

        first = await service.draft(command, staff=office.maker, attempt=again, at=NOW)
        second = await service.draft(command, staff=office.maker, attempt=again, at=NOW)

        assert first.id == second.id


class TestCorrect:
    async def test_the_old_version_is_kept_and_shown_until_the_new_one_is_checked(self, office):
        notice = await publish(office, title="旧题")
        await does(service.correct, notice.id, office.maker, GiveReason(reason="题目有误"))
        await does(service.revise, notice.id, office.maker, text_of(drafting(office), title="新题"))
        await does(service.submit, notice.id, office.maker)
        before = await service.find(notice.id)
        await does(service.publish, notice.id, office.checker)

        now = await service.find(notice.id)

        assert (before.title, now.title, now.version) == ("旧题", "新题", 2)
        assert [(one.version, one.reason) for one in now.versions] == [(2, "题目有误"), (1, "")]
        assert (await service.find(notice.id, version=1)).title == "旧题"
        with pytest.raises(NoticeNotFound):
            await service.find(notice.id, version=3)

    async def test_one_correction_at_a_time(self, office):
        notice = await publish(office)
        await does(service.correct, notice.id, office.maker, GiveReason(reason="x"))

        with pytest.raises(NoticeMovedOn):
            await does(service.correct, notice.id, office.checker, GiveReason(reason="x"))

    async def test_a_repealed_document_stays_and_says_so(self, office):
        notice = await publish(office)
        await does(service.correct, notice.id, office.maker, GiveReason(reason="废止"))
        await does(service.revise, notice.id, office.maker, text_of(drafting(office), effect=Effect.REPEALED))
        await does(service.submit, notice.id, office.maker)
        await does(service.publish, notice.id, office.checker)

        assert [one.effect for one in await listed(office)] == [Effect.REPEALED]


class TestWithdraw:
    async def test_the_text_goes_and_the_reason_stays(self, office):
        notice = await publish(office)
        await does(service.withdraw, notice.id, office.maker, GiveReason(reason="含有个人信息"))

        assert await listed(office) == []
        shown = await service.find(notice.id)
        assert (shown.body, shown.attachments, shown.withdrawal.reason) == ("", [], "含有个人信息")
        with pytest.raises(NoticeMovedOn):
            await does(service.withdraw, notice.id, office.maker, GiveReason(reason="x"))


class TestInterpretations:
    async def test_they_and_their_policy_know_each_other(self, office):
        policy = await publish(office)
        explained = await publish(office, category="interpretation", interprets=policy.id, effect=Effect.NONE)

        assert [one.id for one in (await service.find(policy.id)).interpretations] == [explained.id]
        assert (await service.find(explained.id)).interprets.id == policy.id

    async def test_only_what_is_published_is_explained_and_only_by_interpretations(self, office):
        hidden, policy = await draft(office), await publish(office)

        for wrong in ({"category": "interpretation", "interprets": hidden.id}, {"interprets": policy.id}):
            with pytest.raises(PolicyUnknown):
                await draft(office, **wrong)


class TestList:
    async def test_what_holds_for_a_county_is_its_own_and_that_of_those_above(self, make_office):
        city, county = await make_office("620100"), await make_office("620102")
        above, below = await publish(city), await publish(county)

        async def at(region, office):
            return [one.id for one in await listed(office, region_code=region)]

        assert (await at("620102", city), await at("620102", county)) == ([above.id], [below.id])
        assert (await at("620100", county), await at("620500", city)) == ([], [])
        with pytest.raises(RegionUnknown):
            await at("629999", city)

    async def test_words_are_found_in_title_number_and_body(self, office):
        notice = await publish(office, title="牛羊检疫", number="测发〔2026〕9号", body="凭耳标办理")

        for words in ("羊检", "〔2026〕9", "耳标"):
            assert [one.id for one in await listed(office, text=words)] == [notice.id]
        assert await listed(office, text="没有的字") == []
        assert await listed(office, category="budget") == []

    async def test_pages_join_without_gap_or_repetition(self, office):
        made = {(await publish(office)).id for _ in range(5)}
        seen, cursor = [], None
        while True:
            page = await service.listed(
                region_code=None, category=None, department=office.department, text=None, limit=2, cursor=cursor
            )
            seen += [one.id for one in page.items]
            if (cursor := page.next_cursor) is None:
                break

        assert len(seen) == 5
        assert set(seen) == made


class TestFiles:
    async def test_an_attachment_is_public_with_its_notice_and_can_no_longer_be_removed(self, office):
        kept = await files.keep(picture()["buffer"], name="附件.png", person_id=office.maker, attempt=attempt())
        notice = await publish(office, files=[kept.id])

        found, content = await service.file_of(notice.id, kept.id)

        assert (found.name, len(content)) == ("附件.png", kept.bytes)
        with pytest.raises(FileHeld):
            await files.remove(kept.id, person_id=office.maker, attempt=attempt())
        with pytest.raises(FileNotHere):
            await service.file_of(notice.id, uuid4())
        await does(service.withdraw, notice.id, office.maker, GiveReason(reason="x"))
        with pytest.raises(NoticeNotFound):
            await service.file_of(notice.id, kept.id)

    async def test_somebody_elses_file_is_not_attached(self, office):
        kept = await files.keep(picture()["buffer"], name="x.png", person_id=ELDER, attempt=attempt())

        with pytest.raises(FileNotHere):
            await draft(office, files=[kept.id])

    async def test_a_colleague_who_revises_keeps_what_is_attached(self, office):
        kept = await files.keep(picture()["buffer"], name="x.png", person_id=office.maker, attempt=attempt())
        notice = await draft(office, files=[kept.id])

        after = await does(service.revise, notice.id, office.checker, text_of(drafting(office), files=[kept.id]))

        assert [one.id for one in after.open.attachments] == [kept.id]
