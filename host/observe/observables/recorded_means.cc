#include <algorithm>

#include "model/error.h"
#include "observe/instruments/instrument.h"
#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

namespace {

Observable column(const RecordedArray& array) {
  return {.name = array.name,
          .unit = array.unit,
          .long_name = array.long_name,
          .value = [name = array.name](const Digest& digest, std::size_t temperature, ChainSpan chains) {
            return pooled_recorded_mean(digest, temperature, chains, name);
          }};
}

}  // namespace

Family recorded_mean_columns() {
  Family all;
  for (const Occasion occasion : {Occasion::sample, Occasion::weight_sample, Occasion::curvature_check})
    for (const RecordedArray& array : recorded_arrays(occasion))
      if (array.reduction == Reduction::mean) all.push_back(column(array));
  return all;
}

Observable recorded_mean_column(std::string_view array) {
  const Family all = recorded_mean_columns();
  const auto found = std::ranges::find(all, array, &Observable::name);
  require(found != all.end(), ErrorKind::internal, "no instrument records an array {} that is reduced to its mean",
          array);
  return *found;
}

}  // namespace replicas
