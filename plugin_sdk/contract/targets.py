"""Where a tap leads: a screen or an action of the same mini-app, or another mini-app by way of the shell."""

from msgspec import Struct

from plugin_sdk.contract.values import AppId, Params, Slug


class Target(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """Base of all targets; `kind` says which. None is an address: there is nothing to type or to fake."""


class ToScreen(Target, frozen=True, kw_only=True, tag="screen", omit_defaults=True):
    """Draw another screen of this mini-app; `input` is what that screen receives."""

    name: Slug
    input: Params = {}


class ToAction(Target, frozen=True, kw_only=True, tag="action", omit_defaults=True):
    """Take an action of this mini-app; `input` is the data that it receives."""

    name: Slug
    input: Params = {}


class ToLaunch(Target, frozen=True, kw_only=True, tag="launch", omit_defaults=True):
    """Open another mini-app at one of its intents.

    The shell asks the person first, with the registered names of both departments; the manifest declares the launch.
    """

    app: AppId
    intent: Slug
    params: Params = {}


AnyTarget = ToScreen | ToAction | ToLaunch
