"""Small OpenDRIVE files for tests, written by hand from the standard."""

LANES = """
<lanes><laneSection s="0">
 <left><lane id="1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>
  <lane id="2" type="sidewalk"><width sOffset="0" a="2" b="0" c="0" d="0"/></lane></left>
 <center><lane id="0" type="none"><roadMark sOffset="0" type="broken" width="0.12"/></lane></center>
 <right><lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/>
  <roadMark sOffset="0" type="solid" width="0.12"/></lane></right>
</laneSection></lanes>
"""


def road(name, geometry, length, links="", lanes=LANES, more="", attributes=""):
    """A road; geometry: what stands in its planView."""
    return (
        f'<road name="" length="{length}" id="{name}" junction="-1" {attributes}>'
        f"<link>{links}</link><planView>{geometry}</planView>{more}{lanes}</road>"
    )


def piece(s, x, y, heading, length, shape="<line/>"):
    """A piece of a reference line."""
    return f'<geometry s="{s}" x="{x}" y="{y}" hdg="{heading}" length="{length}">{shape}</geometry>'


def document(*roads, minor=6):
    """A whole file."""
    head = f'<?xml version="1.0"?>\n<OpenDRIVE>\n<header revMajor="1" revMinor="{minor}"/>\n'
    return head + "\n".join(roads) + "\n</OpenDRIVE>\n"


def link(tag, name, contact, kind="road"):
    """A link of a road to the next one."""
    return f'<{tag} elementType="{kind}" elementId="{name}" contactPoint="{contact}"/>'


TWO_ROADS = document(
    road("1", piece(0, 0, 0, 0, 80), 80, link("successor", "2", "start")),
    road("2", piece(0, 80, 0, 0, 60, '<arc curvature="0.01"/>'), 60,
         link("predecessor", "1", "end")),
)  # fmt: skip
"""80 m straight ahead and 60 m of a left bend with a radius of 100 m."""


def crossing(rule="RHT"):
    """Four arms that meet in a junction 20 m wide; turns left (1), straight on (2), right (3).

    Arm k comes from the east, north, west, south (k = 0 … 3) and ends 10 m before the middle; the
    connecting roads have one lane, in the direction of travel.
    """
    from math import cos, pi, sin

    side = -1 if rule == "RHT" else 1  # of the lane towards the middle
    arms, ways, rows = [], [], []
    for k in range(4):
        angle = k * pi / 2
        x, y = 70 * cos(angle), 70 * sin(angle)
        arms.append(
            road(str(k), piece(0, x, y, angle + pi, 60), 60,
                 '<successor elementType="junction" elementId="9"/>',
                 attributes=f'rule="{rule}"')
        )  # fmt: skip
    number = 100
    for k in range(4):
        angle = k * pi / 2
        for turn, to in ((1, (k + 3) % 4), (2, (k + 2) % 4), (3, (k + 1) % 4)):
            x, y, heading = 10 * cos(angle), 10 * sin(angle), angle + pi
            if turn == 2:
                shape, length = "<line/>", 20.0
            else:
                sign = 1 if turn == 1 else -1
                shape, length = f'<arc curvature="{sign / 10}"/>', 5 * pi
            lane = (
                f'<lane id="{side}" type="driving"><link><predecessor id="{side}"/>'
                f'<successor id="{-side}"/></link>'
                '<width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>'
            )
            group = "right" if side < 0 else "left"
            lanes = (
                '<lanes><laneSection s="0"><center><lane id="0" type="none"/></center>'
                f"<{group}>{lane}</{group}></laneSection></lanes>"
            )
            links = link("predecessor", str(k), "end") + link("successor", str(to), "end")
            way = road(str(number), piece(0, x, y, heading, length, shape), length, links, lanes,
                       attributes=f'rule="{rule}"')  # fmt: skip
            ways.append(way.replace('junction="-1"', 'junction="9"'))
            rows.append(
                f'<connection id="{number}" incomingRoad="{k}" connectingRoad="{number}" '
                f'contactPoint="start"><laneLink from="{side}" to="{side}"/></connection>'
            )
            number += 1
    junction = '<junction id="9" name="">' + "".join(rows) + "</junction>"
    return document(*arms, *ways, junction)


def bridge():
    """A road that climbs to 7 m and crosses another one there."""
    rise = (
        '<elevationProfile><elevation s="0" a="0" b="0" c="0.0021" d="-0.000014"/>'
        '<elevation s="100" a="7" b="0" c="0" d="0"/>'
        '<elevation s="140" a="7" b="0" c="-0.0021" d="0.000014"/></elevationProfile>'
    )
    return document(
        road("low", piece(0, 120, -100, 1.5707963267948966, 200), 200),
        road("high", piece(0, 0, 0, 0, 240), 240, more=rise),
    )
