"""A page for the tests, written for them: two articles, a caption, two columns.

THE OLD MILL TURNS AGAIN
water ran over the     | the wheel since nine-
wheel for the first    | teen fifty and nobody
time since the great   | had thought to see it
[caption]              | turn another time.
A NEW CLOCK
"""

from __future__ import annotations

from layoutfix.evaluation import TrueLine, Truth

LINES = (
    TrueLine("The old mill turns again", 0, 0, "heading"),
    TrueLine("Water ran over the wheel", 0, 1),
    TrueLine("for the first time since", 0, 1),
    TrueLine("the great flood of nine-", 0, 1),
    TrueLine("teen fifty, said the miller.", 0, 1),
    TrueLine("Nobody had thought to see", 0, 2),
    TrueLine("the stones grind flour again.", 0, 2),
    TrueLine("The mill as seen from the bridge", 0, 3, "caption"),
    TrueLine("A clock for the station", 1, 4, "heading"),
    TrueLine("Travellers no longer ask", 1, 5),
    TrueLine("the porter for the hour.", 1, 5),
)
TRUTH = Truth("mill", LINES, group="made", language="en", damage="rows", columns=(2, 1))

DUMP = (
    "The old mill turns again\n"
    "Water ran over the wheel teen fifty, said the miller.\n"
    "for the first time since Nobody had thought to see\n"
    "the great flood of nine- the stones grind flour again.\n"
    "The mill as seen from the bridge\n"
    "A clock for the station\n"
    "Travellers no longer ask\n"
    "the porter for the hour.\n"
)
FIXED = (
    "The old mill turns again\n\n"
    "Water ran over the wheel for the first time since the great flood of nineteen fifty, said the"
    " miller.\n\n"
    "Nobody had thought to see the stones grind flour again.\n\n"
    "The mill as seen from the bridge\n\n"
    "A clock for the station\n\n"
    "Travellers no longer ask the porter for the hour."
)
