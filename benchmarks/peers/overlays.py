"""Peers: filters that lay weather over a finished picture, of albumentations and imagecorruptions.

Run by the peers' Python as ``overlays.py LIBRARY picture.npz seconds``, where the file holds an
sRGB picture (H, W, 3) u1; prints JSON with the library's version and the milliseconds per picture
of each filter.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np


def albumentations():
    """Their defaults, always applied."""
    import albumentations as album

    made = {
        "fog": album.RandomFog(p=1.0),
        "snow, bleached": album.RandomSnow(p=1.0),
        "snow, with texture": album.RandomSnow(p=1.0, method="texture"),
        "rain": album.RandomRain(p=1.0),
    }
    return {name: lambda image, f=made[name]: f(image=image)["image"] for name in made}


def imagecorruptions():
    """Severity 3 of 5."""
    from imagecorruptions import corrupt

    return {
        name: lambda image, name=name: corrupt(image, severity=3, corruption_name=name)
        for name in ("fog", "snow")
    }


LIBRARIES = {"albumentations": albumentations, "imagecorruptions": imagecorruptions}


def measured(call, image, seconds):
    """Median milliseconds; what a first call compiles or loads is not counted."""
    call(image)
    call(image)
    taken, end = [], time.perf_counter() + seconds
    while len(taken) < 15 or time.perf_counter() < end:
        begin = time.perf_counter()
        call(image)
        taken.append(time.perf_counter() - begin)
    return float(np.median(taken)) * 1e3


def main(library, path, seconds):
    try:
        import cv2

        cv2.setNumThreads(1)
    except ImportError:
        pass  # a library that does without
    image = np.load(path)["picture"]
    found = {name: measured(call, image, seconds) for name, call in LIBRARIES[library]().items()}
    print(json.dumps({"version": version(library), "ms": found}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
