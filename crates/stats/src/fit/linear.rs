//! Small dense linear algebra: what a calibration of a few dozen parameters needs, in plain loops.

use engine::math::sum_in_order;

/// A matrix, row after row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrix {
    pub rows: usize,
    pub cols: usize,
    data: Vec<f64>,
}

impl Matrix {
    pub fn zeros(rows: usize, cols: usize) -> Matrix {
        Matrix { rows, cols, data: vec![0.0; rows * cols] }
    }

    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.data[i * self.cols + j]
    }

    pub fn at_mut(&mut self, i: usize, j: usize) -> &mut f64 {
        &mut self.data[i * self.cols + j]
    }

    pub fn row(&self, i: usize) -> &[f64] {
        &self.data[i * self.cols..(i + 1) * self.cols]
    }

    /// The product with a column.
    #[cfg(test)]
    pub fn times(&self, x: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|i| dot(self.row(i), x)).collect()
    }

    /// The lower triangle L with L Lᵀ equal to this symmetric matrix; `None` when it is not positive definite.
    pub fn cholesky(&self) -> Option<Matrix> {
        let n = self.rows;
        let mut l = Matrix::zeros(n, n);
        for i in 0..n {
            for j in 0..=i {
                let rest = self.at(i, j) - dot(&l.row(i)[..j], &l.row(j)[..j]);
                if i == j {
                    // A pivot that lost fourteen digits is rounding error.
                    if rest.is_nan() || rest <= 1e-14 * self.at(i, i) || rest <= 0.0 {
                        return None;
                    }
                    *l.at_mut(i, i) = rest.sqrt();
                } else {
                    *l.at_mut(i, j) = rest / l.at(j, j);
                }
            }
        }
        Some(l)
    }

    /// The Cholesky factor, after adding to the diagonal the least of 1e-12, 1e-11, … times its largest element that
    /// makes the matrix positive definite. `None` when nothing does: an element is not a number, or all are 0.
    pub fn cholesky_ridged(&self) -> Option<Matrix> {
        if let Some(l) = self.cholesky() {
            return Some(l);
        }
        let largest = (0..self.rows).map(|i| self.at(i, i)).fold(0.0, f64::max);
        let mut ridge = 1e-12 * largest;
        for _ in 0..12 {
            let mut m = self.clone();
            for i in 0..self.rows {
                *m.at_mut(i, i) += ridge;
            }
            if let Some(l) = m.cholesky() {
                return Some(l);
            }
            ridge *= 10.0;
        }
        None
    }

    /// Solves L x = b for a lower triangle.
    pub fn solve_lower(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for i in 0..self.rows {
            x[i] = (x[i] - dot(&self.row(i)[..i], &x[..i])) / self.at(i, i);
        }
        x
    }

    /// Solves L Lᵀ x = b, where this is L.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.solve_lower(b);
        for i in (0..self.rows).rev() {
            let below = sum_in_order((i + 1..self.rows).map(|k| self.at(k, i) * x[k]));
            x[i] = (x[i] - below) / self.at(i, i);
        }
        x
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    sum_in_order(a.iter().zip(b).map(|(x, y)| x * y))
}

/// XᵀWX of rows with weights, with the products of the rows and one column per response, XᵀWy.
pub(crate) fn normal_equations(rows: &[Vec<f64>], weights: &[f64], responses: &[Vec<f64>]) -> (Matrix, Vec<Vec<f64>>) {
    let p = rows[0].len();
    let q = responses[0].len();
    let mut gram = Matrix::zeros(p, p);
    let mut products = vec![vec![0.0; p]; q];
    for ((x, w), y) in rows.iter().zip(weights).zip(responses) {
        for i in 0..p {
            let wx = w * x[i];
            for j in 0..=i {
                *gram.at_mut(i, j) += wx * x[j];
            }
            for k in 0..q {
                products[k][i] += wx * y[k];
            }
        }
    }
    for i in 0..p {
        for j in 0..i {
            *gram.at_mut(j, i) = gram.at(i, j);
        }
    }
    (gram, products)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[f64]]) -> Matrix {
        Matrix { rows: rows.len(), cols: rows[0].len(), data: rows.concat() }
    }

    #[test]
    fn cholesky_of_a_known_matrix_and_its_solution() {
        // L = [2 0 0; 6 1 0; -8 5 3], all in whole numbers: no rounding.
        let m = of(&[&[4.0, 12.0, -16.0], &[12.0, 37.0, -43.0], &[-16.0, -43.0, 98.0]]);
        let l = m.cholesky().unwrap();
        assert_eq!(l, of(&[&[2.0, 0.0, 0.0], &[6.0, 1.0, 0.0], &[-8.0, 5.0, 3.0]]));
        let x = [1.0, -2.0, 3.0];
        assert_eq!(l.solve(&m.times(&x)), x);
    }

    #[test]
    fn a_singular_matrix_has_no_factor_but_a_ridged_one() {
        let m = of(&[&[1.0, 1.0], &[1.0, 1.0]]);
        assert_eq!(m.cholesky(), None);
        let l = m.cholesky_ridged().unwrap();
        assert!((l.at(1, 0) - 1.0).abs() < 1e-9);
        assert_eq!(of(&[&[0.0]]).cholesky_ridged(), None);
        assert_eq!(of(&[&[f64::NAN]]).cholesky_ridged(), None);
    }

    #[test]
    fn a_plane_is_regressed_exactly() {
        let rows: Vec<Vec<f64>> = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (2.0, 3.0), (-1.0, 4.0)]
            .iter()
            .map(|(a, b)| vec![1.0, *a, *b])
            .collect();
        let y: Vec<Vec<f64>> = rows.iter().map(|r| vec![3.0 - r[1] + 0.5 * r[2]]).collect();
        let (gram, products) = normal_equations(&rows, &[1.0, 2.0, 0.5, 1.0, 1.0], &y);
        let found = gram.cholesky().unwrap().solve(&products[0]);
        for (f, t) in found.iter().zip([3.0, -1.0, 0.5]) {
            assert!((f - t).abs() < 1e-12, "{found:?}");
        }
    }
}
