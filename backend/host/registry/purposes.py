"""What released mini-apps may ask consent for: identity's port `Purposes`, answered from their manifests."""

from backend.host.registry import service
from backend.host.registry.errors import UnknownMiniApp
from backend.identity.consents.structs import Purpose


class RegisteredPurposes:
    """The purposes of live releases; the department's name is the registered one."""

    async def find(self, recipient: str, purpose: str) -> Purpose | None:
        """The purpose as its manifest declares it, or None."""
        try:
            manifest = (await service.find(recipient)).manifest
        except UnknownMiniApp:
            return None
        declared = manifest.purpose(purpose)
        if declared is None:
            return None
        return Purpose(
            recipient_name=f"{manifest.name} · {manifest.gkb.department.name}",
            text_zh=declared.text.zh,
            text_en=declared.text.en,
            fields=list(declared.fields),
            legal_basis=declared.legal_basis,
            text_version=declared.text_version,
            term_days=declared.term_days,
        )
