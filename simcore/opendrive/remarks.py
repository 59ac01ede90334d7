"""What of a file has no effect: elements, lane types, objects and signals that we do not have."""

from __future__ import annotations

from .profile import KNOWN as LANES
from .read import Notes
from .records import Network
from .signals import meaning
from .things import KNOWN as THINGS
from .things import MOVING


def remarks_on(network: Network) -> tuple[str, ...]:
    """Sentences with file, line and element."""
    notes = Notes(network.file)
    for road in network.roads.values():
        for section in road.sections:
            for lane in section.lanes.values():
                if lane.id and lane.type not in LANES:
                    notes.say(lane.line, "lane", f"type '{lane.type}' is not known: taken for none")
        for thing in road.things:
            if thing.type in MOVING:
                message = f"type '{thing.type}' is not built: what moves is an actor of a scenario"
                notes.say(thing.line, "object", message)
            elif thing.type in ("patch", "roadSurface"):
                notes.say(thing.line, "object", f"type '{thing.type}' is not built")
            elif thing.type not in THINGS:
                message = f"type '{thing.type}' is not known: built in its shape, as concrete"
                notes.say(thing.line, "object", message)
        for signal in road.signals:
            if not meaning(signal).name:
                code = "-".join(x for x in (signal.type, signal.subtype) if x and x != "-1")
                where = f" of '{signal.country}'" if signal.country else ""
                message = f"no sign has the type '{code}'{where}: a blank plate stands for it"
                notes.say(signal.line, "signal", message)
        for link in (road.predecessor, road.successor):
            known = network.junctions if link and link.kind == "junction" else network.roads
            if link is not None and link.id not in known:
                message = f"road '{road.id}' is linked to {link.kind} '{link.id}', which is missing"
                notes.say(road.line, "road", message)
    return network.notes + tuple(str(note) for note in notes.all())
