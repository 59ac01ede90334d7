"""The room of what is lived: Gymnasium spaces, environments, vector environments, wrappers."""

if not __name__.startswith("whiteout."):
    raise ImportError(
        f"'{__name__}' is a room of whiteout and loads only as 'whiteout.envs'; "
        "a second copy of its classes would not be equal to the first"
    )
