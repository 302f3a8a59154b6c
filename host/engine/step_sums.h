#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "physics/host_device.h"

namespace replicas {

/// What one replica's `advance` measured, at steps divisible by `measure_interval`, on the weights before that step's
/// update. Over the measured steps of that call alone. A new sum has its member here, its row in the table below, and
/// its line in the function of what it is made of: engines, cells, checkpoints, slices and the digest follow.
struct ReplicaSums {
  std::uint64_t count = 0;      ///< measured steps
  double loss = 0;              ///< sum of L, the mean over examples
  double loss2 = 0;             ///< sum of L^2
  double gradient2 = 0;         ///< sum of |grad L|^2
  double gradient4 = 0;         ///< sum of |grad L|^4
  double gradient_product = 0;  ///< sum of grad L . grad U
  double batch_noise2 = 0;      ///< sum of |g - grad L|^2, g the gradient of the step's batch; 0 where that is grad L
  double wrong = 0;             ///< sum of wrongly labelled examples
  double largest_weight = 0;    ///< largest |w_i| seen at a measured step or at the end of the call
  bool finite = true;           ///< every weight and loss seen was finite
};

/// How a measured step enters, whichever kernel measured it: the mean loss of all examples and the number of wrong
/// labels.
HOST_DEVICE void add_loss(ReplicaSums& sums, double loss, double wrong) {
  sums.count += 1;
  sums.loss += loss;
  sums.loss2 += loss * loss;
  sums.wrong += wrong;
  sums.finite = sums.finite && loss - loss == 0;
}

/// |grad L|^2 and grad L . grad U.
HOST_DEVICE void add_gradient(ReplicaSums& sums, double gradient2, double product) {
  sums.gradient2 += gradient2;
  sums.gradient4 += gradient2 * gradient2;
  sums.gradient_product += product;
  sums.finite = sums.finite && gradient2 - gradient2 == 0;
}

/// |g - grad L|^2 of a step whose gradient is taken over a batch.
HOST_DEVICE void add_batch_noise(ReplicaSums& sums, double noise2) { sums.batch_noise2 += noise2; }

/// How the sums of two calls become those of both.
enum class StepJoin { sum, largest };

struct StepSum {
  std::string_view name, unit;
  std::string_view what;  ///< it is a sum of, over measured steps
  double ReplicaSums::*member;
  StepJoin join = StepJoin::sum;
};

inline constexpr std::array step_sums = {
    StepSum{"loss", "1", "L", &ReplicaSums::loss},
    StepSum{"loss2", "1", "L^2", &ReplicaSums::loss2},
    StepSum{"gradient2", "1", "|grad L|^2", &ReplicaSums::gradient2},
    StepSum{"gradient4", "1", "|grad L|^4", &ReplicaSums::gradient4},
    StepSum{"gradient_product", "1", "grad L . grad U", &ReplicaSums::gradient_product},
    StepSum{"batch_noise2", "1", "|g - grad L|^2 of a batch", &ReplicaSums::batch_noise2},
    StepSum{"wrong", "1", "wrongly labelled examples", &ReplicaSums::wrong},
    StepSum{"largest_weight", "1", "largest |w_i|", &ReplicaSums::largest_weight, StepJoin::largest},
};

static_assert(sizeof(ReplicaSums) == sizeof(std::uint64_t) + step_sums.size() * sizeof(double) + alignof(double),
              "every sum has its row: one without would not survive an interruption");

/// Adds the sums of further steps of the same replica.
constexpr void join(ReplicaSums& total, const ReplicaSums& part) {
  total.count += part.count;
  for (const StepSum& sum : step_sums) {
    double& own = total.*sum.member;
    const double added = part.*sum.member;
    own = sum.join == StepJoin::sum ? own + added : (own < added ? added : own);
  }
  total.finite = total.finite && part.finite;
}

}  // namespace replicas
