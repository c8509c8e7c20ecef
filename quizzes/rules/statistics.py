"""The statistics of item analysis and measurement. Pure; every formula with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
"""97.5 % point of the standard normal distribution."""


def wilson(right: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson score interval of a share (default 95 %), as two shares between 0 and 1; (0, 1) when n is 0.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927), 209-212. Stays inside 0 and 1 and holds for small n.
    """
    if n == 0:
        return (0.0, 1.0)
    share = right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))  # min, max: rounding


@dataclass(frozen=True)
class Moments:
    """Sums over pupils: ``right`` answers to an item, ``rest``: each pupil's score on the other items, as a share."""

    n: int
    right: int
    rest: float
    rest_squared: float
    rest_when_right: float


def item_rest(sums: Moments) -> float | None:
    """Corrected item-rest correlation: Pearson's r (here a point-biserial one) between the item and the score on the
    other items of the attempt, so that the item does not correlate with itself. None where it is not defined.

    K. Pearson, "Notes on regression and inheritance in the case of two parents", Proceedings of the Royal Society 58
    (1895), 240-242; the correction: S. Henrysson, "Correction of item-total correlations in item analysis",
    Psychometrika 28 (1963), 211-218, in its plain form of leaving the item out of the total.
    """
    if sums.n < 2:
        return None
    covariance = sums.rest_when_right - sums.right * sums.rest / sums.n
    spread_item = sums.right - sums.right * sums.right / sums.n
    spread_rest = sums.rest_squared - sums.rest * sums.rest / sums.n
    if spread_item <= 0 or spread_rest <= 1e-12:
        return None
    return max(-1.0, min(1.0, covariance / sqrt(spread_item * spread_rest)))


def moments(pairs: Iterable[tuple[bool, float]]) -> Moments:
    """The sums of (right, rest) pairs."""
    given = list(pairs)
    return Moments(
        len(given),
        sum(right for right, _ in given),
        sum(rest for _, rest in given),
        sum(rest * rest for _, rest in given),
        sum(rest for right, rest in given if right),
    )


def gain(right_before: int, n_before: int, right_after: int, n_after: int) -> float | None:
    """Plain gain: share right after the lessons minus share right before; None without answers on a side."""
    if not n_before or not n_after:
        return None
    return right_after / n_after - right_before / n_before
