#include "store/time_stamp.h"

#include <charconv>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

std::time_t seconds_since_1970() {
  const char* fixed = std::getenv("SOURCE_DATE_EPOCH");
  if (fixed == nullptr) return std::time(nullptr);
  const std::string_view text = fixed;
  std::time_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::time_t year_10000 = 253402300800;
  require(error == std::errc() && end == text.data() + text.size() && seconds >= 0 && seconds < year_10000,
          ErrorKind::bad_value, "SOURCE_DATE_EPOCH is '{}', not a time in seconds since 1970; correct it or unset it",
          printable(text));
  return seconds;
}

}  // namespace

std::string time_stamp() {
  const std::time_t seconds = seconds_since_1970();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace replicas
