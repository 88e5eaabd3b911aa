"""What tests of the catalogue's desk send and ask."""

import itertools

from tests.services.items.making import as_json

IMPORTS, ACTIONS, VERSIONS = (
    "/api/v1/item-catalogue/imports",
    "/api/v1/item-catalogue/versions/actions",
    "/api/v1/item-catalogue/versions",
)
_numbers = itertools.count(920)


def new_code(department="11"):
    return f"6207{department}{next(_numbers)}000"


def item(code, **changed):
    plain = {
        "basicCode": code, "name": f"事项 {code}", "itemType": "07", "sector": "演练", "department": code[4:6],
        "audiences": ["1"], "levels": ["3", "4"], "caseKind": "2",
        "promisedLimit": {"amount": 10, "unit": "working-days"}, "result": {"name": "证书"},
        "legalBasis": "《测试法》第一条", "source": "written for the tests", "evidence": "invented",
    }  # fmt: skip
    return plain | changed


def difference(code, region, days=5, **changed):
    plain = {
        "basicCode": code, "regionCode": region, "promisedLimit": {"amount": days, "unit": "working-days"},
        "source": "written for the tests", "evidence": "invented",
    }  # fmt: skip
    return plain | changed


def files(**whole):
    return {"files": [{"name": "catalogue.json", "content": as_json(whole)}]}


async def act(client, headers, action, *ids, **more):
    answer = await client.post(ACTIONS, json={"action": action, "ids": list(ids)} | more, headers=headers)
    return answer.status_code, answer.json()


async def versions(client, headers, **wanted):
    return (await client.get(VERSIONS, params=wanted, headers=headers)).json()["items"]
