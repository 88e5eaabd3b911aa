"""What one call may know: time, language, chance and the host's capabilities."""

import hashlib
import random
import uuid
from datetime import datetime

from plugin_sdk.guest.capabilities import HostCall, Message, Person, Store


class Context:
    """Made afresh for every call. Same request and same host answers give the same result, always."""

    def __init__(self, *, now: str, locale: str, entropy: str, host_call: HostCall) -> None:
        self.now = datetime.fromisoformat(now)
        self.locale = locale
        self.random = random.Random(entropy)
        self.person = Person(host_call)
        self.store = Store(host_call)
        self.message = Message(host_call)
        self._entropy = entropy
        self._ids = 0

    def new_id(self) -> str:
        """An id that nobody else gets (version 4 UUID, from the host's entropy). Not a secret, not a token."""
        self._ids += 1
        digest = hashlib.sha256(f"{self._entropy}/id/{self._ids}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))

    def words(self, *, zh: str, en: str) -> str:
        """The words in the person's language."""
        return en if self.locale == "en" else zh
