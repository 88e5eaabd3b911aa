"""What a mini-app may ask of the house, one module per room."""

from plugin_sdk.contract.capabilities.base import CapabilityRequest
from plugin_sdk.contract.capabilities.messages import MessageSend
from plugin_sdk.contract.capabilities.person import PersonRead
from plugin_sdk.contract.capabilities.store import StoreGet, StorePut

CAPABILITIES: dict[str, type[CapabilityRequest]] = {
    request.capability: request for request in (PersonRead, StoreGet, StorePut, MessageSend)
}
"""Every capability of the contract by name; one that is not here does not exist."""
