"""What the crypto port may raise.

    CryptoError (ValueError)
    ├── UnknownSuite      a suite name or number that is not in the registry
    ├── InvalidKey        bytes or text that are not a key of the suite
    ├── UnknownKey        no key with this purpose and kid, or none that may do what was asked
    ├── CannotUnseal      sealed bytes that no key opens in this context
    └── KeyRingRefused    a key file that is broken, exposed to others, or of the wrong world

They are plain `ValueError`s, not refusals: a caller never sees them. The room that asked turns them into its own words.
"""


class CryptoError(ValueError):
    """Base of all of them."""


class UnknownSuite(CryptoError):
    """No suite has this name or number."""

    def __init__(self, suite: str | int) -> None:
        super().__init__(f"unknown signature suite {suite!r}")


class InvalidKey(CryptoError):
    """The bytes are not a key of this suite: wrong length, out of range, or a point that is not on the curve."""


class UnknownKey(CryptoError):
    """The ring holds no such key in a state that allows the use."""


class CannotUnseal(CryptoError):
    """Altered, cut, sealed under another key or for another context; which of these is not said."""


class KeyRingRefused(CryptoError):
    """The key file must not be used; the text says why and what to do."""
