#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/cpu/plan.h"
#include "engine/step_sums.h"
#include "physics/langevin.h"
#include "physics/noise.h"

// The table of entry points that one instruction set fills. Plain structs and pointers only: the files compiled for an
// instruction set include nothing inline that others use too.

namespace replicas::cpu {

/// One data set with padded rows: inputs [P rounded up to 16][input_stride], labels (-1 beyond P, or where there are
/// none), and for the squared loss targets [C][P rounded up to 16].
struct DataView {
  int examples;
  const float* values;
  const std::int32_t* labels;
  const float* targets;
  std::ptrdiff_t target_stride;
};

/// One replica's part of the ensemble; weights and anchor padded.
struct ReplicaView {
  float* weights;
  const float* anchor;     ///< null: the centre of the confinement is 0
  const BlockRule* rules;  ///< [layer][2]: how W and b move
  bool silent;             ///< every amplitude is 0: no noise is drawn
  bool two_noises;         ///< lm
  float* velocities;       ///< padded; null: the dynamics has none
  const VelocityRule* velocity_rule;
  std::uint64_t seed;
  Purpose purpose;
  std::uint64_t replica;
  std::uint64_t measure_interval;
  /// Called with `changes` and the step before every step, where not null: it may change the examples that the data
  /// view leads to, and the numbers of the rules.
  void (*before_step)(void* changes, std::uint64_t step);
  void* changes;
};

/// A worker's memory, every pointer at a multiple of 64 bytes; zero at first, and padding stays zero.
struct Scratch {
  float* gradient;       ///< plan.padded
  float* transposed;     ///< plan.transposed
  float* activations;    ///< plan.activations
  float* slopes;         ///< plan.activations, only where units store them (plan.h)
  float* errors;         ///< [C][tile]: dL/dz of the last layer
  float* logits;         ///< [4 C][16]: logits, errors, targets or tangents, and products of up to 16 examples
  float* bias_partials;  ///< [C][16]
  float* noise;          ///< plan.noise
  float* carried;        ///< lm: this step's noise in noise order, then the last layer's by output
  // Hessian products only:
  float* tangents;              ///< plan.activations: tangents of the activations
  float* bends;                 ///< plan.activations: f'' times the tangent of z
  float* tangent_errors;        ///< [C][tile]
  float* direction_transposed;  ///< plan.transposed
};

struct Kernels {
  const char* name;
  void (*advance)(const Plan&, const DataView&, const ReplicaView&, const Scratch&, std::uint64_t first_step,
                  std::uint64_t last_step, ReplicaSums&);
  /// grad L into scratch.gradient.
  void (*gradient)(const Plan&, const DataView&, const float* weights, const Scratch&);
  void (*example_losses)(const Plan&, const DataView&, const float* weights, const Scratch&, float* losses,
                         std::uint8_t* wrong);
  /// Hessian of L times the padded `direction` into scratch.gradient, or only its Gauss-Newton part.
  void (*hessian_product)(const Plan&, const DataView&, const float* weights, const float* direction, const Scratch&,
                          bool gauss_newton);
  /// `count` normals from noise index 0 (a multiple of 64), for tests and timing.
  void (*normals)(std::uint64_t seed, Purpose purpose, std::uint64_t replica, std::uint64_t blocks, std::uint64_t step,
                  std::ptrdiff_t count, float* out);
  /// `rounds` rounds of independent fused multiply-adds; returns how many floating-point operations that was.
  double (*multiply_adds)(std::int64_t rounds);
};

const Kernels& generic_kernels();
const Kernels& avx2_kernels();
const Kernels& avx512_kernels();

}  // namespace replicas::cpu
