#pragma once

#include "data/teacher.h"

namespace replicas {

/// E f(u), and E f(u) f(v), of normal numbers with mean 0, variances a and b and covariance c.
double unit_mean(Activation kind, double a);
double unit_product(Activation kind, double a, double b, double c);

}  // namespace replicas
