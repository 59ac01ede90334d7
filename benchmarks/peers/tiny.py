"""A peer: TinyRenderer, the software renderer of PyBullet.

Run by the peers' Python as ``tiny.py scene.npz channels seconds``; prints JSON with the
milliseconds per picture. It always makes colour, depth and ids, without shadows here; it has no
normals to give.
"""

import json
import sys
import time

import numpy as np
import pytinyrenderer as tiny


def main(path, _, seconds):
    scene = np.load(path)
    width, height = (int(v) for v in scene["size"])
    fx, fy, _, _ = (float(v) for v in scene["lens"])
    renderer = tiny.TinySceneRenderer()
    # It wants to see from the camera's place along -z; the scene comes in the camera's axes.
    places = scene["vertices"] * np.float32([1, -1, -1])
    normals = scene["normals"] * np.float32([1, -1, -1])
    mesh = renderer.create_mesh(
        places.ravel().tolist(), normals.ravel().tolist(), scene["uv"].ravel().tolist(),
        scene["triangles"].ravel().tolist(), [255, 255, 255], 1, 1, 1.0,
    )  # fmt: skip
    instance = renderer.create_object_instance(mesh)
    near, far = float(scene["near"]), 1000.0
    projection = np.zeros((4, 4))
    projection[0, 0], projection[1, 1] = 2 * fx / width, 2 * fy / height
    projection[2, 2], projection[2, 3] = (
        -(far + near) / (far - near),
        -2 * far * near / (far - near),
    )
    projection[3, 2] = -1.0
    camera = tiny.TinyRenderCamera(
        width, height, np.eye(4).ravel().tolist(), projection.T.ravel().tolist()
    )
    light = tiny.TinyRenderLight(has_shadow=False)
    picture = renderer.get_camera_image([instance], light, camera)
    taken, end = [], time.perf_counter() + seconds
    while len(taken) < 3 or time.perf_counter() < end:
        begin = time.perf_counter()
        picture = renderer.get_camera_image([instance], light, camera)
        taken.append(time.perf_counter() - begin)
    depth = np.asarray(picture.depthbuffer)
    print(json.dumps({
        "renderer": "TinyRenderer", "ms": float(np.median(taken)) * 1e3,
        "covered": float((depth > -far).mean()),
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
