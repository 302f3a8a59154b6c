#include "command/theory_quantities.h"

#include "command/theory_curves.h"
#include "model/error.h"

namespace replicas {

theory::Machine TheoryOptions::machine() const {
  theory::Machine machine;
  if (const auto units = texts_.find("--units"); units != texts_.end()) {
    const std::string& text = units->second;
    require(text == "perceptron" || text == "tree-sign" || text == "tree-relu", ErrorKind::bad_value,
            "--units {}: choose perceptron, tree-sign or tree-relu (trees of infinitely many units)", text);
    machine.units = text == "tree-sign"   ? theory::Units::sign_tree
                    : text == "tree-relu" ? theory::Units::relu_tree
                                          : theory::Units::perceptron;
  }
  if (const auto weights = texts_.find("--weights"); weights != texts_.end()) {
    require(weights->second == "binary" || weights->second == "spherical", ErrorKind::bad_value,
            "--weights {}: choose binary or spherical", weights->second);
    machine.weights = weights->second == "spherical" ? theory::Weights::spherical : theory::Weights::binary;
  }
  if (texts_.contains("--margin")) machine.margin = number("--margin", margin_bounds);
  return machine;
}

const std::vector<TheoryQuantity>& theory_quantities() {
  const TheoryOption units = {"--units", "perceptron", "perceptron, or trees of many units: tree-sign, tree-relu"};
  const TheoryOption weights = {"--weights", "binary", "binary or spherical"};
  const TheoryOption margin = {"--margin", "0", "Smallest stability of a solution"};
  const TheoryOption load = {"--load", "0.5", "Patterns per weight"};
  static const std::vector<TheoryQuantity> quantities = {
      {"entropy",
       "Entropy of the solutions and their overlap against load",
       {units, weights, margin, {"--loads", "0.1:0.8:8", "Patterns per weight: low:high:count, or with commas"}},
       entropy_curve},
      {"capacity",
       "Load at which solutions cease, against margin",
       {units, weights, {"--margins", "0", "Smallest stabilities: low:high:count, or with commas"}},
       capacity_curve},
      {"margin",
       "Largest margin against load",
       {units, weights, {"--loads", "0.3,0.5,0.7", "Patterns per weight: low:high:count, or with commas"}},
       margin_curve},
      {"stability",
       "Law of the stabilities of a typical solution",
       {weights, margin, load, {"--stabilities", "0:4:41", "Where to give it: low:high:count, or with commas"}},
       stability_curve},
      {"local-energy",
       "Share of patterns wrong after random flips of a typical binary solution",
       {margin, load, {"--flips", "0.005,0.01,0.02,0.05,0.1,0.2", "Probability of a flip per weight"}},
       local_energy_curve},
      {"franz-parisi",
       "Entropy of solutions at a distance from a typical one, binary perceptron",
       {margin,
        load,
        {"--reference-margin", "0", "Margin of that solution, or max"},
        {"--distances", "0.005,0.01,0.02,0.05,0.1,0.2,0.3", "Shares of the weights that differ"}},
       franz_parisi_curves},
      {"breakup",
       "Load above which that entropy, around largest margins, stops being monotone",
       {{"--between", "0.70,0.80", "Two loads: below it and above it"}, {"--precision", "0.002", "Of the load"}},
       breakup_load},
      {"mixture",
       "Test error on two Gaussian clouds: ridge at any strength, Hebb, Bayes",
       {{"--load", "1", "Examples per dimension"},
        {"--noise", "1", "Variance of a cloud in each direction"},
        {"--positive", "0.5", "Probability of label +1"},
        {"--bias", "none", "Of ridge and Hebb: none, fitted (ridge alone), optimal"},
        {"--lambdas", "0.001,0.01,0.1,0.3,1,3,10", "Strengths of ridge"},
        {"--datasets", "0", "Beside theory, means over so many data sets drawn by --seed"},
        {"--inputs", "500", "N of these data sets; P = load x N"},
        {"--seed", "1", "Of these data sets"}},
       mixture_curve},
  };
  return quantities;
}

}  // namespace replicas
