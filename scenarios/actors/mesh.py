"""A thing of your own: a mesh from an OBJ, glTF, STL or PLY file beside the scenario.

The file lies in the folder of the scenario or beneath it. Its axes are x forward, y left, z up in
OBJ, STL and PLY; in glTF and GLB, as their standard says, y is up, z forward and x left. ``up``
tells files that are made otherwise, ``at: {heading: …}`` turns them. It is put onto the ground at
``at``, centred. Colours of vertices, materials and textures (averaged per material) are taken over.

Example::

    actors:
      statue: {kind: mesh, file: statue.obj, class: cargo, height: 1.2 m, at: {s: 60 m, t: -5 m}}
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from ...simcore.classes import classes
from ...simcore.quantity.colours import albedo
from ...simcore.quantity.fields import Colour, Length, Number, Word, invalid, setting
from ...simcore.quantity.settings import Settings as Base
from ...simcore.quantity.units import shortened
from ...simcore.registry import unknown
from ..embodiment import Embodiment, Occasion, thing
from ..language.files import Beside, LocalFile
from ..language.problems import DrawError


def _companions(path: Path) -> tuple[str, ...]:
    from ...simcore.geometry.load import companions

    return companions(path)


class Settings(Base):
    """Which file, what it is, and how large."""

    group: ClassVar[str] = "things"

    file: Annotated[
        LocalFile, Beside(".obj", ".gltf", ".glb", ".stl", ".ply", others=_companions)
    ] = Field(description="The file, beside the scenario")
    class_name: str = Field(alias="class", description="What it is in labels: the name of a class")
    scale: Number = setting("Metres per unit of the file", 1, low=1e-6, high=1e6)
    height: Length | None = setting(
        "Height; unless given it follows from the file and scale", None, low="1 cm", high="50 m"
    )
    up: Annotated[Literal["auto", "y", "z"], Word()] = setting(
        "Which axis of the file points up; auto: y in glTF, z elsewhere", "auto"
    )
    colour: Colour | None = setting("Colour of all of it, unless the file's own", None)

    @field_validator("class_name")
    @classmethod
    def _known(cls, name: str) -> str:
        names = [item.name for item in classes().values()]
        if name not in names:
            raise invalid(((), unknown(shortened(name), names, "no such class")))
        return name


DENSITY = 300.0
"""Of a box around a thing of which nothing is known [kg/m³]: crates and furniture."""


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The thing as it lies. Raises ``DrawError`` for a file that cannot become it."""
    from ...simcore.geometry.load import MeshFileError, load_figure
    from ...simcore.geometry.props.prop import Prop

    try:
        figure = load_figure(
            settings.file.path,
            settings.class_name,
            scale=settings.scale,
            height=settings.height,
            up=settings.up,
        )
    except MeshFileError as error:
        raise DrawError(str(error)) from None
    if settings.colour is not None:
        slots = figure.parts[0].mesh.slots
        figure = figure.recoloured(dict.fromkeys(slots, albedo(settings.colour)))
    length, width, height = figure.bodies[0].size
    return thing(Prop(figure, DENSITY * length * width * height))
