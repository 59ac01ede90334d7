"""How warm things are, and what they radiate in the long-wave infra-red."""
