"""Development's SMS provider: a table that one can read. Never bound in production."""

from backend.core import database
from backend.core.ground import ground
from backend.core.ids import new_id
from backend.identity.people.sealed import phone_fingerprint
from backend.identity.sign_in import queries
from backend.identity.sign_in.structs import DevelopmentText, DevelopmentTexts


class DevelopmentOutbox:
    """Keeps texts instead of sending them."""

    async def send(self, *, phone: str, text: str) -> None:
        """Keep the text under the phone's fingerprint."""
        async with database.transaction():
            fingerprint = phone_fingerprint(ground().keyring, phone=phone)
            await queries.insert_text(new_id(), phone_fingerprint=fingerprint, text=text)


async def texts_to(phone: str, *, limit: int) -> DevelopmentTexts:
    """The last texts to the phone, the newest first."""
    rows = await queries.texts_to(phone_fingerprint(ground().keyring, phone=phone), limit=limit)
    return DevelopmentTexts(items=[DevelopmentText(phone=phone, text=row["text"], at=row["at"]) for row in rows])
