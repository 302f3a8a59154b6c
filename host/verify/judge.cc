#include "verify/judge.h"

#include <algorithm>

#include "verify/known_answers.h"
#include "verify/under_test.h"

namespace replicas {

std::vector<Answer> engine_answers(const UnderTest& under_test) {
  std::vector<Answer> answers;
  for (const KnownAnswer& answer : selftest_answers)
    answers.push_back({std::string(answer.name), answer.run(under_test)});
  return answers;
}

std::size_t count_of(const std::vector<Answer>& answers) {
  std::size_t count = 0;
  for (const Answer& answer : answers) count += answer.checks.size();
  return count;
}

double limit_of(const std::vector<Answer>& answers) {
  return std::max(z_limit, two_sided_limit(5e-7 / static_cast<double>(std::max<std::size_t>(1, count_of(answers)))));
}

}  // namespace replicas
