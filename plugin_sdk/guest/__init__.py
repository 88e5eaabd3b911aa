"""What a mini-app imports: `from plugin_sdk.guest import MiniApp, ui`. Standard library only, cheap to load."""

from plugin_sdk.guest import ui
from plugin_sdk.guest.answers import done, field_error, go_to, invalid, receipt
from plugin_sdk.guest.app import MiniApp
from plugin_sdk.guest.capabilities import CapabilityRefused
from plugin_sdk.guest.context import Context, Launch
from plugin_sdk.guest.texts import Texts, UnknownText

__all__ = [
    "CapabilityRefused",
    "Context",
    "Launch",
    "MiniApp",
    "Texts",
    "UnknownText",
    "done",
    "field_error",
    "go_to",
    "invalid",
    "receipt",
    "ui",
]
