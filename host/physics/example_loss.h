#pragma once

#include "physics/elementary.h"

namespace replicas {

/// Loss of one example (or of one lane's example each), its gradient in the logits, and whether the label is wrong.
/// `z` holds the logits, `error` receives dl/dz; both are arrays over the outputs, one Number each.

/// 1 where the label is wrong, 0 where it is right: its logit has to exceed every other, so a tie is wrong (all logits
/// equal say nothing of the label), and NaN is. With one logit the other is 0.
template <class Number, class Label>
HOST_DEVICE Number mislabelled(const Number* z, int outputs, Label label) {
  if (outputs == 1) {
    const Number margin = select(is_label(label, 1), z[0], -z[0]);
    return select(margin > Number(0.0f), Number(0.0f), Number(1.0f));
  }
  Number own = z[0], other = Number(-3.4e38f);
  for (int c = 1; c < outputs; ++c) own = select(is_label(label, c), z[c], own);
  for (int c = 0; c < outputs; ++c) other = maximum(other, select(is_label(label, c), other, z[c]));
  return select(own > other, Number(0.0f), Number(1.0f));
}

/// Softmax cross-entropy in the form that keeps its digits for losses of 1e-7 and below:
///   l = log1p(S), S = sum_{c != y} exp(z_c - z_y), with m = max_c (z_c - z_y) taken out when m > 0;
///   dl/dz_c = exp(z_c - z_y) / (1 + S), dl/dz_y = -S / (1 + S).
template <class Number, class Label>
HOST_DEVICE Number softmax_loss(const Number* z, int classes, Label label, Number* error) {
  Number own = z[0];
  for (int c = 1; c < classes; ++c) own = select(is_label(label, c), z[c], own);
  Number shift = Number(0.0f);
  for (int c = 0; c < classes; ++c) shift = maximum(shift, z[c] - own);  // the label's own difference is 0
  const Number own_term = exp_negative(-shift);
  Number sum = Number(0.0f);
  for (int c = 0; c < classes; ++c) {
    const Number term = exp_negative((z[c] - own) - shift);
    error[c] = term;
    sum = sum + select(is_label(label, c), Number(0.0f), term);
  }
  const Number inverse = Number(1.0f) / (own_term + sum);
  for (int c = 0; c < classes; ++c) error[c] = select(is_label(label, c), -sum, error[c]) * inverse;
  const auto beaten = shift > Number(0.0f);
  return shift + log1p_positive(select(beaten, (sum - Number(1.0f)) + own_term, sum));
}

/// Hessian of the softmax loss in the logits times `direction`: p_c (direction_c - sum_k p_k direction_k), where
/// p_c = error_c for c != y and p_y = 1 + error_y; errors as left by softmax_loss.
template <class Number, class Label>
HOST_DEVICE void softmax_product(const Number* error, int classes, Label label, const Number* direction,
                                 Number* product) {
  // Differences from the label's own direction, so that no 1 - tiny is formed.
  Number own = direction[0];
  for (int c = 1; c < classes; ++c) own = select(is_label(label, c), direction[c], own);
  Number mean = Number(0.0f);
  for (int c = 0; c < classes; ++c)
    mean = mean + select(is_label(label, c), Number(0.0f), error[c] * (direction[c] - own));
  Number sum = Number(0.0f);
  for (int c = 0; c < classes; ++c) {
    product[c] = error[c] * ((direction[c] - own) - mean);
    sum = sum + select(is_label(label, c), Number(0.0f), product[c]);
  }
  for (int c = 0; c < classes; ++c) product[c] = select(is_label(label, c), -sum, product[c]);
}

/// Binary logistic: margin m = +-z, l = log(1 + exp(-m)) = max(-m, 0) + log1p(exp(-|m|)); dl/dz = -+ 1 / (1 + exp(m)).
template <class Number, class Label>
HOST_DEVICE Number logistic_loss(Number z, Label label, Number* error) {
  const auto positive = is_label(label, 1);
  const Number margin = select(positive, z, -z);
  const Number tail = exp_negative(-magnitude(margin));
  const Number miss = select(margin > Number(0.0f), tail, Number(1.0f)) / (Number(1.0f) + tail);  // 1 / (1 + exp(m))
  *error = select(positive, -miss, miss);
  return maximum(-margin, Number(0.0f)) + log1p_positive(tail);
}

/// d^2 l / dz^2 = sigma(m) sigma(-m), given the error.
template <class Number>
HOST_DEVICE Number logistic_curvature(Number error) {
  const Number miss = magnitude(error);
  return miss * (Number(1.0f) - miss);
}

/// Squared loss l = 1/2 sum_c (z_c - t_c)^2; dl/dz = z - t.
template <class Number>
HOST_DEVICE Number squared_loss(const Number* z, int outputs, const Number* target, Number* error) {
  Number loss = Number(0.0f);
  for (int c = 0; c < outputs; ++c) {
    error[c] = z[c] - target[c];
    loss = fused(Number(0.5f) * error[c], error[c], loss);
  }
  return loss;
}

/// Hinge loss l = max(0, 1 + max_{c != y} z_c - z_y) (Crammer and Singer 2001); with one output l = max(0, 1 - m),
/// m = +-z. Where l > 0, dl/dz is 1 at the largest other logit (the first of equal ones) and -1 at the label's; else 0.
/// Its curvature is 0 everywhere but at its kinks.
template <class Number, class Label>
HOST_DEVICE Number hinge_loss(const Number* z, int outputs, Label label, Number* error) {
  if (outputs == 1) {
    const auto positive = is_label(label, 1);
    const Number lost = Number(1.0f) - select(positive, z[0], -z[0]);
    error[0] = select(lost > Number(0.0f), select(positive, Number(-1.0f), Number(1.0f)), Number(0.0f));
    return maximum(lost, Number(0.0f));
  }
  Number own = z[0], other = Number(-3.4e38f), place = Number(-1.0f);
  for (int c = 0; c < outputs; ++c) {
    const Number rival = select(is_label(label, c), Number(-3.4e38f), z[c]);
    own = select(is_label(label, c), z[c], own);
    place = select(rival > other, Number(static_cast<float>(c)), place);
    other = maximum(rival, other);
  }
  const Number lost = Number(1.0f) + (other - own);
  const Number share = select(lost > Number(0.0f), Number(1.0f), Number(0.0f));
  for (int c = 0; c < outputs; ++c) {
    const Number here = select(magnitude(place - Number(static_cast<float>(c))) < Number(0.5f), share, Number(0.0f));
    error[c] = select(is_label(label, c), -share, here);
  }
  return maximum(lost, Number(0.0f));
}

}  // namespace replicas
