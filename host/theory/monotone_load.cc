#include <algorithm>
#include <cmath>

#include "model/error.h"
#include "theory/franz_parisi.h"
#include "theory/replica_symmetric.h"
#include "theory/root.h"

namespace replicas::theory {

bool grows_with_distance(double load) {
  // Around high margins phi follows H(d) at first, and at last rises to its maximum; where it gives way lies between.
  std::vector<double> distances;
  for (double d = 0.002; d < 0.02; d *= 1.2) distances.push_back(d);
  // Just below the largest margin, so that rounding does not take the reference away.
  const double reference_margin = largest_margin({}, load).value - 1e-9;
  const auto curve = franz_parisi_curve({load, 0, reference_margin}, distances);
  for (std::size_t i = 0; i < curve.size(); ++i) {
    require(curve[i].converged, ErrorKind::internal, "no saddle point was found at load {:g} and distance {:g}", load,
            distances[i]);
    if (i > 0 && curve[i].entropy < curve[i - 1].entropy) return false;
  }
  return true;
}

Estimate monotone_load(double low, double high, double precision) {
  require(grows_with_distance(low), ErrorKind::bad_value,
          "phi(d) is not monotone at load {:g} already: begin <loads> lower", low);
  require(!grows_with_distance(high), ErrorKind::bad_value, "phi(d) is still monotone at load {:g}: end <loads> higher",
          high);
  const double found = root(low, high, precision, [](double load) { return grows_with_distance(load) ? 1.0 : -1.0; });
  return {found, precision / 2};
}

}  // namespace replicas::theory
