#pragma once

#include "solve/float_weights.h"
#include "solve/outcome.h"

namespace replicas::solve {

struct LeastActionOptions {
  int batch = 1;                 ///< patterns between two looks at the signs
  double noise = 0;              ///< flip rate d at the start; 0: the plain rule
  std::uint64_t anneal = 300;    ///< epochs in which d falls to 0, linearly
  std::uint64_t epochs = 10000;  ///< at most
};

/// Which units have to turn for a pattern of these fields to be right, and how: a committee that lacks c signs turns
/// the c wrong units of smallest |h| (towards the pattern), a parity machine its unit of smallest |h|, a perceptron its
/// only one. Nothing for a pattern that is right. `visit(k, direction)` for each.
template <class Field, class Visit>
void least_change(const Machine& machine, int least_field, std::span<const Field> fields, std::vector<int>& order,
                  const Visit& visit);

/// The least-action rule: hidden numbers H, J = sign(H); patterns in random order, in batches at whose end J is taken,
/// and for each that is wrong H_k += 2 xi for the units of least_change.
///
/// With noise it is the entropic form, which is our own definition: a pattern is judged by fields as they would be
/// after each weight was flipped with probability d, (1 - 2d) h + sqrt(4 d (1-d) n) times a normal number, so that what
/// is made small is the local energy at d; d falls to 0. Solved when J without noise leaves no error.
class LeastAction {
 public:
  LeastAction(const Instance& instance, const LeastActionOptions& options, const Kernels& kernels);
  bool advance();
  Outcome outcome() const;
  template <class Archive>
  void visit(Archive& archive) {
    archive(random_, weights_, order_, epochs_, solved_);
  }

 private:
  const Instance& instance_;
  LeastActionOptions options_;
  const Kernels& kernels_;
  RandomStream random_;
  FloatWeights weights_;
  std::vector<int> order_, units_;
  std::uint64_t epochs_ = 0;
  bool solved_ = false;
};

template <class Field, class Visit>
void least_change(const Machine& machine, int least_field, std::span<const Field> fields, std::vector<int>& order,
                  const Visit& visit) {
  const int units = machine.units;
  if (units == 1) {
    if (fields[0] < least_field) visit(0, 1);
    return;
  }
  int sum = 0, product = 1;
  for (const Field field : fields) {
    sum += field > 0 ? 1 : -1;
    product *= field > 0 ? 1 : -1;
  }
  const int lacking = machine.parity ? (product < 0 ? 1 : 0) : (least_field - sum) / 2;
  if (lacking <= 0) return;
  order.clear();
  for (int k = 0; k < units; ++k)
    if (machine.parity || !(fields[static_cast<std::size_t>(k)] > 0)) order.push_back(k);
  const auto size = [&](int k) {
    const Field field = fields[static_cast<std::size_t>(k)];
    return field < 0 ? -field : field;
  };
  for (int turned = 0; turned < lacking; ++turned) {  // few: the smallest is looked for again each time
    std::size_t next = 0;
    for (std::size_t i = 1; i < order.size(); ++i)
      if (size(order[i]) < size(order[next])) next = i;
    const int k = order[next];
    order[next] = order.back();
    order.pop_back();
    visit(k, fields[static_cast<std::size_t>(k)] > 0 ? -1 : 1);
  }
}

}  // namespace replicas::solve
