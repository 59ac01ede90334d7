"""Files that scenarios name: those that they extend, and meshes, in their folders alone."""

import pytest
from scenario_texts import BASE, told, write
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.language.problems import ScenarioError

TRIANGLE = "v 0 0 0\nv 1 0 0\nv 0 1 1\nf 1 2 3\n"


def test_a_file_extends_another(tmp_path):
    write(
        tmp_path,
        base=BASE + "sensors: {a: {kind: camera, channels: [rgb, depth]}}\n"
        "actors: {v: {kind: adult, at: {s: {uniform: [55 m, 59 m]}}, "
        "behaviour: {kind: cross, to: 1 m}}, w: {kind: van, at: {s: 9 m}}}\n",
        child="extends: base.yaml\nwhiteout: 1\nego: {speed: 9 m/s}\n"
        "sensors: {a: {channels: [rgb]}}\n"
        "actors: {v: {at: {s: {normal: {mean: 55 m, sd: 1 m}}, t: 1 m}, behaviour: {kind: stand}},"
        " w: null}\n",
    )
    spec = load(tmp_path / "child.yaml")
    drawn = draw(spec, 0, 0)
    assert drawn.ego.kind == "compact"  # mappings merge
    assert drawn.ego.speed == 9.0
    assert drawn.sensors["a"].channels == ("rgb",)  # lists replace
    assert "normal" in spec.data["actors"]["v"]["at"]["s"]  # a distribution replaces another
    assert drawn.actors["v"].at.t == 1.0
    assert drawn.actors["v"].behaviour.kind == "stand"  # another kind replaces the mapping
    assert "w" not in drawn.actors  # null takes away
    assert "extends" not in spec.data


def test_a_file_extends_the_library_and_errors_name_the_file_that_is_wrong(tmp_path):
    write(
        tmp_path,
        mine="whiteout: 1\nextends: child-chases-ball\nweather:\n  snow: {rate: 2 m}\n",
        broken=BASE + "duration: 3\n",
        child="whiteout: 1\nextends: broken.yaml\n",
    )
    spec = load(tmp_path / "mine.yaml", ["weather.snow.rate=2 mm/h"])
    assert spec.data["duration"] == "12 s"
    assert spec.name == "mine"  # the name of the base is not that of what extends it
    assert spec.metadata.tags == load("child-chases-ball").metadata.tags
    with pytest.raises(ScenarioError, match=r"mine.yaml:4: weather.snow.rate: 'm' is no unit"):
        load(tmp_path / "mine.yaml")
    with pytest.raises(ScenarioError, match=r"^.*/broken.yaml:4: duration: 3 has no unit"):
        load(tmp_path / "child.yaml")


def test_paths_stay_in_the_folder_and_chains_end(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    write(tmp_path, outside=BASE)
    (inner / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    write(
        inner,
        up="whiteout: 1\nextends: ../outside.yaml\n",
        absolute=f"whiteout: 1\nextends: {tmp_path}/outside.yaml\n",
        linked="whiteout: 1\nextends: link.yaml\n",
        lost="whiteout: 1\nextends: nothing.yaml\n",
        one="whiteout: 1\nextends: two.yaml\n",
        two="whiteout: 1\nextends: one.yaml\n",
        self="whiteout: 1\nextends: self.yaml\n",
        **{f"chain{k}": f"whiteout: 1\nextends: chain{k + 1}.yaml\n" for k in range(12)},
    )
    for name, message in {
        "up": "leaves the folder",
        "absolute": "leaves the folder",
        "linked": "leaves the folder",
        "lost": "there is no file 'nothing.yaml'",
        "one": "leads back to a file that extends it",
        "self": "leads back to a file that extends it",
        "chain0": "a chain of more than 8 files",
    }.items():
        with pytest.raises(ScenarioError, match=rf":2: extends: .*{message}"):
            load(inner / f"{name}.yaml")


def test_files_that_a_scenario_names_lie_beside_it(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "rock.obj").write_text(TRIANGLE)
    (tmp_path / "a" / "torn.obj").write_text("v 0 0 0\n")
    (tmp_path / "secret.obj").write_text(TRIANGLE)
    line = "actors: {r: {kind: mesh, class: rock, at: {s: 60 m}, file: %s}}\n"
    folder = tmp_path / "a"
    spec = read(BASE + line % "rock.obj", "f.yaml", folder)
    assert draw(spec, 0, 0).actors["r"].file.path == folder.resolve() / "rock.obj"
    assert draw(read(draw(spec, 0, 0).dump(), "f.yaml", folder)) == draw(spec, 0, 0)
    for name, message in {
        "../secret.obj": "leaves the folder",
        str(tmp_path / "secret.obj"): "leaves the folder",
        "nothing.stl": "there is no file",
        "rock.exe": "must end in",
        "torn.obj": "f.yaml:4: actors.r.file: torn.obj holds no triangles",
        "3": "expected the name of a file",
    }.items():
        assert message in told(BASE + line % name, folder=folder)[0]
    assert "a file of its own" in told(BASE + line % "rock.obj")[0]
    wrong = line.replace("class: rock", "class: rcok") % "rock.obj"
    assert "did you mean 'rock'" in told(BASE + wrong, folder=folder)[0]


def test_the_content_of_files_is_part_of_a_scenario_and_their_place_is_not(tmp_path):
    line = "actors: {r: {kind: mesh, class: rock, at: {s: 60 m}, file: %s}}\n"
    (tmp_path / "rock.obj").write_text("mtllib red.mtl\nusemtl red\n" + TRIANGLE)
    (tmp_path / "red.mtl").write_text("newmtl red\nKd 1 0 0\n")
    spec = read(BASE + line % "rock.obj", "f.yaml", tmp_path)
    (file,) = spec.files.values()
    assert file.others == ("red.mtl",) and spec.files.keys() == {("actors", "r", "file")}
    home = tmp_path / "files" / file.sha256[:16]
    home.mkdir(parents=True)
    for name, path in file.parts.items():
        (home / name).write_bytes(path.read_bytes())
    assert read(BASE + line % file.address, "f.yaml", tmp_path).digest == spec.digest
    (tmp_path / "red.mtl").write_text("newmtl red\nKd 0 0 1\n")
    assert read(BASE + line % "rock.obj", "f.yaml", tmp_path).digest != spec.digest


def test_the_scenario_of_an_episode_finds_the_files_of_its_dataset_and_no_others(tmp_path):
    line = "actors: {r: {kind: mesh, class: rock, at: {s: 60 m}, file: %s}}\n"
    episode = tmp_path / "shards/000000/00000003"
    for name in ("files/ab/rock.obj", "other.obj"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TRIANGLE)
    episode.mkdir(parents=True)
    spec = read(BASE + line % "files/ab/rock.obj", "f.yaml", episode)
    assert spec.actors["r"].file.path.samefile(tmp_path / "files/ab/rock.obj")
    for name in ("files/../other.obj", "../../../files/ab/rock.obj", "other.obj"):
        (message,) = told(BASE + line % name, folder=episode)
        assert "leaves the folder" in message or "there is no file" in message
    (message,) = told(BASE + line % "files/ab/rock.obj", folder=episode.parent)
    assert "there is no file" in message
