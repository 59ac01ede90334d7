"""Videos of pictures: VP9 in mp4, which browsers play."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from .pictures import Picture

CODECS = (("vp09", "VP9"), ("mp4v", "MPEG-4 part 2"))
"""What is tried in turn: fourcc and name."""


class VideoError(RuntimeError):
    """This OpenCV writes no videos; the message says what to do."""


class Video:
    """A video that is put in its place when it is whole; used as ``with Video(…) as video``.

    codec: the name of what it is written in.
    """

    def __init__(self, path: Path, fps: float, width: int, height: int):
        import cv2

        if path.suffix != ".mp4":
            raise VideoError(f"'{path.name}' must end in .mp4")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.part = path, path.with_name(f".{path.stem}.tmp.mp4")
        self.size = (width // 2 * 2, height // 2 * 2)
        for fourcc, name in CODECS:
            code = cv2.VideoWriter.fourcc(*fourcc)
            self.writer = cv2.VideoWriter(str(self.part), cv2.CAP_FFMPEG, code, fps, self.size)
            self.codec = name
            if self.writer.isOpened():
                return
        self.part.unlink(missing_ok=True)
        raise VideoError(
            f"OpenCV {cv2.__version__} writes no videos here: install opencv-python-headless, "
            "whose wheel brings the encoder"
        )

    @property
    def plays_in_browsers(self) -> bool:
        """Whether browsers know its codec."""
        return self.codec == CODECS[0][1]

    def add(self, picture: Picture) -> None:
        """The next picture (H, W, 3) RGB."""
        import cv2

        width, height = self.size
        self.writer.write(cv2.cvtColor(picture[:height, :width], cv2.COLOR_RGB2BGR))

    def __enter__(self) -> Video:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.writer.release()
        if kind is None:
            os.replace(self.part, self.path)
        else:
            self.part.unlink(missing_ok=True)
