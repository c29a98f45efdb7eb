#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// One JSON line per event on standard error. Never holds tokens, comments or anybody's name. Safe from any thread.
namespace tillnote::app {

enum class LogLevel { debug, info, warning, error };

using LogValue = std::variant<std::string, std::int64_t, double>;
using LogFields = std::initializer_list<std::pair<std::string_view, LogValue>>;

/// `level`: debug, info, warning or error. The first call comes before threads start; a later one only changes the level.
void start_log(std::string_view level);

/// {"at":"...Z","level":"info","event":"request", ...fields}
void log_event(LogLevel level, std::string_view event, LogFields fields = {});

/// `path` with "*" for every segment that is longer than twelve characters or holds others than letters, digits, '-', '.'
/// and
/// '_': tokens, card numbers and e-mail addresses do.
[[nodiscard]] std::string mask_long_segments(std::string_view path);

}  // namespace tillnote::app
