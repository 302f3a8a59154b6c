#pragma once

#include "model/dataset.h"
#include "model/network.h"
#include "system/system.h"

namespace replicas {

/// What no weights of this network can go below on these data, known from the data alone: the loss of examples that
/// see the same logits and ask for different answers.
///
/// Two examples see logits z that differ by a known factor s when their inputs are equal (s = 1), are the negative of
/// each other (s = -1, an odd network: no bias, tanh or linear), lie on one ray (s > 0, no bias, relu or linear), or
/// when an input is all zeros (s = 0, no bias). For such a group, inf over z of sum_i l(s_i z, y_i) is a problem in as
/// many numbers as the network has outputs; the bound is the sum over groups, divided by P. Closed forms: s = 1,
/// cross-entropy, sum_c n_c ln(n / n_c); squared loss, the spread about sum s t / sum s^2; logistic loss with any s, by
/// bisection of a convex function of one logit. Softmax with s other than 0 and 1 is left alone (a weaker bound).
LossBound loss_bound(const Network& network, const Dataset& dataset);

}  // namespace replicas
