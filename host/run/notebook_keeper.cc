#include "run/notebook_keeper.h"

#include "model/error.h"
#include "store/checksum.h"
#include "store/notebook_file.h"

namespace replicas {

NotebookKeeper::NotebookKeeper(Work work, const Stopping& stopping)
    : work_(std::move(work)),
      stopping_(stopping),
      key_(checksum(std::as_bytes(std::span(work_.work)))),
      written_(steady_seconds()),
      notebook_([this](const Notebook&) { look(); }) {
  if (const auto written = read_notebook(work_.directory, key_)) {
    notebook_.read(*written);
    resumed_ = true;
  }
}

void NotebookKeeper::write() {
  work_.kept();
  write_notebook(work_.directory, key_, notebook_);
  written_ = steady_seconds();
}

void NotebookKeeper::look() {
  const std::string reason = stopping_.reason();
  if (reason.empty() && steady_seconds() - written_ < work_.interval) return;
  write();
  if (!reason.empty()) fail(ErrorKind::stopped, "{}", work_.stopped(reason));
}

}  // namespace replicas
