"""Whether the door is free: web processes share their port, so that a second product would share it, too, unseen."""

import errno
import socket

from backend.core.processes import CannotStart
from backend.core.settings import Settings


class DoorTaken(CannotStart):
    """Something else listens where this product is to."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"{host}:{port} 已被其他程序占用。请先停止它，或换一个端口：KUAIBAN_PORT={port + 1} make run。 "
            f"Something else listens on {host}:{port}. Stop it, or choose another port."
        )


def must_be_free(settings: Settings) -> None:
    """Look before anything is started.

    Raises:
        DoorTaken
    """
    family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that end still do not matter
        try:
            door.bind(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotStart(f"{settings.host}:{settings.port}: {error.strerror}") from error
            raise DoorTaken(settings.host, settings.port) from error
