"""What a mini-app may ask of the house, one module per room."""

from plugin_sdk.contract.capabilities.base import CapabilityRequest
from plugin_sdk.contract.capabilities.bookings import (
    BookingCancel,
    BookingConfirm,
    BookingHold,
    BookingMine,
    BookingResourcesRead,
    BookingSlotsRead,
    BookingWait,
)
from plugin_sdk.contract.capabilities.cases import CaseStatus, CaseSubmit
from plugin_sdk.contract.capabilities.http import HttpFetch
from plugin_sdk.contract.capabilities.items import ItemRead
from plugin_sdk.contract.capabilities.messages import MessageSend
from plugin_sdk.contract.capabilities.person import PersonRead, PersonSubject
from plugin_sdk.contract.capabilities.records import RecordsCreate, RecordsGet, RecordsList, RecordsUpdate
from plugin_sdk.contract.capabilities.store import StoreGet, StorePut

CAPABILITIES: dict[str, type[CapabilityRequest]] = {
    request.capability: request
    for request in (
        PersonRead,
        PersonSubject,
        StoreGet,
        StorePut,
        MessageSend,
        RecordsCreate,
        RecordsGet,
        RecordsUpdate,
        RecordsList,
        HttpFetch,
        BookingResourcesRead,
        BookingSlotsRead,
        BookingHold,
        BookingConfirm,
        BookingCancel,
        BookingWait,
        BookingMine,
        ItemRead,
        CaseSubmit,
        CaseStatus,
    )
}
"""Every capability of the contract by name; one that is not here does not exist."""
