"""The room of what is kept: writers, reader, export, verification, provenance."""

if not __name__.startswith("whiteout."):
    raise ImportError(
        f"'{__name__}' is a room of whiteout and loads only as 'whiteout.dataset'; "
        "a second copy of its classes would not be equal to the first"
    )
