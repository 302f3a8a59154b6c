#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <variant>
#include <vector>

namespace replicas {

/// When an instrument measures; always at the end of a sample interval (run/schedule.h says which).
enum class Occasion {
  sample,           ///< every sample interval, also during burn-in
  weight_sample,    ///< rarer: when the weights are kept
  curvature_check,  ///< rarer still
};

/// What code asks a record for: the name of an array, and with it when it is recorded and what its numbers are. One
/// that is asked of a record of another occasion does not compile.
template <Occasion occasion, class Number>
struct ArrayName {
  std::string_view text;
};

/// What was recorded at one moment of the run: an array for each name, over replicas (in order of the global replica
/// number) and then over the axes that the array declares (instrument.h). An array that was not recorded is empty.
class Record {
 public:
  std::uint64_t step = 0;  ///< the weights are those after `step` steps

  /// A reference stays good while other arrays are added.
  template <Occasion occasion, class Number>
  std::vector<Number>& operator[](ArrayName<occasion, Number> name) {
    return std::get<std::vector<Number>>(arrays_.try_emplace(name.text, std::vector<Number>()).first->second);
  }
  template <Occasion occasion, class Number>
  const std::vector<Number>& operator[](ArrayName<occasion, Number> name) const {
    static const std::vector<Number> not_recorded;
    const auto found = arrays_.find(name.text);
    return found == arrays_.end() ? not_recorded : std::get<std::vector<Number>>(found->second);
  }

 private:
  std::map<std::string_view, std::variant<std::vector<float>, std::vector<double>>> arrays_;
};

/// A record of one occasion.
template <Occasion when>
class RecordAt : public Record {
 public:
  static constexpr Occasion occasion = when;

  template <class Number>
  std::vector<Number>& operator[](ArrayName<when, Number> name) {
    return Record::operator[](name);
  }
  template <class Number>
  const std::vector<Number>& operator[](ArrayName<when, Number> name) const {
    return Record::operator[](name);
  }
};
using Sample = RecordAt<Occasion::sample>;
using WeightSample = RecordAt<Occasion::weight_sample>;
using CurvatureCheck = RecordAt<Occasion::curvature_check>;

/// Thresholds c of the active points: an example is active when l/P > c T. N_act(0.08237) = d for independent walls.
inline constexpr std::array<double, 3> active_thresholds = {0.08237, 0.1, 0.26474};

/// The arrays that several files read. An array that its own file alone reads is named there.
namespace recorded {

inline constexpr ArrayName<Occasion::sample, float> loss{"loss"};                    ///< L
inline constexpr ArrayName<Occasion::sample, float> weight_norm2{"weight_norm2"};    ///< |w|^2
inline constexpr ArrayName<Occasion::sample, float> active_points{"active_points"};  ///< x active_thresholds
inline constexpr ArrayName<Occasion::weight_sample, float> weights{"weights"};       ///< x N; empty where dropped
inline constexpr ArrayName<Occasion::weight_sample, float> gauge_modes{"gauge_modes"};
inline constexpr ArrayName<Occasion::weight_sample, double> curvature_probe{"curvature_probe"};
inline constexpr ArrayName<Occasion::weight_sample, double> loss_of_weights{"loss_of_weights"};
inline constexpr ArrayName<Occasion::weight_sample, double> total_loss{"total_loss"};
inline constexpr ArrayName<Occasion::weight_sample, double> test_loss{"test_loss"};
inline constexpr ArrayName<Occasion::weight_sample, double> test_error{"test_error"};
inline constexpr ArrayName<Occasion::curvature_check, double> largest_eigenvalue{"largest_eigenvalue"};

}  // namespace recorded

}  // namespace replicas
