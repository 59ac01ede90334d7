"""A window for people to look into, by Tk, where there is a screen."""

from __future__ import annotations

import os
import sys
import time
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray


def problem() -> str | None:
    """Why no window can be had here, as a sentence; None if one probably can."""
    if find_spec("tkinter") is None or find_spec("_tkinter") is None:
        return _hint("Python was built without Tk (tkinter)")
    headless = not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if sys.platform.startswith("linux") and headless:
        return _hint("there is no screen (DISPLAY is not set)")
    return None


class Window:
    """Shows pictures at no more than ``fps``. Raises ``RuntimeError`` where none can be had."""

    def __init__(self, title: str, fps: float):
        reason = problem()
        if reason:
            raise RuntimeError(reason)
        import tkinter

        try:
            self._root: Any = tkinter.Tk()
        except tkinter.TclError as error:
            raise RuntimeError(_hint(f"no screen can be opened ({error})")) from error
        self._root.title(title)
        self._root.protocol("WM_DELETE_WINDOW", self.close)
        self._label: Any = tkinter.Label(self._root)
        self._label.pack()
        self._pause, self._shown = 1.0 / fps, 0.0

    def show(self, picture: NDArray[np.uint8]) -> None:
        """Show an RGB picture (H, W, 3); nothing once the window was closed."""
        if self._root is None:
            return
        import tkinter

        wait = self._shown + self._pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._shown = time.monotonic()
        height, width = picture.shape[:2]
        data = f"P6 {width} {height} 255 ".encode() + np.ascontiguousarray(picture).tobytes()
        image = tkinter.PhotoImage(master=self._root, width=width, height=height, data=data)
        self._label.configure(image=image)
        self._label.image = image  # Tk keeps no reference of its own
        self._root.update()

    def close(self) -> None:
        """Close the window. May be called twice."""
        if self._root is not None:
            self._root.destroy()
            self._root = None


def _hint(reason: str) -> str:
    return (
        f"render_mode='human': {reason}. Use render_mode='rgb_array' and show the pictures "
        "yourself, or `whiteout preview` to write a video"
    )
