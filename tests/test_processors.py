"""The same bytes whatever the processor's vectors are: AVX-512, AVX2 or SSE2."""

import hashlib
import os
import subprocess
import sys

import pytest
from stages import drawn, settings
from test_rolling import DOWN, LENS, filmed, moving_scene
from whiteout.simcore.render.alone import Canvas
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.gbuffer import CHANNELS, gbuffer
from whiteout.simcore.render.motion import forward_flow


def digest() -> str:
    """A hash of all that is drawn of some scenes, still, rolling, in motion and alone."""
    made = hashlib.sha256()
    for setting in settings()[::3]:
        film = drawn(setting, setting.lens(200, 150), fine=True)
        for buffer in (film.centre, film.fine):
            made.update(buffer.inverse.tobytes() + buffer.record.tobytes())
        for name, array in sorted(gbuffer(film, CHANNELS).items()):
            made.update(name.encode() + array.tobytes())
    items, T_start, T_end = moving_scene()
    now = filmed(items, T_start, T_end, DOWN, LENS)
    after = Film(LENS)
    after.draw(now.stage, now.posed, T_end)
    for name, array in sorted(gbuffer(now, CHANNELS).items()):
        made.update(name.encode() + array.tobytes())
    for pair in ((now, after), (after, now)):
        for array in forward_flow(*pair):
            made.update(array.tobytes())
    for film in (now, after):
        for body in range(1, len(items) + 1):
            alone = Canvas(film).draw(body)
            made.update(b"none" if alone is None else repr(alone[:3]).encode())
    return made.hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize("processor", ["haswell", "generic"])
def test_other_instruction_sets_give_the_same_bytes(processor, tmp_path):
    environment = dict(os.environ, NUMBA_CPU_NAME=processor, NUMBA_CACHE_DIR=str(tmp_path))
    code = "from test_processors import digest; print(digest())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=os.path.dirname(__file__),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[-1] == digest()
