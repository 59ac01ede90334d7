"""Readings as pictures for people: from above and laid over a camera's picture."""
