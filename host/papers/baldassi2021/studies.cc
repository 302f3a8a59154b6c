#include <spdlog/fmt/fmt.h>

#include "papers/paper.h"

namespace replicas {

namespace {

/// The protocol is ours: binary perceptrons at load 0.5, whose largest margin is 0.418, for the curves; success of
/// three solvers around the load where theory sees the flat region break up. Curves of margins above 0.38 are left out:
/// their saddle point is lost at small distances.
std::vector<Study> studies_of(const Form& form) {
  std::vector<Study> studies;
  const auto add = [&](const std::string& name, const std::string& purpose, const std::string& verb,
                       const std::string& options) {
    studies.push_back({name, purpose, verb, words_of(options)});
  };
  const std::string distances = "--distances 0.001,0.002,0.005,0.01,0.02,0.05,0.1,0.2,0.3";
  for (const char* margin : {"0", "0.1", "0.2", "0.3", "max"})
    add(fmt::format("around-{}", margin), "Franz-Parisi entropy around typical solutions of a margin", "theory",
        fmt::format("franz-parisi --load 0.5 --reference-margin {} {}", margin, distances));
  for (const char* margin : {"0.25", "0.3", "0.325", "0.35", "0.375"})
    add(fmt::format("counting-{}", margin), "the same around the largest margin, counting solutions of a margin",
        "theory",
        fmt::format("franz-parisi --load 0.5 --reference-margin max --margin {} --distances "
                    "0.001,0.002,0.005,0.01,0.02,0.05",
                    margin));
  add("too-loaded", "null: the largest margin at a load above the break-up", "theory",
      "franz-parisi --load 0.78 --reference-margin max --distances 0.002,0.003,0.005,0.008,0.012,0.02");
  add("breakup", "the load where that curve stops being monotone", "theory", "breakup");
  add("capacity", "the load where solutions cease", "theory", "capacity");
  for (const char* margin : {"0", "0.1", "0.2", "0.3", "0.4"})
    add(fmt::format("entropy-{}", margin), "how many solutions have a margin, and how near they are", "theory",
        fmt::format("entropy --loads 0.3,0.5 --margin {}", margin));
  const int inputs = form.full ? 2001 : 1001, instances = scaled(form.full ? 40 : 10, form.length);
  for (const char* margin : {"0", "0.1", "0.2", "0.3"})
    add(fmt::format("margin-{}", margin), "what lies around solutions of a margin that an algorithm finds", "solve",
        fmt::format("--model perceptron:{} --loads 0.5 --margin {} --counted-margin 0 --solver fbp --instances {}",
                    inputs, margin, instances));
  for (const char* margin : {"0", "0.2", "0.4", "0.6"})
    add(fmt::format("pairs-{}", margin), "distance between solutions of a margin that an algorithm finds", "solve",
        fmt::format("--model perceptron:{} --loads 0.3 --margin {} --counted-margin 0 --solver sbpi --attempts 4 "
                    "--instances {} --fields 1 --flips 0.05",
                    inputs, margin, instances));
  const std::string quick = "--fields 0 --flips 0.05 --seed 2";
  const int several = scaled(form.full ? 200 : 40, form.length), few = scaled(form.full ? 60 : 12, form.length);
  for (const int size : {201, 501, 1001}) {
    add(fmt::format("fbp-{}", size), "success of focusing belief propagation against load", "solve",
        fmt::format("--model perceptron:{} --loads 0.62:0.82:6 --solver fbp --rate 0.002 --instances {} {}", size,
                    size > 501 ? few : several, quick));
    add(fmt::format("sbpi-{}", size), "success of SBPI against load", "solve",
        fmt::format("--model perceptron:{} --loads 0.54:0.82:8 --solver sbpi --max-iterations 2000 --instances {} {}",
                    size, several, quick));
    add(fmt::format("rsgd-{}", size), "success of replicated descent against load", "solve",
        fmt::format("--model perceptron:{} --loads 0.54:0.82:8 --solver rsgd --batch 10 --max-iterations 600 "
                    "--instances {} {}",
                    size, few, quick));
  }
  return studies;
}

}  // namespace

Paper baldassi2021() {
  return {"baldassi2021", "arXiv:2107.01163", "Unveiling the structure of wide flat minima in neural networks", "",
          studies_of};
}

}  // namespace replicas
