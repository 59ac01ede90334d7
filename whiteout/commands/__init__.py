"""Sub-commands of ``whiteout``: each file is one."""
