// Where L0 came from, in words.
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>

#include "observe/observables/ground_loss.h"

namespace replicas {

namespace {

std::string bound_in_words(const LossBound& bound) {
  std::string text;
  if (bound.zero_examples > 0)
    text += fmt::format("{} example{} with inputs of zeros", bound.zero_examples, bound.zero_examples == 1 ? "" : "s");
  if (bound.contradicting > 0)
    text += fmt::format("{}{} examples that contradict each other", text.empty() ? "" : " and ", bound.contradicting);
  return text;
}

std::string other_estimates(const GroundEstimate& ground, std::size_t temperatures) {
  std::string text = fmt::format("; the lowest loss seen was {:.6g}", ground.lowest);
  if (temperatures > 1)
    text += fmt::format(", a straight line through <L> of the lowest temperatures ends at {:.6g}", ground.fit);
  if (ground.bound.value > 0)
    text += fmt::format(", and the data cannot be below {:.6g} ({})", ground.bound.value, bound_in_words(ground.bound));
  return text;
}

std::string origin(const Digest& digest, const GroundEstimate& ground) {
  const bool decays = digest.ensemble().confinement.kind == Confinement::Kind::decay;
  switch (ground.origin) {
    case GroundLoss::known: return "the infimum of the potential, from its formula";
    case GroundLoss::anchor: return "L at the anchor of each replica (llc of arXiv:2402.03698)";
    case GroundLoss::separated:
      if (ground.bound.value == 0) return "0, the infimum of cross-entropy on data that a replica separated";
      return fmt::format("{:.6g}, the loss of {}; a replica separated the others, whose infimum is 0",
                         ground.bound.value, bound_in_words(ground.bound));
    case GroundLoss::descent:
      return fmt::format(
          "{:.6g}, {} by descent from the ends of {} replicas ({} converged; error {:.1g}){}", ground.value,
          decays ? "L at the minimum of U = L + V, since the weight decay stays as T goes to 0," : "the minimum of L",
          ground.minimum.starts, ground.minimum.converged, ground.error,
          other_estimates(ground, digest.temperatures()));
    case GroundLoss::intercept:
      return fmt::format(
          "the intercept of <L> against T on the lowest temperatures, {:.6g}, uncertain by {:.1g}, for want "
          "of a descent (made when a run is finished, if it is affordable){}",
          ground.value, ground.error, other_estimates(ground, digest.temperatures()));
    case GroundLoss::lowest:
      return fmt::format(
          "the lowest loss seen, {:.6g}, which is above the infimum by an unknown amount, for want of a "
          "descent (made when a run is finished, if it is affordable): read d_var instead of d_mean",
          ground.value);
  }
  return {};
}

}  // namespace

std::string ground_loss_origin(const Digest& digest) {
  const GroundEstimate& first = digest.ground.front();
  const auto alike = std::ranges::count(digest.ground, first.origin, &GroundEstimate::origin);
  const auto sets = static_cast<std::ptrdiff_t>(digest.ground.size());
  std::string text = origin(digest, first);
  if (sets > 1 && first.origin != GroundLoss::known && first.origin != GroundLoss::anchor)
    text += alike == sets
                ? fmt::format(" (the first of {} data sets; the others likewise)", sets)
                : fmt::format(" (the first of {} data sets; {} likewise, the others otherwise)", sets, alike - 1);
  return text;
}

}  // namespace replicas
