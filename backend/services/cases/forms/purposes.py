"""What may be consented to when one applies: consents' port `Purposes`, answered from the catalogue as it is now."""

from backend.core.errors import Refusal
from backend.identity.consents.structs import Purpose
from backend.services.cases.forms import blank as blanks
from backend.services.cases.forms import sources
from backend.services.cases.forms.opening import blank_at
from backend.services.cases.forms.structs import DraftKind
from backend.services.items import service as items

ITEM, BUNDLE = "item:", "bundle:"


class ApplicationPurposes:
    """The forms of published items and bundles, each with the department that reads."""

    async def find(self, recipient: str, purpose: str) -> Purpose | None:
        """The purpose in its present words; None for what is not offered (any more)."""
        try:
            if recipient.startswith(ITEM):
                item = await items.by_code(recipient.removeprefix(ITEM))
                return sources.purpose_of(blanks.of_item(item, {})) if purpose == item.basic_code else None
            if recipient.startswith(BUNDLE):
                code = recipient.removeprefix(BUNDLE)
                region_code = purpose.removeprefix(f"{code}-")
                blank = await blank_at(DraftKind.BUNDLE, code, region_code=region_code, scenario={})
                return sources.purpose_of(blank)
        except Refusal:
            return None
        return None
