#pragma once

#include <string>
#include <vector>

#include "verify/check.h"

namespace replicas {

struct UnderTest;

/// The checks of one known answer.
struct Answer {
  std::string name;
  Checks checks;
};

/// Every known answer that an engine gives (known_answers.h).
std::vector<Answer> engine_answers(const UnderTest& under_test);

/// |z| that none of these checks may exceed. A sound program fails any of n checks with probability at most
/// n x alpha, whatever their correlations, so alpha = 5e-7 / n per check keeps the whole below 1e-6, with a factor 2
/// for laws that are normal only nearly (fourth moments, sums of many products); never below `z_limit`, to which
/// numbers that are exact and the worst of many are scaled.
double limit_of(const std::vector<Answer>& answers);

std::size_t count_of(const std::vector<Answer>& answers);

}  // namespace replicas
