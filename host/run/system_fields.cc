#include "data/teacher.h"
#include "model/printable.h"
#include "run/field_values.h"
#include "run/fields.h"

namespace replicas {

namespace {

using Part = Field::Part;

const Choices<Activation> activations = {
    {"tanh", Activation::tanh},     {"relu", Activation::relu},         {"gelu", Activation::gelu},
    {"linear", Activation::linear}, {"sigmoid", Activation::sigmoid},   {"erf", Activation::erf},
    {"exp", Activation::exp},       {"softplus", Activation::softplus}, {"leaky-relu", Activation::leaky_relu},
    {"sin", Activation::sin}};
const Choices<Loss> losses = {
    {"softmax", Loss::softmax}, {"logistic", Loss::logistic}, {"mse", Loss::mse}, {"hinge", Loss::hinge}};
const Choices<Reading::Header> headers = {
    {"auto", Reading::Header::automatic}, {"yes", Reading::Header::yes}, {"no", Reading::Header::no}};
const Choices<Reading::Decimal> decimals = {{"point", Reading::Decimal::point}, {"comma", Reading::Decimal::comma}};
const Choices<Reading::Scale> scales = {{"auto", Reading::Scale::automatic},
                                        {"unit", Reading::Scale::unit},
                                        {"standard", Reading::Scale::standard},
                                        {"none", Reading::Scale::none}};

/// TOML and netCDF hold UTF-8 alone.
std::string stored_name(const char* key, const std::string& text) {
  require(is_utf8(text), ErrorKind::bad_value, "<{}> {} is not UTF-8, so the run could not store it; rename it", key,
          text);
  return text;
}

bool network(const Request& r) { return !r.physics.potential && r.physics.particles == 0 && !r.physics.own_system(); }

std::vector<Field> data_fields() {
  return {
      {.key = "data",
       .value = "INPUTS,LABELS|TABLE.csv",
       .help = "Your data instead: INPUTS,LABELS or TABLE.csv; files are NPY, FILE.npz:KEY, IDX (MNIST) or CSV, also "
               "in gzip",
       .parse = [](Request& r, const std::string& text) { r.physics.data = stored_name("data", text); },
       .print = [](const Request& r) { return r.physics.data; }},
      {.key = "examples",
       .value = "P",
       .help = "Random examples P: Gaussian inputs, random labels; with <data>, the first P of them",
       .quoted = false,
       .default_text = "32",
       .parse = [](Request& r, const std::string& text) { r.physics.examples = parse_int("examples", text); },
       .print =
           [](const Request& r) {
             const bool says = network(r) && (r.physics.data.empty() || r.physics.first_examples);
             return says ? std::to_string(r.physics.examples) : "";
           }},
      {.key = "datasets",
       .value = "K",
       .help = "Independent random data sets, chain c on data set c mod K",
       .quoted = false,
       .default_text = "1",
       .parse = [](Request& r, const std::string& text) { r.physics.datasets = parse_int("datasets", text); },
       .print =
           [](const Request& r) {
             return network(r) && r.physics.data.empty() ? std::to_string(r.physics.datasets) : "";
           }},
      {.key = "teacher",
       .value = "NAME",
       .help =
           "A rule that answers random inputs: network:50-10-1 (random weights, the activation of <network>), "
           "three-spin:D (cubic, on the sphere of radius sqrt D) or mixture:S (a cloud at distance S for each class)",
       .parse = [](Request& r, const std::string& text) { r.physics.teacher = parse_teacher(text).text; },
       .print = [](const Request& r) { return r.physics.teacher; }},
      {.key = "label-noise",
       .value = "X",
       .help = "Of the <teacher>: share of labels drawn anew, or variance of noise on real targets over theirs; 0 to 1",
       .quoted = false,
       .default_text = "0",
       .parse =
           [](Request& r, const std::string& text) {
             r.physics.label_noise = text == "0" ? 0 : parse_positive("label-noise", text);
             require(r.physics.label_noise <= 1, ErrorKind::bad_value, "<label-noise> {} is outside 0..1", text);
           },
       .print =
           [](const Request& r) { return r.physics.label_noise > 0 ? fmt::format("{}", r.physics.label_noise) : ""; }},
      {.key = "test-examples",
       .value = "P",
       .help = "So many more that the <teacher> answers without noise, for test loss and error",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.test_examples = parse_int("test-examples", text); },
       .print =
           [](const Request& r) { return r.physics.test_examples > 0 ? std::to_string(r.physics.test_examples) : ""; }},
      {.key = "test-data",
       .value = "INPUTS,LABELS|TABLE.csv",
       .help = "The same for test loss and error, with the classes and the scale of <data>",
       .parse = [](Request& r, const std::string& text) { r.physics.test_data = stored_name("test-data", text); },
       .print = [](const Request& r) { return r.physics.test_data; }},
      {.key = "header",
       .value = "auto|yes|no",
       .help = "First row of CSV files: auto (names, or 0,1,2,... over 4 columns, are a header), yes or no",
       .default_text = "auto",
       .choices = names_of(headers),
       .parse = [](Request& r, const std::string& text) { r.physics.reading.header = choose("header", text, headers); },
       .print =
           [](const Request& r) {
             const Reading::Header header = r.physics.reading.header;
             return header == Reading::Header::automatic ? "" : name_of(header, headers);
           }},
      {.key = "decimal",
       .value = "point|comma",
       .help = "Decimals of CSV files: point (fields between commas), or comma (fields between semicolons)",
       .default_text = "point",
       .choices = names_of(decimals),
       .parse = [](Request& r,
                   const std::string& text) { r.physics.reading.decimal = choose("decimal", text, decimals); },
       .print =
           [](const Request& r) {
             const Reading::Decimal decimal = r.physics.reading.decimal;
             return decimal == Reading::Decimal::point ? "" : name_of(decimal, decimals);
           }},
      {.key = "label",
       .value = "NAME|NUMBER|first|last",
       .help = "Label column of a CSV table: its name, its number from 1, first or last (default: the one named label, "
               "class, target, species or y, or that of words, or the last)",
       .parse = [](Request& r, const std::string& text) { r.physics.reading.label = stored_name("label", text); },
       .print = [](const Request& r) { return r.physics.reading.label; }},
      {.key = "scale",
       .value = "auto|unit|standard|none",
       .help = "Inputs: auto (bytes of IDX and NPY divided by 255, others as they are), unit (0..255 divided by 255), "
               "standard (mean 0, deviation 1 over the training data) or none",
       .default_text = "auto",
       .choices = names_of(scales),
       .parse = [](Request& r, const std::string& text) { r.physics.reading.scale = choose("scale", text, scales); },
       .print =
           [](const Request& r) {
             const Reading::Scale scale = r.physics.reading.scale;
             return scale == Reading::Scale::automatic ? "" : name_of(scale, scales);
           }},
  };
}

std::vector<Field> network_fields() {
  return {
      {.key = "potential",
       .value = "NAME",
       .help =
           "A solvable loss instead of a network: quadratic:H,H,..., channel:A, logistic-channel:A, wall, valley or "
           "wall-gas, each with xCOPIES (channel:12x64)",
       .parse = [](Request& r, const std::string& text) { r.physics.potential = parse_potential(text); },
       .print = [](const Request& r) { return r.physics.potential ? r.physics.potential->text : ""; }},
      {.key = "particles",
       .value = "N",
       .help = "N particles in one dimension instead of a network (arXiv:1805.00915): sums of N Gaussians fit three of "
               "them; T = 0 unless <temps> are given",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.particles = parse_int("particles", text); },
       .print = [](const Request& r) { return r.physics.particles > 0 ? std::to_string(r.physics.particles) : ""; }},
      {.key = "network",
       .value = "D-H-...-C",
       .help = "Widths inputs-hidden-...-outputs",
       .parse = [](Request& r, const std::string& text) { r.physics.widths = parse_widths(text); },
       .print = [](const Request& r) { return network(r) ? to_string(r.physics.widths) : ""; }},
      {.key = "activation",
       .value = "NAME",
       .help =
           "tanh, relu, leaky-relu (slope 0.01 below 0), gelu (tanh form), sigmoid, softplus, erf, exp, sin or linear",
       .choices = names_of(activations),
       .parse = [](Request& r,
                   const std::string& text) { r.physics.activation = choose("activation", text, activations); },
       .print = [](const Request& r) { return network(r) ? name_of(r.physics.activation, activations) : ""; }},
      {.key = "no-bias",
       .help = "Layers without bias",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.bias = text != "true"; },
       .print = [](const Request& r) { return network(r) && !r.physics.bias ? "true" : ""; }},
      {.key = "parametrisation",
       .value = "NAME|a,..;b,..;c",
       .help = "How starts and step sizes of the layers depend on the width (arXiv:2011.14522): standard, ntk, mup, "
               "mean-field, or exponents a_1,a_2,..;b_1,b_2,..;c",
       .default_text = "standard",
       .parse = [](Request& r, const std::string& text) { r.physics.parametrisation = text; },
       .print = [](const Request& r) { return network(r) ? r.physics.parametrisation : ""; }},
      {.key = "loss",
       .value = "NAME",
       .help = "softmax, logistic (one output), hinge (margin 1) or mse (half the squared error)",
       .choices = names_of(losses),
       .parse = [](Request& r, const std::string& text) { r.physics.loss = choose("loss", text, losses); },
       .print = [](const Request& r) { return network(r) ? name_of(r.physics.loss, losses) : ""; }},
  };
}

}  // namespace

std::vector<Field> system_fields() {
  const std::vector<Field> own = {
      {.key = "temps",
       .value = "LO:HI|a,b,c|A:B:exp",
       .help = "Temperatures T: lo:hi (3 per decade), lo:hi:count or a,b,c; A:B:exp|linear|cosine[:STEPS]: annealing, "
               "one temperature that goes from A to B during the run or in STEPS",
       .default_text = "1e-5:1e-2",
       .parse =
           [](Request& r, const std::string& text) {
             r.physics.temperature_schedule = parse_schedule("temps", text);
             r.physics.temperatures =
                 r.physics.temperature_schedule ? Ladder{r.physics.temperature_schedule->first} : parse_ladder(text);
           },
       .print =
           [](const Request& r) {
             if (r.physics.temperature_schedule) return print(*r.physics.temperature_schedule);
             return r.physics.gradient_descent ? "" : fmt::format("{}", fmt::join(r.physics.temperatures, ","));
           }},
      {.key = "gradient-descent",
       .help = "T = 0: plain gradient descent, no noise",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.gradient_descent = text == "true"; },
       .print = [](const Request& r) { return r.physics.gradient_descent ? "true" : ""; }},
      {.key = "replicas",
       .value = "N",
       .help = "Replicas per temperature",
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.physics.replicas = parse_int("replicas", text); },
       .print = [](const Request& r) { return std::to_string(r.physics.replicas); }},
  };
  std::vector<Field> all = under("Temperatures and replicas", own);
  for (const std::vector<Field>& part : {under("Network and loss", network_fields()), under("Data", data_fields())})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace replicas
