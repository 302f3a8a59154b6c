#pragma once

#include <string>

namespace replicas {

enum class Notation { fixed, scientific };

/// Fixed where it is short: every magnitude of a column between 1e-3 and 1e5. Values that are not finite do not count.
bool short_in_fixed(double value);

/// `digits` significant digits, whole digits never rounded away: "0.042", "15234", "2.15e-5"; "-" when not finite.
std::string number(double value, int digits, Notation notation);

/// Value and standard error in the last digits: 24.1(3) is 24.1 +- 0.3, 1.18(2)e-4 is 0.000118 +- 0.000002, 12340(230)
/// is 12340 +- 230. The error has one digit, or two when they are below 20. Without a positive finite error: `number`.
std::string number(double value, double error, int digits, Notation notation);

}  // namespace replicas
