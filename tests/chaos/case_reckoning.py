"""After the storm: every case is whole, and what was acknowledged was done once. A list of faults, empty when all is well.

Two questions. Does the database agree with itself: row, content, trail, steps, counts, leaves, letters, jobs, drafts? And
does it agree with the journal: each acknowledged write is one attempt, one step, one answer?
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from backend.services.cases.flow.engine import SILENT
from backend.services.cases.flow.letters import LETTERS
from tests.chaos.behind import connected
from tests.chaos.case_lives import JOB, Said, Town

Row = Any
DECIDES: Final = frozenset({"decide", "approve"})
TRAVELS: Final = frozenset({"hand-over", "take-over", "hand-back"})
# What the trail calls a write of the journal; a bundle has a trail in its cases alone.
ACTION_OF: Final = {"take-in": "submit"}
BUNDLE: Final = "submit-bundle"
CASES: Final = """
    select c.*, exists (select 1 from cases_content t join cases_snapshot s on s.id = t.snapshot_id where t.id = c.id)
        as whole
    from cases_case c
"""
LEAVES: Final = """
    select convert_from(leaf, 'utf8')::json->>'action' as action, convert_from(leaf, 'utf8')::json->>'subject' as subject
    from (select leaf from core_audit_leaf union all select leaf from core_audit_entry) leaves
"""
LETTERS_SENT: Final = """
    select id, split_part(title, '：', 1) as title, facts->0->>'value' as number from messages_message
    where jsonb_array_length(facts) > 0 and facts->0->>'label' = '办件编号'
"""
TALLIES: Final = """
    select unit_id, state, sum(told)::int as told, sum(there)::int as there from (
        select unit_id, state, cases as told, 0 as there from cases_tally
        union all select unit_id, state, 0, 1 from cases_case) both_ways
    group by unit_id, state having sum(told) <> sum(there)
"""
ORPHANS: Final = {
    "content without a case": "select id from cases_content t where not exists (select 1 from cases_case c where c.id = t.id)",
    "trail without a case": "select id from cases_trail t where not exists (select 1 from cases_case c where c.id = t.case_id)",
    "step without a case": "select id from cases_step t where not exists (select 1 from cases_case c where c.id = t.case_id)",
    "number given twice": "select min(id::text) from cases_case group by number having count(*) > 1",
    "draft handed in without a case": """
        select id from cases_draft d where case_id is not null and not exists (select 1 from cases_case c
            where c.id = d.case_id) and not exists (select 1 from cases_bundle b where b.id = d.case_id)""",
    "draft handed in and still filled": "select id from cases_draft where case_id is not null and content is not null",
    "draft emptied and not handed in": "select id from cases_draft where case_id is null and content is null",
    "case of two drafts": "select case_id from cases_draft where case_id is not null group by case_id having count(*) > 1",
    "attempt without an answer": "select id from core_attempt where answer is null",
}
WAITING: Final = "select count(*) from pgqueuer where status in ('queued', 'picked')"
SETTLED_SECONDS: Final = (
    60.0  # a worker was stopped or killed, its jobs are taken over after ten, its server may have died
)
JOBS: Final = """
    select convert_from(payload, 'utf8')::json->'event'->>'case_id' as case_id, status::text,
        (convert_from(payload, 'utf8')::json->'event'->>'version')::int as version
    from pgqueuer where entrypoint = $1
"""


async def faults(connection: Any, said: Sequence[Said], *, heard: int, worked_off: bool = False) -> list[str]:
    """Whatever is lost, doubled or half; with `worked_off`, also what still waits for a worker.

    `heard`: how many jobs were done before the first case.
    """
    cases = await connection.fetch(CASES)
    trail = await connection.fetch("select * from cases_trail order by case_id, seq")
    leaves = Counter((row["action"], row["subject"]) for row in await connection.fetch(LEAVES))
    return [
        *[f"{name}: {row[0]}" for name, sql in ORPHANS.items() for row in await connection.fetch(sql)],
        *[f"counted {r['told']}, there are {r['there']}: {r['unit_id']} {r['state']}" for r in await connection.fetch(TALLIES)],
        *_rows(cases, trail),
        *_steps(cases, trail, await connection.fetch("select * from cases_step")),
        *_leaves(trail, leaves),
        *_letters(cases, trail, await connection.fetch(LETTERS_SENT), leaves),
        *await _drafts(connection, leaves),
        *_bundles(cases, await connection.fetch("select * from cases_bundle_part"), leaves, worked_off=worked_off),
        *_jobs(cases, trail, await connection.fetch(JOBS, JOB), worked_off=worked_off),
        *await _handled(connection, cases, trail, heard=heard, worked_off=worked_off),
        *await _journal(connection, said, cases, trail),
    ]  # fmt: skip


async def in_the_end(town: Town, said: Sequence[Said]) -> list[str]:
    """What is wrong when a worker has had time to work everything off; dead letters are left for an operator, and found."""
    connection = await connected(town.product)
    try:
        until = time.monotonic() + SETTLED_SECONDS
        while await connection.fetchval(WAITING) and time.monotonic() < until:
            await asyncio.sleep(0.2)
        return await faults(connection, said, heard=town.heard, worked_off=True)
    finally:
        await connection.close()


def _rows(cases: Sequence[Row], trail: Sequence[Row]) -> list[str]:
    """A case has its content, and a trail that leads step by step to where it stands."""
    found = [f"no content: case {case['id']}" for case in cases if not case["whole"]]
    steps = _by_case(trail)
    for case in cases:
        told = steps.get(case["id"], [])
        if [one["seq"] for one in told] != list(range(1, case["version"] + 1)):
            found.append(f"trail {[one['seq'] for one in told]} of version {case['version']}: case {case['id']}")
        states = ["draft", *[one["to_state"] for one in told]]
        if [one["from_state"] for one in told] != states[:-1] or states[-1] != case["state"]:
            found.append(f"trail leads to {states[-1]}, case is {case['state']}: case {case['id']}")
        if [one["action"] for one in told].count("submit") != 1:
            found.append(f"not handed in once: case {case['id']}")
    return found


def _steps(cases: Sequence[Row], trail: Sequence[Row], steps: Sequence[Row]) -> list[str]:
    """Proposals, decisions, results and hand-overs are as many as the trail says; a proposal is open while proposed."""
    there = Counter((row["case_id"], row["kind"]) for row in steps)
    open_now = Counter(row["case_id"] for row in steps if row["kind"] == "proposal" and row["ended_at"] is None)
    told: Counter[tuple[UUID, str]] = Counter()
    for row in trail:
        kind = {"propose": "proposal", "conclude": "result"}.get(row["action"])
        kind = "decision" if row["action"] in DECIDES else "hand-over" if row["action"] in TRAVELS else kind
        if kind:
            told[row["case_id"], kind] += 1
    kinds = ("proposal", "decision", "result", "hand-over")
    return [
        f"{there[case['id'], kind]} of kind {kind}, the trail has {told[case['id'], kind]}: case {case['id']}"
        for case in cases
        for kind in kinds
        if there[case["id"], kind] != told[case["id"], kind]
    ] + [
        f"{open_now[case['id']]} open proposals in {case['state']}: case {case['id']}"
        for case in cases
        if open_now[case["id"]] != (case["state"] == "proposed")
    ]


def _leaves(trail: Sequence[Row], leaves: Counter[tuple[str, str]]) -> list[str]:
    """One leaf for each step."""
    told = Counter((f"cases.{row['action']}", f"case:{row['case_id']}") for row in trail)
    there = Counter({key: times for key, times in leaves.items() if key[0].startswith("cases.")})
    return [
        f"{there[key]} leaves, {told[key]} steps: {key[0]} {key[1]}" for key in told | there if told[key] != there[key]
    ]


def _letters(
    cases: Sequence[Row], trail: Sequence[Row], sent: Sequence[Row], leaves: Counter[tuple[str, str]]
) -> list[str]:
    """One letter for each step that has one and each reader, and one leaf for each letter."""
    by_id = {case["id"]: case for case in cases}
    told: Counter[tuple[str, str]] = Counter()
    for row in trail:
        key = row["to_state"] if row["action"] in DECIDES else row["action"]
        if key in LETTERS and row["case_id"] in by_id:
            case = by_id[row["case_id"]]
            by_another = case["subject_kind"] == "person" and case["acted_as"] != "family"
            readers = {case["applicant_id"], case["subject_id"]} if by_another else {case["applicant_id"]}
            told[case["number"], LETTERS[key][0]] += len(readers)
    there = Counter((row["number"], row["title"]) for row in sent)
    found = [
        f"{there[key]} letters, {told[key]} due: {key[1]} {key[0]}" for key in told | there if told[key] != there[key]
    ]
    by_letter = {row["id"]: leaves["messages.sent", f"message:{row['id']}"] for row in sent}
    return found + [f"{times} leaves: letter {one}" for one, times in by_letter.items() if times != 1]


async def _drafts(connection: Any, leaves: Counter[tuple[str, str]]) -> list[str]:
    """A draft that was handed in says so once."""
    gone = {
        f"draft:{row['id']}" for row in await connection.fetch("select id from cases_draft where case_id is not null")
    }
    there = Counter({subject: times for (action, subject), times in leaves.items() if action == "forms.submitted"})
    return [f"{there[one]} leaves of handing in: {one}" for one in gone | set(there) if there[one] != (one in gone)]


def _bundles(
    cases: Sequence[Row], parts: Sequence[Row], leaves: Counter[tuple[str, str]], *, worked_off: bool
) -> list[str]:
    """Each part that began is one case, begun once; when all has been heard, the part knows where its case stands."""
    by_id = {row["id"]: row for row in cases if row["bundle_id"] is not None}
    begun = Counter(row["case_id"] for row in parts if row["case_id"] is not None)
    found = [
        f"{begun[one]} parts: case {one}" for one in set(begun) | set(by_id) if (begun[one], one in by_id) != (1, True)
    ]
    told = {one: leaves["bundles.part-begun", f"case:{one}"] for one in begun}
    found += [f"begun {times} times: case {one}" for one, times in told.items() if times != 1]
    found += [
        f"begun and still sealed: part {row['id']}" for row in parts if row["case_id"] and row["content"] is not None
    ]
    return found + [
        f"not followed: case {row['case_id']}"
        for row in parts
        if worked_off and row["case_id"] in by_id
        and (row["case_state"], row["case_version"]) != (by_id[row["case_id"]]["state"], by_id[row["case_id"]]["version"])
    ]  # fmt: skip


def _jobs(cases: Sequence[Row], trail: Sequence[Row], jobs: Sequence[Row], *, worked_off: bool) -> list[str]:
    """One job for each step that tells; none is left, and none has given up, once a worker was there."""
    told = {(str(row["case_id"]), row["seq"]) for row in _telling(cases, trail)}
    there = Counter((row["case_id"], row["version"]) for row in jobs)
    found = [
        f"{times} jobs: case {key[0]} version {key[1]}" for key, times in there.items() if times != 1 or key not in told
    ]
    if worked_off:
        return found + [f"left ({row['status']}): case {row['case_id']} version {row['version']}" for row in jobs]
    return found


async def _handled(
    connection: Any, cases: Sequence[Row], trail: Sequence[Row], *, heard: int, worked_off: bool
) -> list[str]:
    """As many jobs are done or waiting as there are steps that tell: none was lost, and none was done twice.

    Those of bundles: rooms above hear of cases, too, and what they do causes more, of which cases know nothing.
    """
    row = await connection.fetchrow(
        "select (select count(*) from core_handled where name = $1) as done,"
        " (select count(*) from pgqueuer where entrypoint = $1) as queued",
        JOB,
    )
    told = heard + len(_telling(cases, trail))
    return [] if row["done"] + (0 if worked_off else row["queued"]) == told else [f"{told} steps tell; {dict(row)}"]


async def _journal(connection: Any, said: Sequence[Said], cases: Sequence[Row], trail: Sequence[Row]) -> list[str]:
    """Each acknowledged write is one attempt and one step of the case that it was answered with."""
    kept = Counter(row["id"].split()[-1] for row in await connection.fetch("select id from core_attempt"))
    numbers = {str(case["id"]): case["number"] for case in cases}
    done = Counter((str(row["case_id"]), row["action"]) for row in trail)
    bundles = {str(row["id"]) for row in await connection.fetch("select id from cases_bundle")}
    of_cases = [one for one in _once(said) if one.write.name != BUNDLE]
    of_bundles = Counter(one.case["id"] for one in _once(said) if one.write.name == BUNDLE)
    wanted = Counter((one.case["id"], _action(one.write.name)) for one in of_cases)
    return (
        [f"{kept[one.write.key]} attempts: {one.write.name} {one.case['id']}" for one in _once(said) if kept[one.write.key] != 1]
        + [f"answered as {one.case['number']}, is {numbers.get(one.case['id'])}: case {one.case['id']}" for one in of_cases
           if one.case["number"] != numbers.get(one.case["id"])]
        + [f"{done[key]} times done, {wanted[key]} times acknowledged: {key[1]} {key[0]}" for key in wanted
           if done[key] != wanted[key]]
        + [f"{times} times acknowledged: bundle {one}" for one, times in of_bundles.items() if times != 1 or one not in bundles]
    )  # fmt: skip


def _action(name: str) -> str:
    action = name.partition(" ")[0]
    return ACTION_OF.get(action, action)


def _once(said: Iterable[Said]) -> list[Said]:
    """One answer of each write; repeats that are answered otherwise stay."""
    return list({(one.write.key, one.case["id"]): one for one in said}.values())


def _telling(cases: Sequence[Row], trail: Sequence[Row]) -> list[Row]:
    """Steps of which somebody wants to hear: those of cases that are parts of a bundle."""
    parts = {row["id"] for row in cases if row["bundle_id"] is not None}
    return [row for row in trail if row["case_id"] in parts and row["action"] not in SILENT]


def _by_case(trail: Sequence[Row]) -> dict[UUID, list[Row]]:
    steps: dict[UUID, list[Row]] = {}
    for row in trail:
        steps.setdefault(row["case_id"], []).append(row)
    return steps
