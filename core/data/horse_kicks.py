"""Deaths by horse kick in the Prussian army: the classic Poisson data."""

from __future__ import annotations

from core.data.source import Source
from core.likelihood.poisson import Tally

HORSE_KICKS = Tally(values=(0, 1, 2, 3, 4), frequencies=(109, 65, 22, 3, 1))
"""Number of corps-years with 0 to 4 deaths."""

SOURCE = Source(
    "Bortkiewicz, L. von (1898). Das Gesetz der kleinen Zahlen. Leipzig: Teubner.",
    "https://archive.org/details/dasgesetzderklei00bortrich",
    "10 army corps over the 20 years 1875 to 1894, so 200 corps-years. Bortkiewicz lists 14 corps; these are "
    "the 10 that Fisher (1925, Statistical Methods for Research Workers) kept, as the other 4 (the Guard, "
    "I, VI and XI) were organized differently.",
)
