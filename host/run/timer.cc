#include "run/timer.h"

#include <algorithm>

namespace replicas {

Timer::Scope::Scope(Timer& timer, const char* what) : timer_(timer), begun_(std::chrono::steady_clock::now()) {
  auto& parts = timer_.parts_;
  const auto own = std::ranges::find(parts, what, &std::pair<std::string, double>::first);
  place_ = static_cast<std::size_t>(own - parts.begin());
  if (own == parts.end()) parts.emplace_back(what, 0.0);
}

Timer::Scope::~Scope() {
  timer_.parts_[place_].second += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
}

double Timer::seconds(const std::string& what) const {
  const auto own = std::ranges::find(parts_, what, &std::pair<std::string, double>::first);
  return own == parts_.end() ? 0 : own->second;
}

}  // namespace replicas
