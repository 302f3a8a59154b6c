#pragma once

#include "physics/elementary.h"

namespace replicas {

/// Solvable potentials: L = sum over independent modes of one or two weights, l(x, y; p) with one parameter p each
/// (science: "Beyond the quadratic"). A mode is one term of L or two, its "examples".
///   quadratic         p x^2 / 2                                                        p: curvature
///   channel           exp(-(x + p/2)) + exp(x - p/2), two terms                        p: distance of the walls
///   logistic_channel  log(1 + exp(-(x + p/2))) + log(1 + exp(x - p/2)), two terms
///   wall              exp(-x) + x
///   valley            exp(-y) x^2 / 2, two weights
enum class PotentialKind { quadratic, channel, logistic_channel, wall, valley };

template <class Number>
struct ModeForces {
  Number slope_x, slope_y;  ///< dl/dx, dl/dy (0 for modes of one weight)
};

template <class Number>
struct ModeCurvature {
  Number xx, xy, yy;
};

template <PotentialKind kind>
struct PotentialMode;

template <>
struct PotentialMode<PotentialKind::quadratic> {
  static constexpr int weights = 1, terms = 1;
  template <class Number>
  HOST_DEVICE static void losses(Number x, Number, Number p, Number* term) {
    term[0] = Number(0.5f) * p * (x * x);
  }
  template <class Number>
  HOST_DEVICE static ModeForces<Number> forces(Number x, Number, Number p) {
    return {p * x, Number(0.0f)};
  }
  template <class Number>
  HOST_DEVICE static ModeCurvature<Number> curvature(Number, Number, Number p) {
    return {p, Number(0.0f), Number(0.0f)};
  }
};

template <>
struct PotentialMode<PotentialKind::channel> {
  static constexpr int weights = 1, terms = 2;
  template <class Number>
  HOST_DEVICE static void losses(Number x, Number, Number p, Number* term) {
    const Number half = Number(0.5f) * p;
    term[0] = exponential(-(x + half));
    term[1] = exponential(x - half);
  }
  template <class Number>
  HOST_DEVICE static ModeForces<Number> forces(Number x, Number y, Number p) {
    Number term[2];
    losses(x, y, p, term);
    return {term[1] - term[0], Number(0.0f)};
  }
  template <class Number>
  HOST_DEVICE static ModeCurvature<Number> curvature(Number x, Number y, Number p) {
    Number term[2];
    losses(x, y, p, term);
    return {term[0] + term[1], Number(0.0f), Number(0.0f)};
  }
};

template <>
struct PotentialMode<PotentialKind::logistic_channel> {
  static constexpr int weights = 1, terms = 2;
  /// log(1 + exp(-m)) = max(-m, 0) + log1p(exp(-|m|)).
  template <class Number>
  HOST_DEVICE static Number loss_of(Number margin) {
    return maximum(-margin, Number(0.0f)) + log1p_positive(exp_negative(-magnitude(margin)));
  }
  /// 1 / (1 + exp(m)).
  template <class Number>
  HOST_DEVICE static Number miss_of(Number margin) {
    const Number tail = exp_negative(-magnitude(margin));
    return select(margin > Number(0.0f), tail, Number(1.0f)) / (Number(1.0f) + tail);
  }
  template <class Number>
  HOST_DEVICE static void losses(Number x, Number, Number p, Number* term) {
    const Number half = Number(0.5f) * p;
    term[0] = loss_of(x + half);
    term[1] = loss_of(half - x);
  }
  template <class Number>
  HOST_DEVICE static ModeForces<Number> forces(Number x, Number, Number p) {
    const Number half = Number(0.5f) * p;
    return {miss_of(half - x) - miss_of(x + half), Number(0.0f)};
  }
  template <class Number>
  HOST_DEVICE static ModeCurvature<Number> curvature(Number x, Number, Number p) {
    const Number half = Number(0.5f) * p, left = miss_of(x + half), right = miss_of(half - x);
    return {left * (Number(1.0f) - left) + right * (Number(1.0f) - right), Number(0.0f), Number(0.0f)};
  }
};

template <>
struct PotentialMode<PotentialKind::wall> {
  static constexpr int weights = 1, terms = 1;
  template <class Number>
  HOST_DEVICE static void losses(Number x, Number, Number, Number* term) {
    term[0] = exponential(-x) + x;
  }
  template <class Number>
  HOST_DEVICE static ModeForces<Number> forces(Number x, Number, Number) {
    return {Number(1.0f) - exponential(-x), Number(0.0f)};
  }
  template <class Number>
  HOST_DEVICE static ModeCurvature<Number> curvature(Number x, Number, Number) {
    return {exponential(-x), Number(0.0f), Number(0.0f)};
  }
};

template <>
struct PotentialMode<PotentialKind::valley> {
  static constexpr int weights = 2, terms = 1;
  template <class Number>
  HOST_DEVICE static void losses(Number x, Number y, Number, Number* term) {
    term[0] = Number(0.5f) * exponential(-y) * (x * x);
  }
  template <class Number>
  HOST_DEVICE static ModeForces<Number> forces(Number x, Number y, Number) {
    const Number slope = exponential(-y) * x;
    return {slope, Number(-0.5f) * slope * x};
  }
  template <class Number>
  HOST_DEVICE static ModeCurvature<Number> curvature(Number x, Number y, Number) {
    const Number stiffness = exponential(-y), slope = stiffness * x;
    return {stiffness, -slope, Number(0.5f) * slope * x};
  }
};

/// Calls body.operator()<Mode>() with the formulas of one kind.
template <class Body>
HOST_DEVICE auto with_potential(PotentialKind kind, Body body) {
  switch (kind) {
    case PotentialKind::channel: return body.template operator()<PotentialMode<PotentialKind::channel>>();
    case PotentialKind::logistic_channel:
      return body.template operator()<PotentialMode<PotentialKind::logistic_channel>>();
    case PotentialKind::wall: return body.template operator()<PotentialMode<PotentialKind::wall>>();
    case PotentialKind::valley: return body.template operator()<PotentialMode<PotentialKind::valley>>();
    default: return body.template operator()<PotentialMode<PotentialKind::quadratic>>();
  }
}

}  // namespace replicas
