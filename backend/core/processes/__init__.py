"""Child processes under one supervisor: started in order, restarted when they die, stopped in reverse order."""

from backend.core.processes.child import ChildSpec
from backend.core.processes.errors import CannotStart, ChildFailed
from backend.core.processes.identity import AsIs, AsUser, Identity, InNamespace, Owner
from backend.core.processes.launch import Surroundings, run_to_end
from backend.core.processes.supervisor import RestartLimit, Supervisor

__all__ = [
    "AsIs",
    "AsUser",
    "CannotStart",
    "ChildFailed",
    "ChildSpec",
    "Identity",
    "InNamespace",
    "Owner",
    "RestartLimit",
    "Supervisor",
    "Surroundings",
    "run_to_end",
]
