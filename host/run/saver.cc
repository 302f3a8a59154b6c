#include "run/saver.h"

namespace replicas {

namespace {

constexpr std::size_t most_pending_bytes = std::size_t{64} << 20;
constexpr double preview_share = 0.05;  // of the running time
constexpr double slow_seconds = 20;     // of a checkpoint: batch systems often kill 30 s after TERM

}  // namespace

Saver::Saver(Checkpoints& checkpoints, Manifest facts, double checkpoint_seconds, const Stopping& stopping,
             const Callbacks& callbacks, Preview preview, Clock clock)
    : checkpoints_(checkpoints),
      facts_(std::move(facts)),
      stopping_(stopping),
      interval_(checkpoint_seconds),
      callbacks_(callbacks),
      preview_(std::move(preview)),
      clock_(std::move(clock)),
      committed_(clock_()),
      previewed_(committed_) {}

bool Saver::after_chunk(const Engine& engine, const Measurements& measured) {
  if (measured.steps == facts_.planned_steps) return false;  // the end is saved by who asked for it
  reason_ = stopping_.reason();
  const bool stops = !reason_.empty();
  if (!stops && clock_() - committed_ < interval_ && checkpoints_.pending_bytes(measured) < most_pending_bytes)
    return false;
  commit(engine, measured);
  if (stops || (clock_() - previewed_) * preview_share >= preview_seconds_) preview();
  return stops;
}

void Saver::commit(const Engine& engine, const Measurements& measured) {
  if (checkpoints_.empty() || checkpoints_.last().step != measured.steps ||
      checkpoints_.last().planned_steps != facts_.planned_steps || checkpoints_.pending_bytes(measured) > 0) {
    const double begin = clock_();
    facts_.step = measured.steps;
    if (callbacks_.before_commit) callbacks_.before_commit(measured.steps);
    checkpoints_.commit(facts_, engine.weights(), measured, engine.velocities());
    commit_seconds_ = clock_() - begin;
    const std::string warning = warned_ ? "" : slow_checkpoint(commit_seconds_, interval_);
    warned_ = warned_ || !warning.empty();
    if (!warning.empty()) callbacks_.warn("{}", warning);
  }
  committed_ = clock_();
}

std::string Saver::cost() const {
  return commit_seconds_ > 0 ? fmt::format("; a checkpoint takes {:.2g} s", commit_seconds_) : "";
}

std::string slow_checkpoint(double seconds, double interval) {
  if (seconds <= slow_seconds) return "";
  return fmt::format(
      "a checkpoint took {:.0f} s, and a stop (TERM, Ctrl-C, <max-hours>) takes as long; with <checkpoint-interval> "
      "{:g} s that is {:.0f} % of the time: use a faster disk, fewer <replicas> or a longer interval",
      seconds, interval, 100 * seconds / (seconds + interval));
}

void Saver::preview() {
  const double begin = clock_();
  preview_(reason_);
  previewed_ = clock_();
  preview_seconds_ = previewed_ - begin;
}

}  // namespace replicas
