// What is recorded of the curvature of L while a run goes on: a probe of its trace, and its largest eigenvalue.
#include "observe/instruments/instrument.h"
#include "observe/instruments/krylov.h"
#include "observe/instruments/probe_vectors.h"

namespace replicas {

namespace {

constexpr std::uint64_t trace_probe_number = 0;
constexpr int lanczos_iterations = 10;

void measure_trace(const Snapshot& snapshot, Record& record) {
  record[recorded::curvature_probe] =
      curvature_probes(snapshot.engine, snapshot.ensemble().seed, snapshot.step, trace_probe_number);
}

void measure_largest_eigenvalue(const Snapshot& snapshot, Record& record) {
  std::vector<double>& values = record[recorded::largest_eigenvalue];
  for (const TopEigenvalue& top : largest_eigenvalues(snapshot.engine, lanczos_iterations, snapshot.ensemble().seed,
                                                      snapshot.step, snapshot.notebook))
    values.push_back(top.value);
}

}  // namespace

Instrument curvature_probe_instrument() {
  return {.name = "trace of the Hessian",
          .occasion = Occasion::weight_sample,
          .arrays = {recorded_array(
              recorded::curvature_probe,
              {.unit = "1", .long_name = "v . H_L v for one vector v of random signs: its mean is tr H_L"})},
          .measure = measure_trace,
          .probe = trace_probe_number,
          .cost = {.hessian_products = 1, .vectors = 2}};
}

Instrument curvature_check_instrument() {
  return {.name = "largest eigenvalue of the Hessian",
          .occasion = Occasion::curvature_check,
          .arrays = {recorded_array(recorded::largest_eigenvalue,
                                    {.unit = "1",
                                     .long_name = "largest eigenvalue of the Hessian of L, mean over replicas",
                                     .reduction = Reduction::mean})},
          .measure = measure_largest_eigenvalue,
          .probe = lanczos_probe,
          .cost = {.hessian_products = lanczos_iterations + 1, .vectors = lanczos_iterations + 1}};
}

}  // namespace replicas
