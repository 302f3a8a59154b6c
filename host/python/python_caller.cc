#include "python/python_caller.h"

#include <nanobind/stl/string.h>

namespace replicas::python {

namespace nb = nanobind;

void PythonCaller::keep(const nb::python_error& error) {
  if (!raised()) exception_ = nb::borrow(error.value());
}

template <class... Arguments>
void PythonCaller::call(const char* method, const Arguments&... arguments) {
  const nb::gil_scoped_acquire lock;
  if (raised()) return;  // the run ends; one exception is enough
  try {
    listener_.attr(method)(arguments...);
  } catch (const nb::python_error& error) {
    keep(error);
  }
}

std::string PythonCaller::stop_reason() {
  const nb::gil_scoped_acquire lock;
  if (!raised() && PyErr_CheckSignals() != 0) keep(nb::python_error());
  if (!raised()) return "";
  return PyErr_GivenExceptionMatches(exception_.ptr(), PyExc_KeyboardInterrupt) != 0 ? "by a signal"
                                                                                     : "by an exception";
}

void PythonCaller::rethrow() {
  const nb::object exception = std::move(exception_);
  exception_.reset();
  PyErr_SetObject(exception.type().ptr(), exception.ptr());
  throw nb::python_error();
}

Callbacks PythonCaller::callbacks() {
  return {.log = [this](Callbacks::Level level,
                        const std::string& text) { call("log", level == Callbacks::Level::warning, text); },
          .progress = [this](const ProgressReport& now) { call("progress", now.step, now.steps); },
          .finished_steps = [this] { call("finished_steps"); },
          .stop = [this] { return stop_reason(); },
          .before_commit = [this](std::uint64_t step) { call("about_to_save", step); }};
}

}  // namespace replicas::python
