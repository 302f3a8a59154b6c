#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/dataset.h"
#include "model/example_source.h"
#include "model/network.h"

namespace replicas {

/// A rule that answers random inputs, in the place of random labels.
///   network:50-10-1   a random network without biases, weights N(0, 1/fan-in), with the activation of the student;
///                     inputs N(0, I)
///   three-spin:D      f(x) = (1/D) sum_pqr a_pqr x_p x_q x_r, a ~ N(0, 1), x uniform on the sphere |x|^2 = D
///                     (arXiv:1805.00915)
///   mixture:S         one Gaussian cloud N(S u_k, I) for each class, u_k random unit vectors; of two classes u_1 =
///   -u_0
/// The rule is a function of the seed alone; inputs are also of the number of the data set.
struct Teacher {
  enum class Kind { network, three_spin, mixture };
  Kind kind = Kind::network;
  std::string text = {};         ///< as it was asked for
  std::vector<int> widths = {};  ///< of a network
  int inputs = 0;                ///< 0: any number
  double distance = 0;           ///< S of a mixture
};

/// Error(bad_value) names what is wrong.
Teacher parse_teacher(const std::string& text);

/// Which examples a teacher is asked about.
struct Lesson {
  int examples = 32;
  std::uint64_t seed = 1;
  std::uint64_t number = 0;  ///< of the data set
  double label_noise = 0;    ///< 0 to 1: the share of labels that are drawn anew, or the variance of the noise on real
                             ///< targets over that of the targets
};

/// A teacher's network without biases: weights[l] is W_l[in][out], row-major.
struct TaughtNetwork {
  std::vector<int> widths;
  Activation activation;
  std::vector<std::vector<double>> weights;
};
TaughtNetwork taught_network(const Teacher& teacher, Activation activation, std::uint64_t seed);

/// The law of what a teacher answers, for a student: random inputs, with real targets for the squared loss, else labels
/// (the largest output, or the sign of the only one). The rule is that of a seed, made once. Error(bad_value) when the
/// student does not fit the teacher, or where label noise needs a variance that is not known.
class TaughtExamples final : public ExampleSource {
 public:
  TaughtExamples(const Teacher& teacher, const Network& student, std::uint64_t rule_seed, double label_noise);
  void draw(const ExampleDraw& draw, Dataset& into) const override;
  double target_variance() const { return variance_; }  ///< exact; NaN: not known, or of no meaning for labels

 private:
  void shift_to_centre(float* input, std::int32_t label) const;
  std::vector<double> answer_to(float* input) const;

  Teacher teacher_;
  Network student_;
  RandomExamples random_;
  double label_noise_, variance_, deviation_ = 0;  // of the noise on real targets
  bool real_;                                      // targets, no labels
  std::vector<double> couplings_;                  // of a three-spin teacher
  TaughtNetwork rule_;                             // of a network
  std::vector<std::vector<double>> centres_;       // of a mixture
};

/// Examples for a student: real targets for the squared loss, else labels (the largest output, or the sign of the only
/// one). `target_variance` of the data set is exact for this rule, where a formula or a quadrature has it.
/// Error(bad_value) when the student does not fit the teacher, or where label noise needs a variance that is not known.
Dataset taught_dataset(const Teacher& teacher, const Network& student, const Lesson& lesson);

/// Variance over inputs of the teacher's answer, summed over outputs:
///   three-spin  (6 |S|^2 + 9 |tr S|^2) / ((D + 2)(D + 4)), S the symmetrised couplings, tr S_p = sum_q S_pqq
///   network     of one hidden layer with up to 128 units: v_i v_j Cov(f(u_i), f(u_j)) with u = W^T x, in closed form
///               for units with a kink and by a trapezoidal rule else (error below 1e-10); of none: |W|^2
///   mixture     of the targets +-1, or one-hot
std::optional<double> target_variance(const Teacher& teacher, const Network& student, std::uint64_t seed);

/// The couplings a_pqr, row-major.
std::vector<double> three_spin_couplings(int inputs, std::uint64_t seed);

}  // namespace replicas
