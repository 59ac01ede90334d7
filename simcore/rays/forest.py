"""The trees over the triangles of a stage's meshes, made once, with triangles in their order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..render.stage import Geometry
from .tree import Tree, tree_over

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]


class Forest(NamedTuple):
    """box (N · 6,), child (N · 2,): the nodes of all meshes end to end, with children and places as
    numbers of the whole; root (M,): of each mesh, -1 without triangles; corner (T · 9,): a corner
    of each triangle and the ways to the two others; triangle (T,): its number in the geometry."""

    box: F4
    child: I4
    root: I4
    corner: F4
    triangle: I4

    @classmethod
    def of(cls, geometry: Geometry) -> Forest:
        """Of all meshes of a geometry."""
        g = geometry
        trees: list[Tree] = []
        corners, numbers, root = [], [], []
        nodes = things = 0
        for mesh in range(len(g.sphere)):
            begin, end = int(g.first_triangle[mesh]), int(g.first_triangle[mesh + 1])
            if begin == end:
                root.append(-1)
                continue
            vertices = g.vertices[:, g.first_vertex[mesh] : g.first_vertex[mesh + 1]].T
            corner = vertices[g.triangles[begin:end]]
            tree = tree_over(np.concatenate([corner.min(1), corner.max(1)], 1))
            child = tree.child.copy()
            leaf = child[:, 1] > 0
            child[:, 0] += np.where(leaf, things, nodes)
            trees.append(tree._replace(child=child))
            corners.append(corner[tree.order])
            numbers.append(begin + tree.order)
            root.append(nodes)
            nodes, things = nodes + len(child), things + end - begin
        corner = np.concatenate([*corners, np.zeros((0, 3, 3), np.float32)])
        rows = np.stack([corner[:, 0], corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]], 1)
        return cls(
            np.concatenate([*(t.box for t in trees), np.zeros((0, 6), np.float32)]).reshape(-1),
            np.concatenate([*(t.child for t in trees), np.zeros((0, 2), np.int32)]).reshape(-1),
            np.array(root, np.int32),
            np.ascontiguousarray(rows, np.float32).reshape(-1),
            np.concatenate([*numbers, np.zeros(0, np.int32)]).astype(np.int32),
        )
