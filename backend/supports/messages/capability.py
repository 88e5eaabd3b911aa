"""What mini-apps may ask of messages."""

from uuid import UUID

from backend.core.ids import new_id
from backend.core.room import Caller, Capability
from backend.supports.messages import service
from backend.supports.messages.structs import MessageFact, SendMessage
from plugin_sdk.contract.capabilities.messages import MessageSend, MessageSent


async def promise(_caller: Caller, _request: MessageSend) -> MessageSent:
    """The id that the message will have; nothing is sent before the call ends well."""
    return MessageSent(message_id=str(new_id()))


async def send(caller: Caller, request: MessageSend, answer: MessageSent) -> None:
    """Keep the promise: to the calling person only, in the name of the registered department."""
    await service.send(
        SendMessage(
            id=UUID(answer.message_id),
            person_id=caller.person_id,
            sender=caller.sender,
            title=request.title,
            body=request.body,
            facts=[MessageFact(label=fact.label, value=fact.value) for fact in request.facts],
            app_id=caller.app_id,
            call_id=caller.call_id,
        )
    )


CAPABILITIES = (
    Capability(
        name=MessageSend.capability,
        payload=MessageSend,
        answer=promise,
        apply=send,
        consent_zh="以主管部门的名义向您发送消息",
        consent_en="Send you messages in the name of the department",
    ),
)
