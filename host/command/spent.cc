#include "command/spent.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "show/progress.h"

namespace replicas {

Spent::Piece::Piece(Spent& spent, const char* what) : spent_(spent), begun_(std::chrono::steady_clock::now()) {
  auto& parts = spent_.parts_;
  const auto own = std::ranges::find(parts, what, &std::pair<std::string, double>::first);
  place_ = static_cast<std::size_t>(own - parts.begin());
  if (own == parts.end()) parts.emplace_back(what, 0.0);
}

Spent::Piece::~Piece() {
  spent_.parts_[place_].second += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
}

double Spent::seconds(const std::string& what) const {
  const auto own = std::ranges::find(parts_, what, &std::pair<std::string, double>::first);
  return own == parts_.end() ? 0 : own->second;
}

std::string Spent::text() const {
  std::string text;
  for (const auto& [what, seconds] : parts_)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what,
                        seconds < 99.5 ? fmt::format("{:.2g} s", seconds) : duration(seconds));
  return text;
}

}  // namespace replicas
