#include "data/teacher.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

TaughtExamples::TaughtExamples(const Teacher& teacher, const Network& student, std::uint64_t rule_seed,
                               double label_noise)
    : teacher_(teacher),
      student_(student),
      random_(student),
      label_noise_(label_noise),
      variance_(std::numeric_limits<double>::quiet_NaN()),
      real_(student.loss() == Loss::mse && teacher.kind != Teacher::Kind::mixture),
      rule_{} {
  check_fit(teacher, student);
  if (student.loss() == Loss::mse)
    variance_ = replicas::target_variance(teacher, student, rule_seed).value_or(variance_);
  require(!real_ || label_noise == 0 || std::isfinite(variance_), ErrorKind::bad_value,
          "<label-noise> on real targets is a share of their variance, which is not known of <teacher> {}; take one "
          "hidden layer",
          teacher.text);
  if (real_ && label_noise > 0) deviation_ = std::sqrt(label_noise * variance_);
  if (teacher.kind == Teacher::Kind::three_spin) couplings_ = three_spin_couplings(teacher.inputs, rule_seed);
  if (teacher.kind == Teacher::Kind::network) rule_ = taught_network(teacher, student.activation(), rule_seed);
  if (teacher.kind == Teacher::Kind::mixture) centres_ = centres(student.inputs(), classes_of(student), rule_seed);
}

void TaughtExamples::shift_to_centre(float* input, std::int32_t label) const {
  const std::vector<double>& centre = centres_[static_cast<std::size_t>(label)];
  for (std::size_t i = 0; i < centre.size(); ++i) input[i] += static_cast<float>(teacher_.distance * centre[i]);
}

/// What the rule says of normal numbers, which a three-spin teacher puts on its sphere first.
std::vector<double> TaughtExamples::answer_to(float* input) const {
  const auto inputs = static_cast<std::size_t>(student_.inputs());
  if (teacher_.kind == Teacher::Kind::network) return answer(rule_, std::vector<double>(input, input + inputs));
  double norm2 = 0;
  for (std::size_t i = 0; i < inputs; ++i) norm2 += static_cast<double>(input[i]) * static_cast<double>(input[i]);
  const double factor = std::sqrt(static_cast<double>(inputs) / norm2);
  for (std::size_t i = 0; i < inputs; ++i) input[i] = static_cast<float>(factor * static_cast<double>(input[i]));
  return {three_spin(couplings_, std::vector<double>(input, input + inputs))};
}

void TaughtExamples::draw(const ExampleDraw& draw, Dataset& into) const {
  random_.draw(draw, into);  // inputs N(0, I); labels, which choose the cloud of a mixture
  const auto inputs = static_cast<std::size_t>(into.inputs), outputs = static_cast<std::size_t>(into.outputs);
  const auto examples = static_cast<std::uint64_t>(draw.examples);
  const auto classes = static_cast<std::uint64_t>(classes_of(student_));
  if (real_) into.labels.clear();
  for (std::size_t n = 0; n < examples; ++n) {
    float* const values = into.values.data() + n * inputs;
    if (teacher_.kind == Teacher::Kind::mixture) {
      shift_to_centre(values, into.labels[n]);
    } else if (const std::vector<double> z = answer_to(values); !real_) {
      into.labels[n] =
          z.size() == 1 ? (z[0] > 0 ? 1 : 0) : static_cast<std::int32_t>(std::ranges::max_element(z) - z.begin());
    } else {
      for (std::size_t c = 0; c < outputs; ++c) {
        const double error = deviation_ == 0
                                 ? 0
                                 : deviation_ *
                                       static_cast<double>(noise(draw.seed, Purpose::label_noise, draw.number,
                                                                 (outputs + 3) / 4, draw.step * examples + n + 1, c)) /
                                       std::sqrt(static_cast<double>(outputs));
        into.targets[n * outputs + c] = static_cast<float>(z[c] + error);
      }
    }
    if (real_ || label_noise_ == 0) continue;
    const Words words = noise_words(draw.seed, Purpose::label_noise, draw.number, examples, draw.step, n);
    if ((words[0] + 0.5) * 0x1p-32 < label_noise_)
      into.labels[n] = static_cast<std::int32_t>((static_cast<std::uint64_t>(words[1]) * classes) >> 32);
  }
  if (student_.loss() == Loss::mse && !real_) make_targets(into, student_);
}

Dataset taught_dataset(const Teacher& teacher, const Network& student, const Lesson& lesson) {
  const TaughtExamples law(teacher, student, lesson.seed, lesson.label_noise);
  Dataset dataset;
  law.draw({.examples = lesson.examples, .seed = lesson.seed, .number = lesson.number}, dataset);
  dataset.target_variance = law.target_variance();
  dataset.origin = fmt::format("teacher {}, seed {}, number {}{}", teacher.text, lesson.seed, lesson.number,
                               lesson.label_noise > 0 ? fmt::format(", label noise {}", lesson.label_noise) : "");
  return dataset;
}

}  // namespace replicas
