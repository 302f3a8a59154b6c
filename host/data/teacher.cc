#include "data/teacher.h"

#include <algorithm>
#include <cmath>

#include "data/teacher_variance.h"
#include "model/error.h"
#include "model/number_in.h"
#include "model/printable.h"
#include "physics/noise.h"

namespace replicas {

namespace {

constexpr int most_spins = 100;  // a million couplings

/// Normal number i of `count` that a rule is made of.
double of_the_rule(std::uint64_t seed, std::uint64_t part, std::uint64_t count, std::uint64_t i) {
  return static_cast<double>(noise(seed, Purpose::teacher, part, (count + 3) / 4, 0, i));
}

/// Outputs of a network without biases.
std::vector<double> answer(const TaughtNetwork& rule, std::vector<double> a) {
  for (std::size_t l = 0; l < rule.weights.size(); ++l) {
    const auto out = static_cast<std::size_t>(rule.widths[l + 1]);
    std::vector<double> z(out, 0.0);
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j < out; ++j) z[j] += a[i] * rule.weights[l][i * out + j];
    if (l + 1 < rule.weights.size())
      for (double& x : z) x = with_activation(rule.activation, [&]<Activation kind>() { return activation<kind>(x); });
    a = std::move(z);
  }
  return a;
}

double three_spin(const std::vector<double>& a, const std::vector<double>& x) {
  const std::size_t d = x.size();
  double sum = 0;
  for (std::size_t p = 0; p < d; ++p)
    for (std::size_t q = 0; q < d; ++q) {
      double inner = 0;
      for (std::size_t r = 0; r < d; ++r) inner += a[(p * d + q) * d + r] * x[r];
      sum += x[p] * x[q] * inner;
    }
  return sum / static_cast<double>(d);
}

/// Unit vectors u_k, k < classes.
std::vector<std::vector<double>> centres(int inputs, int classes, std::uint64_t seed) {
  std::vector<std::vector<double>> all;
  for (int k = 0; k < classes; ++k) {
    std::vector<double> u(static_cast<std::size_t>(inputs));
    double norm2 = 0;
    for (std::size_t i = 0; i < u.size(); ++i) {
      u[i] = of_the_rule(seed, static_cast<std::uint64_t>(classes == 2 ? 0 : k), u.size(), i);
      norm2 += u[i] * u[i];
    }
    for (double& x : u) x *= (classes == 2 && k == 1 ? -1 : 1) / std::sqrt(norm2);
    all.push_back(std::move(u));
  }
  return all;
}

/// Classes of labels that a student tells apart; the squared loss of one output has -1 and 1.
int classes_of(const Network& student) {
  return student.loss() == Loss::mse && student.outputs() == 1 ? 2 : student.classes();
}

void check_fit(const Teacher& teacher, const Network& student) {
  require(teacher.inputs == 0 || teacher.inputs == student.inputs(), ErrorKind::bad_value,
          "<teacher> {} answers {} inputs, <network> {} takes {}; make them equal", teacher.text, teacher.inputs,
          to_string(student.widths()), student.inputs());
  const int answers = teacher.kind == Teacher::Kind::network      ? teacher.widths.back()
                      : teacher.kind == Teacher::Kind::three_spin ? 1
                                                                  : student.outputs();
  require(answers == student.outputs(), ErrorKind::bad_value,
          "<teacher> {} gives {} output{}, <network> {} has {}; make them equal", teacher.text, answers,
          answers == 1 ? "" : "s", to_string(student.widths()), student.outputs());
}

}  // namespace

Teacher parse_teacher(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string name = text.substr(0, colon), rest = colon == std::string::npos ? "" : text.substr(colon + 1);
  Teacher teacher{.text = text};
  if (name == "network") {
    try {
      teacher.widths = parse_widths(rest);
    } catch (const Error&) {
      fail(ErrorKind::bad_value, "<teacher> {}: write network:inputs-hidden-...-outputs, like network:50-10-1",
           printable(text));
    }
    teacher.inputs = teacher.widths.front();
  } else if (name == "three-spin") {
    teacher.kind = Teacher::Kind::three_spin;
    const std::optional<std::uint64_t> inputs = whole_number(rest);
    require(inputs && *inputs >= 1 && *inputs <= most_spins, ErrorKind::bad_value,
            "<teacher> {}: write three-spin:D with D inputs from 1 to {}", printable(text), most_spins);
    teacher.inputs = static_cast<int>(*inputs);
  } else {
    require(name == "mixture", ErrorKind::bad_value, "<teacher> {}: choose network:50-10-1, three-spin:D or mixture:S",
            printable(text));
    teacher.kind = Teacher::Kind::mixture;
    teacher.distance = number_in(rest);
    require(teacher.distance > 0 && teacher.distance <= 1e6, ErrorKind::bad_value,
            "<teacher> {}: write mixture:S with the distance S of the clouds from 0, above 0", printable(text));
  }
  return teacher;
}

std::vector<double> three_spin_couplings(int inputs, std::uint64_t seed) {
  std::vector<double> a(static_cast<std::size_t>(inputs) * static_cast<std::size_t>(inputs * inputs));
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = of_the_rule(seed, 0, a.size(), i);
  return a;
}

TaughtNetwork taught_network(const Teacher& teacher, Activation activation, std::uint64_t seed) {
  TaughtNetwork rule{teacher.widths, activation, {}};
  for (std::size_t l = 0; l + 1 < teacher.widths.size(); ++l) {
    const auto in = static_cast<std::size_t>(teacher.widths[l]), out = static_cast<std::size_t>(teacher.widths[l + 1]);
    std::vector<double> w(in * out);
    for (std::size_t i = 0; i < w.size(); ++i)
      w[i] = of_the_rule(seed, l, w.size(), i) / std::sqrt(static_cast<double>(in));
    rule.weights.push_back(std::move(w));
  }
  return rule;
}

Dataset taught_dataset(const Teacher& teacher, const Network& student, const Lesson& lesson) {
  check_fit(teacher, student);
  const bool squared = student.loss() == Loss::mse, mixture = teacher.kind == Teacher::Kind::mixture;
  Dataset dataset = random_dataset(student, lesson.examples, lesson.seed, lesson.number);  // inputs N(0, I)
  const auto inputs = static_cast<std::size_t>(student.inputs()), outputs = static_cast<std::size_t>(student.outputs());
  const int classes = classes_of(student);
  // NaN: not known, or of no meaning for labels.
  const double variance = squared ? target_variance(teacher, student, lesson.seed).value_or(dataset.target_variance)
                                  : dataset.target_variance;
  const bool real = squared && !mixture;
  require(!real || lesson.label_noise == 0 || std::isfinite(variance), ErrorKind::bad_value,
          "<label-noise> on real targets is a share of their variance, which is not known of <teacher> {}; take one "
          "hidden layer",
          teacher.text);
  const double deviation = real && lesson.label_noise > 0 ? std::sqrt(lesson.label_noise * variance) : 0;
  const std::vector<double> couplings = teacher.kind == Teacher::Kind::three_spin
                                            ? three_spin_couplings(teacher.inputs, lesson.seed)
                                            : std::vector<double>();
  const TaughtNetwork rule = teacher.kind == Teacher::Kind::network
                                 ? taught_network(teacher, student.activation(), lesson.seed)
                                 : TaughtNetwork{};
  const auto clouds = mixture ? centres(student.inputs(), classes, lesson.seed) : std::vector<std::vector<double>>();
  if (real) dataset.labels.clear();
  for (std::size_t n = 0; n < static_cast<std::size_t>(lesson.examples); ++n) {
    float* const values = dataset.values.data() + n * inputs;
    const Words words = noise_words(lesson.seed, Purpose::label_noise, lesson.number, 1, 0, n);
    if (mixture) {
      const std::vector<double>& centre = clouds[static_cast<std::size_t>(dataset.labels[n])];
      for (std::size_t i = 0; i < inputs; ++i) values[i] += static_cast<float>(teacher.distance * centre[i]);
    } else {
      if (teacher.kind == Teacher::Kind::three_spin) {
        double norm2 = 0;
        for (std::size_t i = 0; i < inputs; ++i)
          norm2 += static_cast<double>(values[i]) * static_cast<double>(values[i]);
        const double factor = std::sqrt(static_cast<double>(inputs) / norm2);
        for (std::size_t i = 0; i < inputs; ++i)
          values[i] = static_cast<float>(factor * static_cast<double>(values[i]));
      }
      const std::vector<double> x(values, values + inputs);
      const std::vector<double> z =
          teacher.kind == Teacher::Kind::three_spin ? std::vector{three_spin(couplings, x)} : answer(rule, x);
      if (real) {
        for (std::size_t c = 0; c < outputs; ++c) {
          const double error = deviation *
                               static_cast<double>(noise(lesson.seed, Purpose::label_noise, lesson.number,
                                                         (outputs + 3) / 4, n + 1, c)) /
                               std::sqrt(static_cast<double>(outputs));
          dataset.targets[n * outputs + c] = static_cast<float>(z[c] + error);
        }
      } else {
        dataset.labels[n] =
            z.size() == 1 ? (z[0] > 0 ? 1 : 0) : static_cast<std::int32_t>(std::ranges::max_element(z) - z.begin());
      }
    }
    if (!real && (words[0] + 0.5) * 0x1p-32 < lesson.label_noise)
      dataset.labels[n] =
          static_cast<std::int32_t>((static_cast<std::uint64_t>(words[1]) * static_cast<std::uint64_t>(classes)) >> 32);
  }
  if (squared && mixture) make_targets(dataset, student);
  dataset.target_variance = variance;
  dataset.origin = fmt::format("teacher {}, seed {}, number {}{}", teacher.text, lesson.seed, lesson.number,
                               lesson.label_noise > 0 ? fmt::format(", label noise {}", lesson.label_noise) : "");
  return dataset;
}

}  // namespace replicas
