"""A peer: OpenGL on whatever renders without a window, by default Mesa's llvmpipe.

Run by the peers' Python as ``opengl.py scene.npz depth,instance,normal seconds``; prints JSON with
the renderer and the milliseconds per frame, with and without reading the channels back. All
triangles lie in one buffer in the camera's axes and are drawn by one call, which spares OpenGL
the matrices and calls per item.
"""

import json
import sys
import time

import moderngl
import numpy as np

VERTEX = """#version 330
uniform vec4 lens; uniform vec2 size; uniform float near;
in vec3 place; in vec3 normal_in; in vec2 uv_in; in ivec3 label_in;
out vec3 normal; out vec2 uv; flat out ivec3 label;
void main() {
    normal = normal_in; uv = uv_in; label = label_in;
    vec2 pixel = lens.xy * place.xy + (lens.zw + 0.5) * place.z;
    vec2 clip = 2.0 * pixel / size - place.z;
    gl_Position = vec4(clip.x, -clip.y, place.z - 2.0 * near, place.z);
}"""
CHANNELS = {  # name: (declaration, value, components, dtype)
    "instance": ("int", "label.x", 1, "i4"),
    "class": ("uint", "uint(label.y)", 1, "u1"),
    "material": ("uint", "uint(label.z)", 1, "u1"),
    "normal": ("vec4", "vec4(normalize(normal), 0.0)", 4, "f4"),
    "uv": ("vec2", "uv", 2, "f4"),
}


def fragment(names):
    lines = ["#version 330", "in vec3 normal; in vec2 uv; flat in ivec3 label;"]
    lines += [f"layout(location={k}) out {CHANNELS[n][0]} o{k};" for k, n in enumerate(names)]
    body = " ".join(f"o{k} = {CHANNELS[n][1]};" for k, n in enumerate(names))
    return "\n".join([*lines, "void main() { " + body + " }"])


def median_ms(call, seconds):
    call()
    call()
    taken, end = [], time.perf_counter() + seconds
    while len(taken) < 10 or time.perf_counter() < end:
        begin = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begin)
    return float(np.median(taken)) * 1e3


def main(path, channels, seconds):
    scene = np.load(path)
    names = [name for name in channels.split(",") if name != "depth"]
    context = moderngl.create_context(standalone=True, backend="egl")
    width, height = (int(v) for v in scene["size"])
    program = context.program(vertex_shader=VERTEX, fragment_shader=fragment(names))
    values = (
        ("lens", tuple(scene["lens"])),
        ("size", (width, height)),
        ("near", float(scene["near"])),
    )
    for name, value in values:
        program[name].value = value
    content = [
        (context.buffer(np.ascontiguousarray(scene[name]).tobytes()), form, attribute)
        for name, form, attribute in (
            ("vertices", "3f", "place"),
            ("normals", "3f", "normal_in"),
            ("uv", "2f", "uv_in"),
            ("labels", "3i", "label_in"),
        )
        if attribute in program
    ]
    index = context.buffer(scene["triangles"].astype("u4").tobytes())
    drawn = context.vertex_array(program, content, index)
    kinds = [CHANNELS[name][2:] for name in names]
    targets = [context.texture((width, height), count, dtype=kind) for count, kind in kinds]
    depth = context.depth_texture((width, height))
    film = context.framebuffer(targets, depth)
    film.use()
    context.enable(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
    out = [np.empty(width * height * count, kind) for count, kind in kinds]
    out_depth = np.empty(width * height, np.float32)

    def draw():
        film.clear(depth=1.0)
        drawn.render()
        context.finish()

    def draw_and_read():
        draw()
        for target, array in zip(targets, out, strict=True):
            target.read_into(array)
        depth.read_into(out_depth)

    ms, ms_read = median_ms(draw, seconds), median_ms(draw_and_read, seconds)
    covered = float((out_depth < 1).mean())
    print(json.dumps({
        "renderer": context.info["GL_RENDERER"], "ms": ms, "ms_read": ms_read, "covered": covered,
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
