"""What the host itself offers mini-apps."""

from backend.core.room import Capability
from backend.host.broker import fetch, records, store
from plugin_sdk.contract.capabilities.http import HttpFetch
from plugin_sdk.contract.capabilities.records import RecordsCreate, RecordsGet, RecordsList, RecordsUpdate
from plugin_sdk.contract.capabilities.store import StoreGet, StorePut

CAPABILITIES = (
    Capability(
        name="store.get",
        payload=StoreGet,
        answer=store.get,
        consent_zh="读取本应用为您保存的内容",
        consent_en="Read what this mini-app keeps for you",
    ),
    Capability(
        name="store.put",
        payload=StorePut,
        answer=store.put,
        apply=store.write,
        consent_zh="为您保存本应用的办理内容",
        consent_en="Keep this mini-app's entries for you",
    ),
    Capability(
        name="records.get",
        payload=RecordsGet,
        answer=records.get,
        consent_zh="读取本应用的公共记录（不含任何人的身份）",
        consent_en="Read one of the records that this mini-app keeps without anybody's identity",
    ),
    Capability(
        name="records.list",
        payload=RecordsList,
        answer=records.list_some,
        consent_zh="查询本应用的公共记录（不含任何人的身份）",
        consent_en="Search the records that this mini-app keeps without anybody's identity",
    ),
    Capability(
        name="records.create",
        payload=RecordsCreate,
        answer=records.create,
        apply=records.add,
        consent_zh="新增一条不含您身份的公共记录",
        consent_en="Add a record that does not say whose it is",
    ),
    Capability(
        name="records.update",
        payload=RecordsUpdate,
        answer=records.update,
        apply=records.change,
        consent_zh="修改本应用的公共记录（不含任何人的身份）",
        consent_en="Change records that this mini-app keeps without anybody's identity",
    ),
    Capability(
        name="http.fetch",
        payload=HttpFetch,
        answer=fetch.ask,
        consent_zh="向应用声明的部门系统查询或提交内容",
        consent_en="Ask or tell the department's own servers that the mini-app names",
    ),
)
