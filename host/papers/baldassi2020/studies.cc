#include <spdlog/fmt/fmt.h>

#include "papers/paper.h"

namespace replicas {

namespace {

/// The protocol is ours. Perceptrons at loads 0.3, where every rule finds solutions, and 0.5, where few but those with
/// an entropic term do; N = 501 keeps annealing of the cross-entropy affordable. Instances have the same seed
/// everywhere, so that solutions of different solvers are solutions of the same patterns.
std::vector<Study> studies_of(const Form& form) {
  std::vector<Study> studies;
  const auto add = [&](const std::string& name, const std::string& purpose, const std::string& verb,
                       const std::string& options) {
    studies.push_back({name, purpose, verb, words_of(options)});
  };
  for (const char* load : {"0.3", "0.5"}) {
    add(fmt::format("typical-entropy-{}", load), "typical solutions: how many others lie around them", "theory",
        fmt::format("franz-parisi --load {} --distances 0.002,0.005,0.01,0.02,0.03,0.04,0.05,0.06,0.08,0.1", load));
    add(fmt::format("typical-energy-{}", load), "typical solutions: errors after flips of weights", "theory",
        fmt::format("local-energy --load {}", load));
  }
  for (const char* margin : {"0", "0.2", "0.4"})
    add(fmt::format("entropy-{}", margin), "how many solutions have a margin", "theory",
        fmt::format("entropy --loads 0.5 --margin {}", margin));
  const int inputs = form.full ? 1001 : 501, instances = scaled(form.full ? 40 : 12, form.length);
  const auto flat = [&](const std::string& name, const std::string& purpose, const std::string& solver) {
    add(name, purpose, "solve",
        fmt::format("--model perceptron:{} --loads 0.3,0.5 --instances {} --save-weights --solver {}", inputs,
                    instances, solver));
  };
  flat("fbp", "solutions of focusing belief propagation", "fbp");
  flat("sbpi", "solutions of SBPI", "sbpi");
  flat("lal", "null: solutions of plain least action", "lal --max-iterations 3000");
  flat("cross-entropy", "minima of the cross-entropy, annealed", "sa --energy cross-entropy --max-iterations 500");
  const int trees = scaled(form.full ? 40 : 10, form.length);
  for (const char* kind : {"tree", "parity"})
    add(kind, "least action on three units with inputs of their own", "solve",
        fmt::format("--model {}:999x3 --loads 0.1,0.2,0.3 --solver lal --max-iterations 500 --instances {}", kind,
                    trees));
  const auto pair = [&](const std::string& name, const std::string& without, const std::string& model,
                        const std::string& with_term, const std::string& without_term, int count) {
    const auto options = [&](const std::string& solver) {
      return fmt::format("--model {} --instances {} --fields 1 --flips 0.05 --seed 3 --solver {}", model,
                         scaled(count, form.length), solver);
    };
    add(name, "an entropic rule where the plain one fails", "solve", options(with_term));
    add(without, "null: the same without its entropic term", "solve", options(without_term));
  };
  const int many = form.full ? 60 : 20;
  pair("entropic-fbp", "plain-bp", "perceptron:1001 --loads 0.5,0.6", "fbp --rate 0.002", "bp", many);
  pair("entropic-sbpi", "plain-sbpi", "perceptron:1001 --loads 0.5,0.6", "sbpi --max-iterations 3000",
       "sbpi --strengthen 0 --max-iterations 3000", many);
  pair("entropic-lal", "plain-lal", "perceptron:1001 --loads 0.35,0.4,0.45", "elal --max-iterations 1000",
       "lal --max-iterations 1000", many);
  pair("entropic-rsgd", "plain-sgd", "committee:321x5 --loads 0.5", "rsgd --max-iterations 700",
       "rsgd --replicas 1 --attempts 7 --max-iterations 700", form.full ? 20 : 6);
  if (form.data.empty()) return studies;
  // Dress against coat; N = 784 and a constant input, 500 training examples.
  const int draws = form.full ? 6 : 2, attempts = scaled(form.full ? 40 : 16, form.length, 4);
  const auto real = [&](const std::string& name, const std::string& solver) {
    add("real-" + name, "minimisers on real images", "solve",
        fmt::format("--model committee:785x9 --loads 0.0707714 --classes 3,4 --instances {} --attempts {} --fields 1 "
                    "--flips 0.02,0.05,0.1,0.2 --solver {}",
                    draws, attempts, solver));
    studies.back().words.insert(studies.back().words.end(), {"--data", form.data});
  };
  real("lal", "lal --max-iterations 1000");
  real("lal-batch", "lal --batch 25 --max-iterations 1000");
  real("elal", "elal --anneal 100 --max-iterations 1000");
  real("rsgd", "rsgd --replicas 3 --max-iterations 1000");
  return studies;
}

}  // namespace

Paper baldassi2020() {
  return {"baldassi2020", "arXiv:1905.07833",
          "Shaping the learning landscape in neural networks around wide flat minima",
          "Fashion-MNIST, whose labels 3 and 4 are dress and coat", studies_of};
}

}  // namespace replicas
