#pragma once

namespace replicas {

/// A linear network of widths inputs - hidden - outputs without biases, squared loss, inputs with the identity as their
/// second moment and targets of a linear map of rank `rank` (one singular value, 1): L = |W2 W1 - A|^2 / 2, the reduced
/// rank regression of arXiv:2402.03698's benchmarks, here with a standard normal prior on every weight.
struct ReducedRank {
  int inputs, hidden, outputs, rank;
};

/// Learning coefficient and its multiplicity: the free energy grows as lambda ln(1/T) - (m - 1) ln ln(1/T) (Aoyagi and
/// Watanabe, Neural Networks 18, 924 (2005)).
struct LearningCoefficient {
  double lambda;
  int multiplicity;
};
LearningCoefficient learning_coefficient(const ReducedRank& model);

/// <L>/T and var(L)/T^2 at inverse temperature beta = 1/T, exactly: W2 is integrated out (it is Gaussian given W1),
/// which leaves E[det(1 + beta W1 W1^T)^(-outputs/2) exp(-(beta/2) a . (1 + beta W1^T W1)^-1 a)] over normal W1, a the
/// right singular vector of A times its value: an integral over the eigenvalues of a Wishart matrix (rank 0, hidden or
/// inputs at most 3) or over its Cholesky factor (rank 1, 2 inputs), by the trapezoidal rule in logarithms.
struct LossMoments {
  double mean, variance;
};
LossMoments reduced_rank_moments(const ReducedRank& model, double beta);

}  // namespace replicas
