"""The room of what happens: the YAML language, draws, roads, actors, tasks, drivers, episodes."""

if not __name__.startswith("whiteout."):
    raise ImportError(
        f"'{__name__}' is a room of whiteout and loads only as 'whiteout.scenarios'; "
        "a second copy of its classes would not be equal to the first"
    )
