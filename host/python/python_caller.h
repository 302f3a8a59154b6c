#pragma once

#include <nanobind/nanobind.h>

#include <string>

#include "run/callbacks.h"

namespace replicas::python {

/// The Python object that a run speaks to, and the exception that it answered with. Everything is called by the thread
/// that called the run, which holds no lock of the interpreter then; each function takes it for as long as it speaks.
///
/// The object has the methods log(is_warning, text), progress(step, steps), finished_steps() and about_to_save(step).
/// An exception in one of them, or a signal whose handler raises one (Ctrl-C: KeyboardInterrupt), is kept and stops the
/// run at its next chunk of steps with all saved; `rethrow` then raises it where the run was called.
class PythonCaller {
 public:
  explicit PythonCaller(nanobind::object listener) : listener_(std::move(listener)) {}

  Callbacks callbacks();  ///< valid as long as this object
  bool raised() const { return exception_.is_valid(); }
  /// Raises what was kept, which is forgotten then. With the interpreter's lock held.
  [[noreturn]] void rethrow();
  void forget() { exception_.reset(); }

 private:
  template <class... Arguments>
  void call(const char* method, const Arguments&... arguments);
  std::string stop_reason();
  void keep(const nanobind::python_error& error);

  nanobind::object listener_;
  nanobind::object exception_;
};

}  // namespace replicas::python
