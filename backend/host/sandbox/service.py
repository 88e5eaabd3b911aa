"""This process's way into the sandbox, bound once by the composition root."""

from backend.host.sandbox.client import SandboxClient

_bound: list[SandboxClient] = []


def bind(client: SandboxClient) -> None:
    """Say where the sandbox is; the last one said counts, and lets go of what the one before held."""
    for before in _bound:
        before.close()
    _bound[:] = [client]


def current() -> SandboxClient:
    """The bound client.

    Raises:
        RuntimeError: nothing was bound; a composition root forgot it.
    """
    if not _bound:
        raise RuntimeError("no sandbox was bound")
    return _bound[0]
