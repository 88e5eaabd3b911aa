"""What one call may know: time, language, chance and the host's capabilities."""

import hashlib
import random
import uuid
from datetime import datetime

from plugin_sdk.guest.bookings import Booking
from plugin_sdk.guest.capabilities import HostCall, Message, Person, Store
from plugin_sdk.guest.cases import Cases
from plugin_sdk.guest.http import Http
from plugin_sdk.guest.items import Items
from plugin_sdk.guest.records import Records


class Launch:
    """Another mini-app led the person here: `app` and `intent` say which; `params` are input and authorise nothing."""

    def __init__(self, *, app: str, intent: str, params: dict[str, str | int | bool]) -> None:
        self.app = app
        self.intent = intent
        self.params = params


class Context:
    """Made afresh for every call. Same request and same host answers give the same result, always.

    `launch` is set when another mini-app led the person here.
    """

    def __init__(
        self, *, now: str, locale: str, entropy: str, host_call: HostCall, launch: Launch | None = None
    ) -> None:
        self.launch = launch
        self.now = datetime.fromisoformat(now)
        self.locale = locale
        self.person = Person(host_call)
        self.store = Store(host_call)
        self.message = Message(host_call)
        self.records = Records(host_call)
        self.booking = Booking(host_call)
        self.http = Http(host_call)
        self.item = Items(host_call)
        self.case = Cases(host_call)
        self._entropy = entropy
        self._ids = 0
        self._random: random.Random | None = None

    @property
    def random(self) -> random.Random:
        """Chance from the host's entropy; made when it is first used, because few calls do."""
        if self._random is None:
            self._random = random.Random(self._entropy)
        return self._random

    def new_id(self) -> str:
        """An id that nobody else gets (version 4 UUID, from the host's entropy). Not a secret, not a token."""
        self._ids += 1
        digest = hashlib.sha256(f"{self._entropy}/id/{self._ids}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))

    def words(self, *, zh: str, en: str) -> str:
        """The words in the person's language."""
        return en if self.locale == "en" else zh
