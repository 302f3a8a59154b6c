// Work that is stopped after every single product, and goes on in another process each time, ends with the bits of work
// that was never stopped.
#include "observe/instruments/notebook.h"

#include <gtest/gtest.h>

#include <optional>

#include "formula/tiny_ensemble.h"
#include "observe/instruments/curvature_map.h"
#include "run/pilot.h"
#include "run/start.h"

namespace replicas {
namespace {

struct Stopped {};

/// Calls work(notebook) again and again, each time stopped at its first tick and given what was written down by then.
/// Returns the number of stops and the result.
template <class Work>
auto stage_by_stage(Work work) {
  std::vector<std::byte> written;
  for (int stops = 0;; ++stops) {
    Notebook notebook([&](const Notebook& now) {
      written = now.bytes();
      throw Stopped();
    });
    notebook.read(written);
    try {
      return std::pair(stops, work(notebook));
    } catch (const Stopped&) {
      if (stops > 5000) throw std::runtime_error("no end");
    }
  }
}

TEST(Notebook, PiecesAndLoopsGoOnWhereTheyWere) {
  // A piece with two pieces in it, then a loop in a loop: 3 x 4 turns.
  int made = 0;
  const auto work = [&made](Notebook& notebook) {
    const auto sum = notebook.stage([&] {
      const auto one = notebook.stage([&] { return std::vector<double>{1.0 * ++made}; });
      const auto two = notebook.stage([&] { return std::vector<double>{2.0 + ++made}; });
      ++notebook.products;
      return std::vector<double>{one[0] + two[0]};
    });
    std::uint64_t outer = 0, total = 0;
    const Notebook::Loop loop(
        notebook,
        [&](ByteWriter& state) {
          state.put(outer);
          state.put(total);
        },
        [&](ByteReader& state) {
          state.get(outer);
          state.get(total);
        });
    for (; outer < 3; ++outer) {
      std::uint64_t inner = 0, part = 0;
      {
        const Notebook::Loop turns(
            notebook,
            [&](ByteWriter& state) {
              state.put(inner);
              state.put(part);
            },
            [&](ByteReader& state) {
              state.get(inner);
              state.get(part);
            });
        while (inner < 4) {
          part += 10 * outer + inner;
          ++inner;
          ++notebook.products;
          notebook.tick();
        }
      }
      total += part;
    }
    return std::tuple(sum[0], total, notebook.products);
  };
  Notebook whole;
  const auto wanted = work(whole);
  EXPECT_EQ(wanted, std::tuple(1.0 + 4.0, 0u + 40 * 3 + 3 * 6, 13u));
  made = 0;
  const auto [stops, found] = stage_by_stage(work);
  EXPECT_EQ(stops, 3 + 12);
  EXPECT_EQ(found, wanted);
  EXPECT_EQ(made, 2);  // nothing was made twice
}

TEST(Notebook, WhatIsCutIsRefused) {
  Notebook notebook;
  notebook.stage([] { return std::vector<double>{1, 2, 3}; });
  const std::vector<std::byte> bytes = notebook.bytes();
  Notebook read;
  EXPECT_THROW(read.read(std::span(bytes).first(bytes.size() - 1)), Error);
}

/// A run of the tiny network whose weights wander without an engine: normal numbers do for the map.
Measurements wandering() {
  Measurements measured{.ensemble = tiny_ensemble(2, {1e-2, 2e-2})};
  measured.sample_interval = 10;
  for (std::uint64_t step = 10; step <= 400; step += 10) {
    WeightSample sample;
    sample.step = step;
    Ensemble ensemble = measured.ensemble;
    ensemble.seed = step;
    sample[recorded::weights] = normal_weights(ensemble);
    measured.weight_samples.push_back(std::move(sample));
    measured.steps = step;
  }
  return measured;
}

TEST(Notebook, TheCurvatureMapHasTheSameBits) {
  const Measurements measured = wandering();
  const MapPlan plan{.axes_moments = 3,
                     .axes_iterations = 14,
                     .curvature_moments = 2,
                     .spectrum_moments = 2,
                     .spectrum_iterations = 8,
                     .trace_moments = 2,
                     .windows = 1,
                     .window_axes_moments = 2,
                     .window_iterations = 4,
                     .window_curvature_moments = 2};
  const auto map = [&](Notebook& notebook) {
    PlainEngine<float> engine(measured.ensemble);
    return curvature_map(engine, measured, plan, notebook);
  };
  Notebook unread;
  const CurvatureMap whole = map(unread);
  const auto [stops, found] = stage_by_stage([&](Notebook& notebook) { return map(notebook); });
  EXPECT_GE(static_cast<std::uint64_t>(stops), whole.products - 4);  // the last product of a spectrum is no tick
  EXPECT_EQ(found.products, whole.products);
  EXPECT_EQ(found.steps, whole.steps);
  ASSERT_EQ(found.replicas.size(), whole.replicas.size());
  for (std::size_t r = 0; r < whole.replicas.size(); ++r) {
    const ReplicaCurvature &a = found.replicas[r], &b = whole.replicas[r];
    EXPECT_EQ(a.top, b.top);
    EXPECT_EQ(a.top_residual, b.top_residual);
    EXPECT_EQ(a.density, b.density);
    EXPECT_EQ(a.negative_trace, b.negative_trace);
    EXPECT_EQ(a.gauss_newton, b.gauss_newton);
    EXPECT_EQ(a.rest_trace, b.rest_trace);
    EXPECT_EQ(a.stiff_curvature, b.stiff_curvature);
    EXPECT_EQ(a.stiff_variance, b.stiff_variance);
    EXPECT_EQ(a.axes, b.axes);
    EXPECT_EQ(a.window_ratio, b.window_ratio);
    EXPECT_EQ(a.activity, b.activity);
  }
}

TEST(Notebook, DescentAndPilotHaveTheSameBits) {
  const Ensemble ensemble = tiny_ensemble(2, {1e-2, 2e-2});
  const EngineOptions plain{.backend = "plain"};
  const auto begun = [&](Notebook& notebook) {
    const Start start = make_start(ensemble, {.target_loss = 0.5}, plain, notebook, {});
    return std::tuple(start.weights, start.loss, start.descent_steps,
                      pilot_step_sizes(ensemble, start.weights, plain, notebook, {}));
  };
  Notebook unread;
  const auto wanted = begun(unread);
  EXPECT_GT(std::get<2>(wanted), 0u);
  const auto [stops, found] = stage_by_stage(begun);
  EXPECT_GT(stops, 13 * 10 + 12);  // the pilot's iterations and rounds
  EXPECT_EQ(found, wanted);
}

}  // namespace
}  // namespace replicas
