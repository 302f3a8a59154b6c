#pragma once

#include <nanobind/nanobind.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/error.h"
#include "python/python_caller.h"
#include "run/simulation.h"

namespace replicas::python {

/// Inputs and labels (or targets) of one data set, each as the bytes of an NPY file, or for labels that are words of a
/// CSV file of one column.
using ArrayPair = std::pair<nanobind::bytes, nanobind::bytes>;
using ArrayPairs = std::vector<ArrayPair>;

/// Texts of the options that were chosen, by key.
using Texts = std::map<std::string, std::string>;

/// What Python asks for. `names_slice`: `out` names the whole run, and a slice goes into a directory beside it.
Request request_of(const Texts& texts, const std::string& history, bool names_slice);

/// The data sets of arrays; they are read by the rules for files, with the network and the reading of the request.
OwnData own_data_of(const ArrayPairs& training, const ArrayPairs& test, const Request& request);
/// One more, which a network that is there already is to be shown; classes and scale are those of `training`.
Dataset shown_data_of(const ArrayPair& arrays, const Network& network, const Reading& reading, const Dataset& training);

/// A Simulation in the hands of an interpreter: it computes without the interpreter's lock, and what Python code raised
/// meanwhile comes out where Python called. One thread at a time may use it, of the process that made it: the threads
/// of the engine do not survive a fork.
class HeldSimulation {
 public:
  HeldSimulation(const Texts& texts, const std::string& history, bool names_slice, const ArrayPairs& training,
                 const ArrayPairs& test, nanobind::object listener);

  /// Calls `work(simulation)` without the interpreter's lock. Returns what it returns; raises what Python code raised.
  template <class Work>
  auto without_lock(const Work& work) {
    const InUse in_use(*this);
    struct After {  // on every way out: what was kept is raised here or belongs to nobody
      PythonCaller& caller;
      ~After() { caller.forget(); }
    } const after{caller_};
    try {
      const auto release_and_work = [&] {
        const nanobind::gil_scoped_release release;
        return work(*simulation_);
      };
      if constexpr (std::is_void_v<decltype(work(*simulation_))>) {
        release_and_work();
        if (caller_.raised()) caller_.rethrow();
      } else {
        auto result = release_and_work();
        if (caller_.raised()) caller_.rethrow();
        return result;
      }
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped && caller_.raised()) caller_.rethrow();
      throw;
    }
  }

  /// For a look that takes no time.
  template <class Look>
  auto look(const Look& look) {
    const InUse in_use(*this);
    return look(static_cast<const Simulation&>(*simulation_));
  }

  /// Lets go of the run directory. Nothing that is not saved is saved now.
  void close();
  bool closed() const { return simulation_ == nullptr; }

 private:
  /// Refuses a second thread, another process and a simulation that was closed.
  struct InUse {
    explicit InUse(HeldSimulation& held);
    ~InUse() { held.in_use_ = false; }
    InUse(const InUse&) = delete;
    InUse& operator=(const InUse&) = delete;
    HeldSimulation& held;
  };

  PythonCaller caller_;
  pid_t process_ = ::getpid();
  std::atomic<bool> in_use_ = false;
  std::unique_ptr<Simulation> simulation_;
};

}  // namespace replicas::python
