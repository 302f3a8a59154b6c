#include <algorithm>

#include "model/error.h"
#include "observe/families.h"

namespace replicas {

std::span<const Observable> observables() {
  static const Family table = [] {
    Family all;
    for (const Family& family :
         {loss_observables(), dimension_observables(), slope_observables(), curvature_observables(),
          gauge_thermometer_observables(), weight_norm_observables(), labels_observables(), active_point_observables(),
          step_size_observables(), step_bias_observables(), relaxation_observables(), ground_loss_observables(),
          exact_law_observables(), stiff_direction_observables(), energy_ratio_observables(), two_starts_observables()})
      all.insert(all.end(), family.begin(), family.end());
    for (const std::string_view name : asked_columns)
      require(std::ranges::find(all, name, &Observable::name) != all.end(), ErrorKind::internal,
              "no observable makes the column {} that verdicts ask for", name);
    return all;
  }();
  return table;
}

}  // namespace replicas
