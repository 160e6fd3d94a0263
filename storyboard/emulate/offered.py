"""Which faults a host can have: the others would be answers that it never gives, and prove nothing of it."""

from __future__ import annotations

from storyboard.emulate.examples import Examples
from storyboard.emulate.faults import KINDS, Fault, Kind
from storyboard.profiles.hosts import Host

# The refusals that stand for faults, by the names of these.
_REFUSALS = {
    "403": "key", "406-credits": "credits", "406-spend": "credits", "410": "withdrawn", "429": "busy",
    "503-json": "busy", "500-json": "server",
}  # fmt: skip


def offered(api: Host, spoken: Examples | None) -> tuple[Kind, ...]:
    """The faults that a host can have."""
    return tuple(kind for kind in KINDS.values() if not _missing(kind, api, spoken))


def not_offered(fault: Fault, api: Host, spoken: Examples | None) -> str:
    """Why a host cannot have a fault, empty where it can."""
    why = _missing(fault.kind, api, spoken)
    if why:
        return f"`{api.name}` has no fault `{fault.name}`: {why}"
    known = spoken.odd if spoken is not None else {}
    if fault.name != "answer" or fault.text in known:
        return ""
    return f"`{api.name}` has no odd answer `{fault.text[:60]}`, known are {', '.join(f'`{name}`' for name in known)}"


def _missing(kind: Kind, api: Host, spoken: Examples | None) -> str:
    """What a host lacks for a fault, empty where it can have it."""
    cause = _REFUSALS.get(kind.name, "") if spoken is not None else ""
    match kind.name:
        case "failed-with-cost" if spoken is not None and _is_free(spoken):
            return "it documents that a job that failed is not billed"
        case "no-cost" if not api.abilities.costs:
            return "no answer of it names a cost"
        case "repeat" if api.own is None:
            return "no send bears a name of ours there"
        case "answer" if spoken is None or not spoken.odd:
            return "no odd answer of it is written down"
        case _ if (kind.stage == "history" or kind.name.startswith("history-")) and not api.routes.history:
            return "it lists no jobs"
        case _ if spoken is not None and cause and cause not in spoken.refusals:
            return f"no refusal of it for the cause `{cause}` is written down"
        case _:
            return ""


def _is_free(spoken: Examples) -> bool:
    """Whether a host documents that the job which its answer calls failed is not billed."""
    return (spoken.result.get("failed") or spoken.status.get("failed") or spoken.submit).billed == "no"
