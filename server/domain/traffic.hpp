#pragma once

#include "server/domain/directory.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Staffed transactions as an operator gives them, many at once. Pure; any thread.
namespace tillnote::domain {

inline constexpr std::int64_t staffed_transactions_max = 1'000'000;  ///< of one store and day
inline constexpr int traffic_lines_max = 20'000;

struct LineProblem {
    int line = 0;  ///< from 1
    std::string message;
};

struct TrafficFile {
    std::vector<TrafficDay> days;
    std::vector<LineProblem> problems;  ///< of every line that is not in `days`
};

/// Reads lines "store,day,staffed_transactions"; a first line that names the columns is skipped, and so are empty ones. A
/// line is a problem when it has another form, names no store of `directory`, a day before the store opened or that has not
/// begun, an impossible number, or a store and day that an earlier line has with another number.
[[nodiscard]] TrafficFile parse_traffic(std::string_view csv, const Directory& directory, Instant now);

/// Whether a day of a store may have traffic. Errors: not_found, naming `day`.
[[nodiscard]] Result<void> check_traffic_day(const StoreEntry& entry, Day day, Instant now);

}  // namespace tillnote::domain
