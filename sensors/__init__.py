"""The room of what is seen: sensor models, faults, ground truth, frames."""

if not __name__.startswith("whiteout."):
    raise ImportError(
        f"'{__name__}' is a room of whiteout and loads only as 'whiteout.sensors'; "
        "a second copy of its classes would not be equal to the first"
    )
