"""A second product on the same port is refused before anything starts, however the first one listens."""

import socket

import msgspec
import pytest

from backend.core.processes import CannotStart
from backend.core.settings import Settings
from backend.operation.door import DoorTaken, must_be_free


def at(port: int, host: str = "127.0.0.1") -> Settings:
    return msgspec.structs.replace(Settings(), host=host, port=port)


@pytest.fixture
def listening():
    """A door that shares its port, as web processes do."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door.getsockname()[1]


def test_a_door_that_others_share_is_taken(listening):
    with pytest.raises(DoorTaken, match=str(listening)):
        must_be_free(at(listening))


def test_a_door_that_was_left_is_free_at_once(listening):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]

    must_be_free(at(port))


def test_an_address_of_another_machine_cannot_be_had():
    with pytest.raises(CannotStart, match=r"203\.0\.113\.1"):
        must_be_free(at(8000, host="203.0.113.1"))
