#pragma once

#include "data/teacher.h"

namespace replicas {

/// A teacher's network without biases: weights[l] is W_l[in][out], row-major.
struct TaughtNetwork {
  std::vector<int> widths;
  Activation activation;
  std::vector<std::vector<double>> weights;
};
TaughtNetwork taught_network(const Teacher& teacher, Activation activation, std::uint64_t seed);

/// E f(u), and E f(u) f(v), of normal numbers with mean 0, variances a and b and covariance c.
double unit_mean(Activation kind, double a);
double unit_product(Activation kind, double a, double b, double c);

}  // namespace replicas
