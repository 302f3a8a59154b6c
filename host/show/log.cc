#include "show/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>

namespace replicas {

namespace {

/// "warning: " and the like; nothing in front of plain information.
class Severity : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& text) override {
    if (message.level == spdlog::level::info) return;
    const auto name = spdlog::level::to_string_view(message.level);
    text.append(name.data(), name.data() + name.size());
    text.append(std::string_view(": "));
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Severity>(); }
};

/// The message, rendered.
class Message : public spdlog::custom_flag_formatter {
 public:
  explicit Message(std::string (*render)(std::string_view)) : render_(render) {}
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& text) override {
    const std::string rendered = render_({message.payload.data(), message.payload.size()});
    text.append(rendered.data(), rendered.data() + rendered.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Message>(render_); }

 private:
  std::string (*render_)(std::string_view);
};

}  // namespace

void set_up_log(bool quiet, std::string (*render)(std::string_view text)) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  const bool terminal = isatty(STDERR_FILENO) != 0;
  formatter->add_flag<Severity>('*').add_flag<Message>('v', render);
  formatter->set_pattern(terminal ? "\r\x1b[Kreplicas: %*%v" : "replicas: %*%v");
  auto logger = std::make_shared<spdlog::logger>("replicas", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::move(formatter));
  logger->set_level(quiet ? spdlog::level::warn : spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace replicas
