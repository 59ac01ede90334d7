"""What is said about OpenDRIVE files: what is broken, what has no effect, who may be read."""

from __future__ import annotations

import re

import pytest
from road_files import LANES, TWO_ROADS, document, link, piece, road
from whiteout.scenarios.language.load import load
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.simcore.opendrive import read
from whiteout.simcore.opendrive.parse import network_from
from whiteout.simcore.opendrive.read import RoadFileError
from whiteout.simcore.opendrive.records import Signal
from whiteout.simcore.opendrive.remarks import remarks_on
from whiteout.simcore.opendrive.signals import meaning

from whiteout.main import run

GOOD = road("1", piece(0, 0, 0, 0, 50), 50)

BROKEN = {
    "cut off": (GOOD[:90], r"a\.xodr:1: <\w*>: is no XML"),
    "other XML": ("<html/>", r"a\.xodr:1: <html>: is no OpenDRIVE"),
    "no road": ("<OpenDRIVE/>", "<OpenDRIVE>: has no <road>"),
    "no length": (document(GOOD.replace('length="50" id', "id")), r":4: <road>: 'length' is mi"),
    "a word": (document(GOOD.replace('x="0"', 'x="zero"')), r"<geometry>: x='zero' is no number"),
    "infinite": (document(GOOD.replace('x="0"', 'x="inf"')), "<geometry>: x='inf' is no number"),
    "no shape": (document(GOOD.replace("<line/>", "")), "<geometry>: needs one of <line>"),
    "no lanes": (document(GOOD.replace(LANES, "")), "has no <road> with <lanes>"),
    "no section": (document(road("1", piece(0, 0, 0, 0, 9), 9, lanes="<lanes/>")),
                   "has no <road> with <lanes>"),
    "twice": (document(GOOD, GOOD), "<road>: there are two roads with the id '1'"),
    "side": (document(GOOD.replace('id="-1" type', 'id="4" type')),
             "<lane>: a lane on the right cannot have the id 4"),
    "gap": (document(GOOD.replace('lane id="2"', 'lane id="3"')), "must run from 1 without gaps"),
    "missing road": (document(GOOD, '<junction id="9"><connection id="0" incomingRoad="1" '
                     'connectingRoad="5" contactPoint="start"/></junction>'),
                     "<connection>: there is no road '5'"),
    "entities": ('<!DOCTYPE a [<!ENTITY b "c">]>' + "<OpenDRIVE/>", "document types are not read"),
    "too long": (document(road("1", piece(0, 0, 0, 0, 2e5), 2e5)), "<road>: is 200000 m long"),
    "too wide": (document(GOOD.replace('a="3.5"', 'a="900"')), "is more than 150 m wide"),
    "too steep": (document(road("1", piece(0, 0, 0, 0, 50), 50, more='<elevationProfile><elevation '
                  's="0" a="0" b="0" c="9" d="0"/></elevationProfile>')), "climbs higher"),
    "a loop of a polynomial": (document(GOOD.replace("<line/>", '<paramPoly3 pRange="normalized" '
                               'bU="9000" cV="0"/>')), "has 180 times its length"),
    "apart": (document(GOOD, GOOD.replace('id="1" junction', 'id="2" junction').replace(
              'x="0"', 'x="9e8"')), "more than 100000 m apart"),
    "revision": (document(GOOD).replace('revMajor="1"', 'revMajor="2"'), "only revisions 1.x"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_with_line_and_element(name):
    text, message = BROKEN[name]
    with pytest.raises(RoadFileError, match=message):
        network_from(text.encode(), "a.xodr")


@pytest.mark.parametrize("lanes", ["", "<lanes/>"])
def test_a_road_without_lanes_is_named_and_the_others_are_built(lanes):
    bare = road("2", piece(0, 0, 40, 0, 9), 9, lanes=lanes)
    junction = ('<junction id="9"><connection id="0" incomingRoad="1" connectingRoad="2" '
                'contactPoint="start"/></junction>')  # fmt: skip
    network = network_from(document(GOOD, bare, junction).encode(), "a.xodr")
    assert list(network.roads) == ["1"] and network.junctions["9"] == ()
    assert any("<road>: has no lanes and is not built" in note for note in network.notes)


def test_a_scenario_with_a_broken_file_names_both_places(tmp_path):
    (tmp_path / "a.xodr").write_text(document(GOOD.replace("<line/>", "")))
    (tmp_path / "a.yaml").write_text(
        "whiteout: 1\nroad:\n  kind: opendrive\n  file: a.xodr\nego: {kind: compact}\n"
    )
    with pytest.raises(ScenarioError, match=r"a\.yaml:4: road\.file: a\.xodr:4: <geometry>: needs"):
        load(tmp_path / "a.yaml")


@pytest.mark.parametrize("name", ["../a.xodr", "/etc/hosts.xodr", "b.xodr"])
def test_files_lie_beside_the_scenario(name, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "a.xodr").write_text(TWO_ROADS)
    (inner / "a.yaml").write_text(
        f"whiteout: 1\nroad: {{kind: opendrive, file: {name}}}\nego: {{kind: compact}}\n"
    )
    with pytest.raises(ScenarioError, match=r"leaves the folder|there is no file"):
        load(inner / "a.yaml")


def test_large_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "LARGEST", 100)
    (tmp_path / "a.xodr").write_text(TWO_ROADS)
    with pytest.raises(RoadFileError, match="is larger than"):
        read.read_xml(tmp_path / "a.xodr")


@pytest.mark.parametrize(
    ("road_says", "message"),
    [("route: ['2', '1']", "no lane leads over the roads 2, 1"),
     ("route: ['8']", "there is no road '8'; there are 1, 2"),
     ("start_road: '1', start_lane: -7", "road '1' has no lane -7 to drive on")],
)  # fmt: skip
def test_a_route_that_is_not_there_is_refused(road_says, message, tmp_path):
    lone = LANES.replace('<lane id="1" type="driving">', '<lane id="1" type="restricted">')
    text = TWO_ROADS.replace(LANES, lone)
    (tmp_path / "a.xodr").write_text(text)
    (tmp_path / "a.yaml").write_text(
        f"whiteout: 1\nroad: {{kind: opendrive, file: a.xodr, {road_says}}}\nego: {{kind: suv}}\n"
    )
    with pytest.raises(ScenarioError, match=re.escape(message)):
        load(tmp_path / "a.yaml")


def test_what_has_no_effect_is_named_once_with_its_place():
    things = (
        '<objects><object type="spaceship" s="5" t="9" length="3" width="3" height="2" hdg="0"/>'
        '</objects><signals><signal s="9" t="-5" type="9999" country="de" colour="pink"/></signals>'
        '<railroad><track id="1"/></railroad>'
    )
    lanes = LANES.replace('type="sidewalk"', 'type="canal"')
    text = document(
        road("1", piece(0, 0, 0, 0, 50), 50, link("successor", "77", "start"), lanes, things),
        "<userData><a/></userData><userData><b/></userData>",
    )
    remarks = remarks_on(network_from(text.encode(), "a.xodr"))
    for message in (
        "<userData> (2 times): extensions of other programs have no effect",
        "<railroad>: railways are not built",
        "<object>: type 'spaceship' is not known",
        "<signal>: no sign has the type '9999' of 'de'",
        "<signal>: 'colour' has no effect",
        "<lane>: type 'canal' is not known",
        "<road>: road '1' is linked to road '77', which is missing",
    ):
        found = [remark for remark in remarks if message in remark]
        assert len(found) == 1, (message, remarks)
        assert re.match(r"a\.xodr:\d+: <", found[0])
    assert remarks_on(network_from(document(GOOD).encode(), "a.xodr")) == ()


def test_validate_prints_the_remarks(tmp_path, capsys):
    (tmp_path / "a.xodr").write_text(TWO_ROADS.replace("<header", "<fancy b='1'/><header"))
    (tmp_path / "a.yaml").write_text(
        "whiteout: 1\nroad: {kind: opendrive, file: a.xodr}\nego: {kind: compact}\n"
    )
    with pytest.raises(SystemExit) as stop:
        run(["validate", str(tmp_path / "a.yaml")])
    assert not stop.value.code
    said = capsys.readouterr().err
    assert "note: a.xodr:3: <fancy>: is not understood and has no effect" in said


@pytest.mark.parametrize(
    ("type_", "subtype", "country", "value", "name", "expected"),
    [("274", "50", "DEU", None, "", "limit_50"), ("274", "", "de", 80.0, "", "limit_80"),
     ("206", "-1", "de", -1.0, "", "stop"), ("205", "", "", None, "", "give_way"),
     ("c", "31", "se", 5.0, "", "limit_50"), ("R1-1", "", "US", None, "", "stop"),
     ("R2-1", "", "us", 35.0, "", "limit_35"), ("1000001", "-1", "OpenDRIVE", None, "", "light"),
     ("1000002", "", "", None, "", "walk_light"), ("", "", "", 0.0, "de_274-50", "limit_50"),
     ("4711", "", "de", None, "", "")],
)  # fmt: skip
def test_signals_by_their_code(type_, subtype, country, value, name, expected):
    signal = Signal(0, 0, 0, type_, subtype, country, name, value, "", False, "+", 0, 0, 0, 1)
    assert meaning(signal).name == expected


def test_places_far_from_the_origin_are_brought_near_by_whole_kilometres():
    """As in files in UTM, whose metres single precision cannot tell apart."""
    far = road("1", piece(0, 500321.5, 5400123.25, 0, 50), 50)
    network = network_from(document(far).encode(), "a.xodr")
    first = network.roads["1"].pieces[0]
    assert (first.x, first.y) == (321.5, 123.25)
    assert "shifted by (-500000, -5400000) m" in network.notes[0]
