#include "model/printable.h"
#include "run/field_values.h"
#include "run/fields.h"

namespace replicas {

namespace {

constexpr Field::Part control = Field::Part::control;

const Choices<std::string> devices = {{"auto", "auto"}, {"cpu", "cpu"}, {"gpu", "gpu"}};
const Choices<std::string> kernels = {{"auto", "auto"}, {"warp", "warp"}, {"block", "block"}, {"batched", "batched"}};
const Choices<std::string> instruction_sets = {{"avx512", "avx512"}, {"avx2", "avx2"}, {"generic", "generic"}};

std::vector<Field> engine_fields() {
  return {
      {.key = "device",
       .value = "auto|cpu|gpu",
       .help = "auto (a GPU where there is one), cpu or gpu; replicas devices lists them",
       .part = control,
       .default_text = "auto",
       .choices = names_of(devices),
       .parse = [](Request& r, const std::string& text) { r.control.engine.backend = choose("device", text, devices); },
       .print = [](const Request& r) { return r.control.engine.backend; }},
      {.key = "gpu",
       .value = "N|auto",
       .help = "Number of the GPU, of those in CUDA_VISIBLE_DEVICES; auto: by the rank on this machine that Slurm or "
               "Open MPI "
               "gave the process",
       .part = control,
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.control.engine.gpu = parse_int("gpu", text); },
       .print = [](const Request& r) { return std::to_string(r.control.engine.gpu); }},
      {.key = "kernel",
       .value = "NAME",
       .help = "GPU only: auto; one warp or a block of several per replica, for compiled networks: warp, block; any "
               "network: batched",
       .part = control,
       .choices = names_of(kernels),
       .parse = [](Request& r, const std::string& text) { r.control.engine.kernel = choose("kernel", text, kernels); },
       .print = [](const Request& r) { return r.control.engine.kernel; }},
      {.key = "threads",
       .value = "N",
       .help = "Threads; 0: all cores (no effect on any result)",
       .part = control,
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.control.engine.threads = parse_int("threads", text); },
       .print = [](const Request& r) { return std::to_string(r.control.engine.threads); }},
      {.key = "instructions",
       .value = "NAME",
       .help = "avx512, avx2 or generic (default: the best there is)",
       .part = control,
       .choices = names_of(instruction_sets),
       .parse =
           [](Request& r, const std::string& text) {
             r.control.engine.instructions = choose("instructions", text, instruction_sets);
           },
       .print = [](const Request& r) { return r.control.engine.instructions; }},
  };
}

}  // namespace

std::vector<Field> control_fields() {
  std::vector<Field> all = under("Where it computes", engine_fields());
  const std::vector<Field> own = {
      {.key = "out",
       .value = "DIRECTORY",
       .help = "Run directory (default: runs/ and a name of what was chosen, with a hash of the configuration)",
       .part = control,
       .parse = [](Request& r, const std::string& text) { r.control.out = text; },
       .print = [](const Request& r) { return r.control.out; }},
      {.key = "name",
       .value = "NAME",
       .help = "The same as <out> runs/NAME",
       .part = control,
       .parse =
           [](Request& r, const std::string& text) {
             require(r.control.out.empty(), ErrorKind::bad_value, "<name> {} and <out> {} exclude each other",
                     printable(text), printable(r.control.out));
             const bool plain = !text.empty() && text.find('/') == text.npos && !text.starts_with('.');
             require(plain, ErrorKind::bad_value,
                     "<name> {}: a name without '/' that does not begin with a point; for a path use <out>",
                     printable(text));
             r.control.out = "runs/" + text;
           },
       .print = [](const Request&) { return std::string(); }},
      {.key = "drop-samples",
       .help = "Remove the weight samples, most of a run's size, once it is finished; with more <steps> its spectra "
               "begin anew",
       .part = control,
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.control.drop_samples = text == "true"; },
       .print = [](const Request& r) { return r.control.drop_samples ? "true" : ""; }},
      {.key = "overwrite",
       .help =
           "Begin anew in the place of a run that is there; it and its figures go at the new run's first checkpoint",
       .part = control,
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.control.overwrite = text == "true"; },
       .print = [](const Request& r) { return r.control.overwrite ? "true" : ""; }},
      {.key = "checkpoint-interval",
       .value = "TIME",
       .help = "Time between saved states: seconds, or 90s, 5min, 2h, 1d; a kill loses no more than that",
       .part = control,
       .default_text = "5min",
       .parse =
           [](Request& r, const std::string& text) {
             r.control.checkpoint_seconds = parse_seconds("checkpoint-interval", text);
           },
       .print = [](const Request& r) { return fmt::format("{}s", r.control.checkpoint_seconds); }},
      {.key = "max-hours",
       .value = "TIME",
       .help = "Stop so many hours (or 90s, 5min, 2h, 1d) after the program began, saved; run again to go on",
       .part = control,
       .parse =
           [](Request& r, const std::string& text) {
             r.control.max_hours = parse_seconds("max-hours", text, 3600) / 3600;
             require(r.control.max_hours > 0, ErrorKind::bad_value, "<max-hours> {} is not positive", text);
           },
       .print =
           [](const Request& r) {
             return r.control.max_hours > 0 ? fmt::format("{}", r.control.max_hours) : std::string();
           }},
      {.key = "max-memory",
       .value = "P",
       .help = "Percent of the machine's memory that a run may need at its start",
       .part = control,
       .quoted = false,
       .parse = [](Request& r, const std::string& text) { r.control.max_memory = parse_percent("max-memory", text); },
       .print = [](const Request& r) { return fmt::format("{}", r.control.max_memory); }},
  };
  const std::vector<Field> directory = under("Run directory and limits", own);
  all.insert(all.end(), directory.begin(), directory.end());
  return all;
}

}  // namespace replicas
