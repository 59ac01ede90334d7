"""People whom several tests look at, and where their parts are."""

from functools import cache

from whiteout.simcore.geometry.people.person import person
from whiteout.simcore.geometry.people.posture import PARTS
from whiteout.simcore.geometry.people.record import Person

ADULT = Person(stature=1.76, sex="male", hair="bald")
CHILD = Person(stature=1.15, age=6.0, hair="bald")


@cache
def figure_of(record, detail=0):
    return person(record, detail)


def number(name):
    return PARTS.index(name)
