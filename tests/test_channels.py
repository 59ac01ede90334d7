"""Files of channels: their encodings are those of the formulas, and come back as they were."""

import cv2
import numpy as np
import pytest
from whiteout.dataset.channels import PNG, Format, decoded, encoded, image_format

RNG = np.random.Generator(np.random.Philox(7))
FORM = Format(depth_scale=256.0)


def raw(data):
    """An image as it stands in a file, in the order red, green, blue."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    return image if image.ndim == 2 else image[..., ::-1]


def read_back(channel, data, tmp_path):
    path = tmp_path / "file.png"
    path.write_bytes(data)
    return decoded(channel, path, FORM.depth_scale)


@pytest.mark.parametrize("channel", ["rgb", "semantic", "cover", "instance"])
def test_whole_numbers_come_back_unchanged(channel, tmp_path):
    shape = (17, 23, 3) if channel == "rgb" else (17, 23)
    kind, most = (np.int32, 65535) if channel == "instance" else (np.uint8, 255)
    image = RNG.integers(0, most + 1, shape).astype(kind)
    data = encoded(channel, {channel: image}, FORM)
    assert np.array_equal(raw(data), image)
    back = read_back(channel, data, tmp_path)[channel]
    assert back.dtype == image.dtype and np.array_equal(back, image)


def test_depth_is_a_256th_of_a_metre_and_0_is_nothing(tmp_path):
    depth = np.array([[0.5, 1.0, 100.123, 255.99], [255.999, 256.1, 4000.0, np.inf]], np.float32)
    values = raw(encoded("depth", {"depth": depth}, FORM))
    assert values.dtype == np.uint16
    assert values.tolist() == [[128, 256, round(100.123 * 256), 65533], [0, 0, 0, 0]]
    back = read_back("depth", encoded("depth", {"depth": depth}, FORM), tmp_path)["depth"]
    assert np.abs(back[0] - depth[0]).max() <= 0.5 / 256
    assert np.isinf(back[1]).all()


def test_normals_are_eighths_of_a_byte_about_grey(tmp_path):
    normal = RNG.normal(size=(9, 11, 3)).astype(np.float32)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    normal[0, 0] = 0.0
    values = raw(encoded("normal", {"normal": normal}, FORM))
    assert values[0, 0].tolist() == [128, 128, 128]
    assert np.abs(values / 127.5 - 1 - normal).max() <= 0.5 / 127.5 + 1e-6
    back = read_back("normal", encoded("normal", {"normal": normal}, FORM), tmp_path)["normal"]
    assert np.array_equal(back[0, 0], np.zeros(3))
    assert (back * normal).sum(-1).ravel()[1:].min() > np.cos(np.radians(0.5))


def test_flow_is_that_of_kitti(tmp_path):
    flow = np.array(
        [[[0.0, 0.0], [1.5, -2.25], [511.98, -512.0]], [[600.0, 1.0], [np.nan, 0], [3, 4]]]
    )
    valid = np.array([[True, True, True], [True, True, False]])
    truth = {"flow": flow.astype(np.float32), "flow_valid": valid}
    values = raw(encoded("flow", truth, FORM))
    assert values.dtype == np.uint16
    assert values[0].tolist() == [[32768, 32768, 1], [32864, 32624, 1], [65535, 0, 1]]
    assert values[1].tolist() == [[0, 0, 0], [0, 0, 0], [32960, 33024, 0]]
    back = read_back("flow", encoded("flow", truth, FORM), tmp_path)
    assert back["flow_valid"].tolist() == [[True, True, True], [False, False, False]]
    known = [(0, 0), (0, 1), (0, 2), (1, 2)]
    for place in known:
        assert back["flow"][place] == pytest.approx(flow[place], abs=0.5 / 64)


def test_more_instances_than_a_file_holds_are_refused():
    with pytest.raises(ValueError, match="65535"):
        encoded("instance", {"instance": np.array([[65536]], np.int32)}, FORM)


def test_pictures_may_be_jpeg_and_nothing_else_may(tmp_path):
    smooth = np.add.outer(np.arange(32), np.arange(48))[..., None] * np.array([1, 2, 0.5])
    truth = {"rgb": smooth.astype(np.uint8), "semantic": smooth[..., 0].astype(np.uint8)}
    form = Format(256.0, quality=95)
    assert form.ending("rgb") == ".jpg"
    assert all(form.ending(channel) == ".png" for channel in PNG if channel != "rgb")
    data = encoded("rgb", truth, form)
    assert data[:2] == b"\xff\xd8"
    assert np.abs(raw(data).astype(int) - truth["rgb"]).mean() < 2.0
    assert encoded("semantic", truth, form)[1:4] == b"PNG"


@pytest.mark.parametrize("text", ["jpg", "jpeg", "jpeg:0", "jpeg:101", "jpeg:x", "png:3", ""])
def test_unknown_formats_of_pictures_are_refused(text):
    with pytest.raises(ValueError, match="png, or jpeg:1"):
        image_format(text)


def test_known_formats_of_pictures():
    assert (image_format("png"), image_format("jpeg:95")) == (None, 95)


def test_what_is_no_image_is_refused(tmp_path):
    path = tmp_path / "broken.png"
    path.write_bytes(b"no image")
    with pytest.raises(ValueError, match="no image"):
        decoded("rgb", path, 256.0)
