#include "solve/full_messages.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "solve/gauss_tail.h"

namespace replicas::solve {

namespace {

constexpr double random_start = 0.1;  // messages begin uniform in +-this

}  // namespace

FullMessages::FullMessages(const Instance& instance, const MessageOptions& options, const Kernels& kernels)
    : instance_(instance),
      options_(options),
      kernels_(kernels),
      n_(static_cast<std::size_t>(instance.machine.inputs)),
      stride_((n_ + 15) / 16 * 16),
      threshold_(instance.machine.units == 1 ? instance.least_field - 1 : 0),
      random_(instance.seed, instance.stream()),
      order_(static_cast<std::size_t>(instance.count())),
      units_(static_cast<std::size_t>(instance.machine.units)),
      deviations_(units_.size()),
      messages_(order_.size() * units_.size() * stride_),
      field_(units_.size() * stride_),
      fresh_(field_),
      added_(field_),
      own_(field_),
      cavity_(field_),
      before_(field_) {
  std::iota(order_.begin(), order_.end(), 0);
  for (int a = 0; a < instance.count(); ++a)
    for (int k = 0; k < instance.machine.units; ++k)
      for (std::size_t i = 0; i < n_; ++i) {
        const auto value = static_cast<float>(random_start * (2 * random_.uniform() - 1));
        messages_[at(a, k) + i] = value;
        const bool plus = (instance.input(a, k)[i / 64] >> (i % 64) & 1) != 0;
        field_[at(k) + i] += plus ? value : -value;
      }
  if (options.kind == Messages::bp || instance.machine.units == 1 || instance.machine.tree) return;
  for (int k = 0; k < instance.machine.units; ++k)
    for (std::size_t i = 0; i < n_; ++i) {
      own_[at(k) + i] = static_cast<float>(options.own_field * (2 * random_.uniform() - 1));
      field_[at(k) + i] += own_[at(k) + i];
    }
}

void FullMessages::set_outer_field(std::span<const float> field) {
  for (int k = 0; k < instance_.machine.units; ++k)
    for (std::size_t i = 0; i < n_; ++i) {
      const float value = field[static_cast<std::size_t>(k) * n_ + i];
      field_[at(k) + i] += value - added_[at(k) + i];
      added_[at(k) + i] = value;
    }
}

void FullMessages::ask_focus() {
  if (options_.kind == Messages::bp) return;
  const Focus focus = options_.protocol.at(options_.step, iteration_ / options_.per_step);
  const auto keep = static_cast<float>(kept_by_focus(focus));
  for (std::size_t k = 0; k < units_.size(); ++k)
    for (std::size_t i = k * stride_; i < k * stride_ + n_; ++i) {
      const float cavity = field_[i] - added_[i];
      added_[i] = keep * added_[i] + (1 - keep) * focused(focus, seen_by_focus(field_[i], cavity));
      field_[i] = cavity + added_[i];
    }
}

void FullMessages::ask_pattern(int a) {
  const Machine& machine = instance_.machine;
  for (int k = 0; k < machine.units; ++k) {
    float sums[2];
    kernels_.cavities(instance_.input(a, k), stride_, field_.data() + at(k), messages_.data() + at(a, k),
                      cavity_.data() + at(k), sums);
    UnitField& unit = units_[static_cast<std::size_t>(k)];
    unit = {sums[0] - threshold_, static_cast<double>(n_) - sums[1]};
    deviations_[static_cast<std::size_t>(k)] = unit.deviations();
  }
  ask_output(output_, deviations_);
  for (int k = 0; k < machine.units; ++k) {
    const auto u = static_cast<std::size_t>(k);
    const UnitAnswer answer = unit_answer(units_[u], output_.if_plus[u], output_.if_minus[u], 1 - options_.damping);
    kernels_.answer(instance_.input(a, k), stride_, n_, cavity_.data() + at(k), answer.terms.data(), answer.count,
                    static_cast<float>(options_.damping), messages_.data() + at(a, k), field_.data() + at(k),
                    fresh_.data() + at(k));
  }
}

double FullMessages::iterate() {
  before_ = field_;
  ask_focus();
  for (std::size_t i = 0; i < fresh_.size(); ++i) fresh_[i] = added_[i] + own_[i];
  for (std::size_t i = order_.size(); i > 1; --i)
    std::swap(order_[i - 1], order_[random_.below(static_cast<std::uint32_t>(i))]);
  for (const int a : order_) ask_pattern(a);
  field_ = fresh_;  // the sum of all messages, without what rounding has added to it bit by bit
  ++iteration_;
  if (options_.kind != Messages::bp) return 0;
  float moved = 0;
  for (std::size_t i = 0; i < field_.size(); ++i)
    moved = std::max(moved, std::fabs(tanh_of(field_[i]) - tanh_of(before_[i])));
  return moved;
}

// With U the messages, h = H - U and normalised factors: ln Z = sum_a ln(probability that a is right)
// + sum_ki ln 2cosh(H_ki) - sum_aki [ln 2cosh(H_ki) - ln 2cosh(h_aki)].
double FullMessages::bethe() const {
  const Machine& machine = instance_.machine;
  OutputNode output;
  std::vector<double> z(units_.size());
  double sum = 0;
  for (int k = 0; k < machine.units; ++k)
    for (std::size_t i = 0; i < n_; ++i)
      sum += log_2cosh(field_[at(k) + i]) * (1 - static_cast<double>(instance_.count()));
  for (int a = 0; a < instance_.count(); ++a) {
    for (int k = 0; k < machine.units; ++k) {
      const std::uint64_t* const input = instance_.input(a, k);
      UnitField unit{-threshold_, 0};
      for (std::size_t i = 0; i < n_; ++i) {
        const double sign = (input[i / 64] >> (i % 64) & 1) != 0 ? 1 : -1;
        const double cavity = sign * field_[at(k) + i] - messages_[at(a, k) + i], t = std::tanh(cavity);
        unit.mean += t;
        unit.variance += 1 - t * t;
        sum += log_2cosh(cavity);
      }
      z[static_cast<std::size_t>(k)] = unit.deviations();
    }
    output.ask(machine, z, instance_.least_field);
    sum += std::log(std::max(output.right, 1e-300));
  }
  return sum;
}

BitRows FullMessages::weights() const {
  BitRows rows(instance_.machine.units, instance_.machine.inputs);
  for (int k = 0; k < rows.rows(); ++k)
    for (int i = 0; i < rows.columns(); ++i) rows.set(k, i, field_[at(k) + static_cast<std::size_t>(i)] > 0);
  return rows;
}

std::vector<double> FullMessages::magnetisations() const {
  std::vector<double> found;
  for (int k = 0; k < instance_.machine.units; ++k)
    for (std::size_t i = 0; i < n_; ++i) found.push_back(std::tanh(double{field_[at(k) + i]}));
  return found;
}

}  // namespace replicas::solve
