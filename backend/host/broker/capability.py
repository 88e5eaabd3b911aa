"""What the host itself offers mini-apps."""

from backend.core.room import Capability
from backend.host.broker import store
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
)
