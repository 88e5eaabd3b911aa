"""Why a package, a key or a signature was refused. Each says what to do, in two languages."""


class PackageRefused(ValueError):
    """The file is no package, or not the one that was signed. `code` is stable."""

    def __init__(self, code: str, message: str, *, zh: str) -> None:
        super().__init__(message)
        self.code = code
        self.zh = zh


class KeyRefused(ValueError):
    """A key file or key id cannot be used."""

    def __init__(self, message: str, *, zh: str) -> None:
        super().__init__(message)
        self.zh = zh


class CryptoMissing(RuntimeError):
    """This Python's libcrypto has no Ed25519."""
