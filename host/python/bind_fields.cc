#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include <algorithm>

#include "model/error.h"
#include "model/printable.h"
#include "python/bindings.h"
#include "run/field_values.h"
#include "run/fields.h"
#include "run/stored_request.h"
#include "store/run_files.h"

namespace replicas::python {

namespace nb = nanobind;

namespace {

/// What the run in a directory was asked for: the text of each field that says something, by key, with the steps that
/// it was continued to.
std::map<std::string, std::string> stored_options(const std::string& run) {
  require_run_directory(run);
  const Request request = stored_request(run);
  std::map<std::string, std::string> texts;
  for (const Field& own : fields()) {
    if (own.part != Field::Part::physics) continue;
    if (const std::string text = own.print(request); !text.empty()) texts[own.key] = text;
  }
  if (const auto continued = continued_steps(run)) texts["steps"] = std::to_string(continued->now);
  return texts;
}

}  // namespace

void bind_fields(nb::module_& module) {
  nb::class_<Field>(module, "Field", "One option of a run: a row of the one table that describes them all.")
      .def_ro("key", &Field::key, "The option's name, with hyphens.")
      .def_ro("value", &Field::value, "What its value looks like; empty for a flag.")
      .def_ro("help", &Field::help, "A sentence part; other fields in angle brackets.")
      .def_ro("choices", &Field::choices, "All its values, where they can be listed.")
      .def_prop_ro("flag", &Field::flag, "Whether it is either set or not.")
      .def_prop_ro("standard", &Field::standard, "The text of its default; empty where there is none.")
      .def_prop_ro(
          "physics", [](const Field& own) { return own.part == Field::Part::physics; },
          "Whether it defines the numbers of a run, not only where and how long they are computed.");
  module.def("fields", &fields, nb::rv_policy::copy, "All options of a run, in the order of the table.");
  module.def("did_you_mean", &did_you_mean, nb::arg("word"), nb::arg("candidates"),
             "The closest of the candidates when it is near enough to be a slip of the finger, else an empty text.");
  module.def("stored_options", &stored_options, nb::arg("run"),
             "The texts of the options that a run directory was asked for, by key.");
}

}  // namespace replicas::python
