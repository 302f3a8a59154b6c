#include "run/simulation.h"

#include "model/error.h"
#include "model/printable.h"
#include "run/simulation_work.h"
#include "run/stored_request.h"
#include "store/run_files.h"

namespace replicas {

Simulation::Simulation(const Request& asked, Callbacks callbacks, OwnData data)
    : work_(std::make_unique<Work>(asked, std::move(callbacks), std::move(data))) {}

Simulation::Simulation(Simulation&&) noexcept = default;
Simulation::~Simulation() = default;

Simulation Simulation::resume(const std::filesystem::path& run, RunControl control, Callbacks callbacks, OwnData data) {
  require_run_directory(run);
  Request request = stored_request(run);
  request.control = std::move(control);
  request.control.out = run.string();
  return Simulation(request, std::move(callbacks), std::move(data));
}

bool Simulation::finished() const { return work_->finished; }
std::uint64_t Simulation::step() const {
  if (!work_->measured) return steps();
  const bool opened = work_->engine == nullptr && !work_->finished && !work_->checkpoints.empty();
  return opened ? work_->checkpoints.last().step : work_->measured->steps;
}
std::uint64_t Simulation::steps() const { return work_->request.physics.steps; }
const Request& Simulation::request() const { return work_->request; }
const std::filesystem::path& Simulation::directory() const { return work_->directory.path(); }
std::filesystem::path Simulation::result() const { return work_->directory.result(); }
const std::vector<std::string>& Simulation::assumed() const { return work_->assumed; }
const std::string& Simulation::stopped() const { return work_->stopped; }
const std::vector<std::pair<std::string, double>>& Simulation::times() const { return work_->timer.parts(); }

void Simulation::prepare() { work_->prepare(); }
bool Simulation::advance(std::uint64_t until) { return work_->advance(until); }
void Simulation::checkpoint() { work_->checkpoint(); }
bool Simulation::has_results() const { return work_->has_results(); }
Results Simulation::results() const { return work_->results(); }
Results Simulation::complete() { return work_->complete(); }

const Measurements& Simulation::measured() const {
  require(work_->measured.has_value(), ErrorKind::no_input, "{}: its data are missing: {}", work_->directory_name,
          work_->known.missing);
  return *work_->measured;
}

const Ensemble& Simulation::ensemble() const { return measured().ensemble; }

const Engine& Simulation::engine() const {
  require(work_->engine != nullptr, ErrorKind::bad_value,
          "the run has no engine before `prepare`, nor when it is finished");
  return *work_->engine;
}

std::vector<float> Simulation::weights() const { return engine().weights(); }
void Simulation::set_weights(std::span<const float> weights) { work_->set_weights(weights); }

}  // namespace replicas
