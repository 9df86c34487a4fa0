"""The statistics that the pages need. Every interval is a 95 per cent interval unless it says otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import stats

LEVEL = 0.95


def real(values: Iterable[float | None]) -> np.ndarray:
    """The values that are there, as reals: neither missing nor not a number."""
    array = np.array([np.nan if value is None else value for value in values], dtype=float)
    return array[~np.isnan(array)]


def quantile(values: Iterable[float | None], share: float) -> float:
    """The value below which this share of the values lies, between the two nearest; not a number where there is none."""
    found = real(values)
    return float(np.quantile(found, share)) if found.size else float("nan")


def median(values: Iterable[float | None]) -> float:
    """The median; not a number where there is no value."""
    return quantile(values, 0.5)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Wilson's interval for a share of which so many of so many were seen."""
    if of == 0:
        return (0.0, 1.0)
    found = stats.binomtest(hits, of).proportion_ci(LEVEL, method="wilson")
    return (found.low, found.high)


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    """Newcombe's interval for the difference of two shares from samples of their own, the first less the second.

    Each is given as hits and size: method 10 of Newcombe (1998), Statistics in Medicine 17, from Wilson's intervals.
    """
    (p, (low_p, high_p)), (q, (low_q, high_q)) = ((hits / of, wilson(hits, of)) for hits, of in (first, second))
    low = p - q - np.hypot(p - low_p, high_q - q)
    high = p - q + np.hypot(high_p - p, q - low_q)
    return (float(low), float(high))


def mean_interval(values: Iterable[float]) -> tuple[float, float]:
    """Student's interval for a mean; not numbers where there are fewer than two values."""
    found = real(values)
    if found.size < 2:
        return (float("nan"), float("nan"))
    half = stats.t.ppf((1 + LEVEL) / 2, found.size - 1) * found.std(ddof=1) / np.sqrt(found.size)
    return (float(found.mean() - half), float(found.mean() + half))


def median_interval(values: Iterable[float]) -> tuple[float, float]:
    """An interval for the median from the ranks of the values, with no assumption on their distribution.

    Without end where there are too few values for one.
    """
    ranked = np.sort(real(values))
    # The largest rank r such that fewer than r of n fair coins show heads in no more than 2.5 per cent of throws.
    rank = int(stats.binom.ppf((1 - LEVEL) / 2, ranked.size, 0.5)) if ranked.size else 0
    if rank == 0:
        return (-np.inf, np.inf)
    return (float(ranked[rank - 1]), float(ranked[-rank]))


def standard_error(values: np.ndarray, reference: np.ndarray) -> float:
    """Standard error of the difference of two means, with one variance for both; not a number for single values.

    One variance, so that three worlds that happen to be alike do not make every difference a great one.
    """
    n, m = values.size, reference.size
    if n < 2 or m < 2:
        return float("nan")
    pooled = ((n - 1) * values.var(ddof=1) + (m - 1) * reference.var(ddof=1)) / (n + m - 2)
    return float(np.sqrt(pooled * (1 / n + 1 / m)))


def z_score(values: np.ndarray, reference: np.ndarray) -> float:
    """The difference of two means in standard errors; not a number where that has no meaning."""
    difference = float(values.mean() - reference.mean())
    if difference == 0:
        return 0.0
    error = standard_error(values, reference)
    return difference / error if error > 0 else float("nan")


@dataclass(frozen=True)
class Kolmogorov:
    """What the two-sample test of Kolmogorov and Smirnov says: the largest distance of the two shares, and its chance."""

    distance: float
    p: float


def kolmogorov(first: Iterable[float], second: Iterable[float]) -> Kolmogorov:
    """Asks whether two samples may come of one distribution; exact, and an upper bound of p where values are equal."""
    found = stats.ks_2samp(real(first), real(second), method="exact")
    return Kolmogorov(float(found.statistic), float(found.pvalue))


@dataclass(frozen=True)
class Spearman:
    """Spearman's rank correlation: how many pairs, the correlation, and the chance of one as far from nothing."""

    n: int
    rho: float
    p: float


def spearman(first: Iterable[float], second: Iterable[float]) -> Spearman:
    """Spearman's rank correlation, equal values sharing their ranks; not a number where one side is all equal."""
    a, b = real(first), real(second)
    if a.size < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return Spearman(a.size, float("nan"), float("nan"))
    found = stats.spearmanr(a, b)
    return Spearman(a.size, float(found.statistic), float(found.pvalue))


def sign_test(more: int, less: int) -> float:
    """The chance of pairs that part as unevenly as this when either side is as likely; 1 where no pair parts."""
    return float(stats.binomtest(more, more + less).pvalue) if more + less else 1.0
