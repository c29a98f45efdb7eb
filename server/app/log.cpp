#include "server/app/log.hpp"

#include "schema/time_text.hpp"

#include <algorithm>
#include <cctype>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

namespace tillnote::app {
namespace {

constexpr const char* logger_name = "tillnote";

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::string_view to_text(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "info";
}

}  // namespace

void start_log(std::string_view level) {
    const auto lowest = spdlog::level::from_str(level == "warning" ? "warn" : std::string(level));
    // Never replaced: other threads may be in it.
    if (auto* running = spdlog::default_logger_raw(); running->name() == logger_name) {
        running->set_level(lowest);
        return;
    }
    auto logger = std::make_shared<spdlog::logger>(logger_name, std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%v");
    logger->set_level(lowest);
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

void log_event(LogLevel level, std::string_view event, LogFields fields) {
    auto* logger = spdlog::default_logger_raw();
    if (!logger->should_log(to_spdlog(level))) {
        return;
    }
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    nlohmann::ordered_json line{{"at", format_time(now)}, {"level", to_text(level)}, {"event", event}};
    for (const auto& [name, value] : fields) {
        line[std::string(name)] = std::visit([](const auto& plain) { return nlohmann::ordered_json(plain); }, value);
    }
    logger->log(to_spdlog(level), line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

std::string mask_long_segments(std::string_view path) {
    constexpr std::size_t segment_max = 12;
    std::string masked;
    while (!path.empty()) {
        const auto segment = path.substr(0, path.find('/'));
        const bool is_plain = segment.size() <= segment_max && std::ranges::all_of(segment, [](unsigned char letter) {
                                  return std::isalnum(letter) != 0 || letter == '-' || letter == '.' || letter == '_';
                              });
        masked.append(is_plain ? segment : "*");
        path.remove_prefix(segment.size());
        if (!path.empty()) {
            masked.push_back('/');
            path.remove_prefix(1);
        }
    }
    return masked;
}

}  // namespace tillnote::app
