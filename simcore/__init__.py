"""The room of what is true: weather, surface, light, bodies, physics, geometry, rendering."""

if not __name__.startswith("whiteout."):
    raise ImportError(
        f"'{__name__}' is a room of whiteout and loads only as 'whiteout.simcore'; "
        "a second copy of its classes would not be equal to the first"
    )
