"""What mini-apps may ask of identity: the calling person's own fields, with consent."""

from backend.core.room import Caller, Capability, Disclosed
from backend.identity.consents import service
from plugin_sdk.contract.capabilities.person import PersonRead, PersonValues


async def read_person(caller: Caller, request: PersonRead) -> PersonValues:
    """Disclose the caller's fields to the mini-app; both are said by the host, never by the guest.

    Raises:
        ConsentMissing, ConsentFields: the host turns them into a question to the person.
    """
    return await service.disclose(
        person_id=caller.person_id, recipient=caller.app_id, purpose=request.purpose, fields=request.fields
    )


def _told(request: PersonRead) -> Disclosed:
    return Disclosed(purpose=request.purpose, fields=request.fields)


PERSON_READ = Capability(
    name=PersonRead.capability,
    payload=PersonRead,
    answer=read_person,
    discloses=_told,
    consent_zh="经您同意，读取您本人的登记信息",
    consent_en="Read your own registered details, with your consent",
)
