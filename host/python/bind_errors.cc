#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <exception>
#include <new>

#include "model/error.h"
#include "python/bindings.h"

namespace replicas::python {

namespace nb = nanobind;

namespace {

const char* name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::bad_value: return "bad_value";
    case ErrorKind::bad_data: return "bad_data";
    case ErrorKind::no_input: return "no_input";
    case ErrorKind::no_device: return "no_device";
    case ErrorKind::internal: return "internal";
    case ErrorKind::out_of_memory: return "out_of_memory";
    case ErrorKind::cannot_create: return "cannot_create";
    case ErrorKind::io_error: return "io_error";
    case ErrorKind::stopped: return "stopped";
    case ErrorKind::diverged: return "diverged";
    case ErrorKind::bad_config: return "bad_config";
  }
  return "internal";
}

/// Sets the exception that the package makes of a kind and a text (replicas/_errors.py).
void set_exception(const char* kind, const char* text) {
  const nb::object exception = nb::module_::import_("replicas._errors").attr("exception_of")(kind, text);
  PyErr_SetObject(exception.type().ptr(), exception.ptr());
}

void translate(const std::exception_ptr& thrown, void* /*payload*/) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& error) {
    set_exception(name_of(error.kind()), error.what());
  } catch (const std::bad_alloc&) {
    set_exception("out_of_memory", "out of memory; use fewer <replicas>, <temps> or <examples>");
  }
}

}  // namespace

void bind_errors(nb::module_& /*module*/) { nb::register_exception_translator(translate); }

}  // namespace replicas::python
