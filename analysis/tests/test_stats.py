"""Intervals and tests against values from outside."""

import math

import numpy as np
import pytest

from analysis import stats


def near(*expected: float, within: float = 5e-5):
    return pytest.approx(expected, abs=within)


def test_wilson_agrees_with_newcombe_1998():
    # Statistics in Medicine 17, 857 to 872, table I, method 3.
    assert stats.wilson(81, 263) == near(0.2553, 0.3662)
    assert stats.wilson(15, 148) == near(0.0624, 0.1605)
    assert stats.wilson(0, 20) == near(0.0, 0.1611)
    assert stats.wilson(1, 29) == near(0.0061, 0.1718)
    assert stats.wilson(0, 0) == (0.0, 1.0)


def test_newcombe_agrees_with_newcombe_1998():
    # Statistics in Medicine 17, 873 to 890, table II, method 10.
    assert stats.newcombe((56, 70), (48, 80)) == near(0.0524, 0.3339)
    assert stats.newcombe((9, 10), (3, 10)) == near(0.1705, 0.8090)
    assert stats.newcombe((10, 10), (0, 20)) == near(0.6791, 1.0)


def test_mean_interval_by_hand():
    # Ten values from 1 to 10: mean 5.5, deviation 3.02765, Student's quantile at nine degrees of freedom 2.26216.
    assert stats.mean_interval(range(1, 11)) == near(3.33415, 7.66585)
    assert all(map(math.isnan, stats.mean_interval([1.0])))


def test_median_interval_agrees_with_tables_of_the_sign_test():
    assert stats.median_interval(range(1, 51)) == (18, 33)
    assert stats.median_interval(range(1, 7)) == (1, 6)
    assert stats.median_interval([1, 2, 3, 4, 5]) == (-np.inf, np.inf)
    assert stats.median_interval([]) == (-np.inf, np.inf)


def test_kolmogorov_agrees_with_counted_orders():
    # Two and two values come in six orders; in two of them one sample lies wholly below the other.
    apart = stats.kolmogorov([1, 2], [3, 4])
    assert (apart.distance, apart.p) == near(1, 2 / 6)
    # One in C(20, 10) = 184,756 orders on either side.
    apart = stats.kolmogorov(range(10), range(10, 20))
    assert (apart.distance, apart.p) == near(1, 2 / 184_756, within=1e-12)
    same = stats.kolmogorov(range(10), range(10))
    assert (same.distance, same.p) == (0, 1)


def test_quantiles_lie_within_the_values():
    values = [3.0, None, 1.0, float("nan"), 2.0]
    assert [stats.quantile(values, q) for q in (0, 0.25, 0.5, 1)] == [1, 1.5, 2, 3]
    assert math.isnan(stats.median([None]))


def test_a_difference_in_standard_errors_by_hand():
    # Variances 1 and 4 of three and five values: pooled (2 * 1 + 4 * 4) / 6 = 3.
    first, second = np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 5.0, 6.0, 9.0])
    second = (second - second.mean()) / second.std(ddof=1) * 2 + 4
    assert stats.standard_error(first, second) == pytest.approx(math.sqrt(3 * (1 / 3 + 1 / 5)))
    assert stats.z_score(second, first) == pytest.approx(2 / math.sqrt(3 * (1 / 3 + 1 / 5)))
    assert math.isnan(stats.z_score(np.array([1.0]), first))


def test_rank_correlation_by_hand():
    # Ranks 1 2 3 4 5 and 2 1 4 3 5: squared differences 4 in all, so 1 - 6 * 4 / (5 * 24).
    found = stats.spearman([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])
    assert (found.n, found.rho) == (5, pytest.approx(0.8))
    # Equal values share a rank: 1.5 1.5 3 against 1 2 3.
    assert stats.spearman([1, 1, 2], [1, 2, 3]).rho == pytest.approx(math.sqrt(0.75))
    assert math.isnan(stats.spearman([1, 1, 1], [1, 2, 3]).rho)
    assert math.isnan(stats.spearman([], []).rho)


def test_pairs_that_part_on_one_side():
    # Five of five heads or tails: 2 / 32.
    assert stats.sign_test(5, 0) == pytest.approx(2 / 32)
    assert stats.sign_test(3, 3) == 1
    assert stats.sign_test(0, 0) == 1
