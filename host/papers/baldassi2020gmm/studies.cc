#include <spdlog/fmt/fmt.h>

#include "papers/paper.h"

namespace replicas {

namespace {

/// The protocol is ours. All errors are exact given the weights (m, s and b of theory/mixture.h), so that their scatter
/// is that of data sets alone: .006 each at N = 500, 3e-4 over 400 of them.
std::vector<Study> studies_of(const Form& form) {
  std::vector<Study> studies;
  const int inputs = form.full ? 1000 : 500, data_sets = scaled(form.full ? 1000 : 400, form.length);
  const auto add = [&](const std::string& name, const std::string& purpose, const std::string& options) {
    studies.push_back(
        {name, purpose, "theory",
         words_of(fmt::format("mixture {} --noise 1 --inputs {} --datasets {}", options, inputs, data_sets))});
  };
  add("balanced", "balanced clouds, no bias: Hebb and ridge", "--load 1 --positive 0.5 --bias none");
  add("balanced-fitted", "the same with a fitted bias", "--load 1 --positive 0.5 --bias fitted");
  add("unbalanced", "one cloud four times the other, weights of a fit with the best bias for them",
      "--load 1 --positive 0.2 --bias optimal");
  add("unbalanced-fitted", "the same with the fitted bias", "--load 1 --positive 0.2 --bias fitted");
  for (const char* load : {"0.5", "2", "4"})
    add(fmt::format("load-{}", load), "balanced clouds at another load",
        fmt::format("--load {} --positive 0.5 --bias none --lambdas 0.001,1,10", load));
  return studies;
}

}  // namespace

Paper baldassi2020gmm() {
  return {"baldassi2020gmm", "arXiv:2010.14761",
          "Wide flat minima and optimal generalization in classifying high-dimensional Gaussian mixtures", "",
          studies_of};
}

}  // namespace replicas
