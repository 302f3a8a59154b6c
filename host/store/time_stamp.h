#pragma once

#include <string>

namespace replicas {

/// The time in UTC, like 2026-03-01T12:00:00Z. SOURCE_DATE_EPOCH (seconds since 1970) takes the place of the clock, so
/// that files which differ in nothing else can be compared byte by byte.
std::string time_stamp();

}  // namespace replicas
