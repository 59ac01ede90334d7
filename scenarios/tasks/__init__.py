"""Tasks: a file is something that the ego is to do, with its reward."""
