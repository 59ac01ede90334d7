"""The scenario language: YAML with units, distributions, expressions and errors that help."""
