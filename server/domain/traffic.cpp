#include "server/domain/traffic.hpp"

#include "schema/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

namespace tillnote::domain {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::array<std::string_view, 3> columns{"store", "day", "staffed_transactions"};

using Cells = std::array<std::string_view, 3>;

std::string_view trimmed(std::string_view cell) {
    const auto first = cell.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) {
        return {};
    }
    cell = cell.substr(first, cell.find_last_not_of(" \t\r") - first + 1);
    const bool quoted = cell.size() >= 2 && cell.front() == '"' && cell.back() == '"';
    return quoted ? cell.substr(1, cell.size() - 2) : cell;
}

std::optional<Cells> split(std::string_view line) {
    Cells cells;
    for (std::size_t index = 0; index < cells.size(); ++index) {
        const bool last = index + 1 == cells.size();
        const std::size_t comma = line.find(',');
        if (last != (comma == std::string_view::npos)) {
            return std::nullopt;
        }
        cells[index] = trimmed(line.substr(0, comma));
        line.remove_prefix(last ? line.size() : comma + 1);
    }
    return cells;
}

std::optional<std::int64_t> parse_count(std::string_view text) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && count >= 0 && count <= staffed_transactions_max ? std::optional{count} : std::nullopt;
}

Error wrong(std::string message) {
    return {ErrorCode::invalid_field, std::move(message), ""};
}

Result<TrafficDay> parse_line(std::string_view line, const Directory& directory, Instant now) {
    const auto cells = split(line);
    if (!cells) {
        return wrong("write three cells: store,day,staffed_transactions");
    }
    const auto& [store, day_text, count_text] = *cells;
    const StoreEntry* entry = directory.find_store(store);
    if (entry == nullptr) {
        return wrong("there is no store '" + std::string(store.substr(0, 32)) + "'");
    }
    const auto day = parse_day(day_text);
    if (!day) {
        return wrong("the day must be YYYY-MM-DD");
    }
    if (const auto checked = check_traffic_day(*entry, *day, now); checked.has_error()) {
        return checked.error();
    }
    const auto count = parse_count(count_text);
    if (!count) {
        return wrong("the transactions must be a whole number from 0 to " + std::to_string(staffed_transactions_max));
    }
    return TrafficDay{std::string(store), *day, *count};
}

/// Takes lines one after the other.
class Reader {
public:
    Reader(const Directory& directory, Instant now) : directory_(directory), now_(now) {}

    void take(std::string_view line) {
        ++line_;
        if (trimmed(line).empty() || (line_ == 1 && split(line) == Cells{columns})) {
            return;
        }
        if (line_ > traffic_lines_max) {
            if (line_ == traffic_lines_max + 1) {
                add_problem("a file has at most " + std::to_string(traffic_lines_max) + " lines; send the rest in another");
            }
            return;
        }
        auto day = parse_line(line, directory_, now_);
        if (!day) {
            add_problem(day.error().detail);
            return;
        }
        const auto [known, added] = lines_.try_emplace({day->store, day->day}, line_, day->staffed_transactions);
        if (added) {
            file_.days.push_back(std::move(*day));
        } else if (known->second.second != day->staffed_transactions) {
            add_problem("line " + std::to_string(known->second.first) + " has another number for this store and day");
        }
    }

    [[nodiscard]] TrafficFile take_file() { return std::move(file_); }

private:
    void add_problem(std::string message) { file_.problems.push_back({line_, std::move(message)}); }

    const Directory& directory_;
    const Instant now_;
    int line_ = 0;
    std::map<StoreDay, std::pair<int, std::int64_t>> lines_;
    TrafficFile file_;
};

}  // namespace

Result<void> check_traffic_day(const StoreEntry& entry, Day day, Instant now) {
    const Day today = entry.calendar.day_of(now);
    if (day > today) {
        return Error{ErrorCode::not_found, "that business day has not begun; today is " + format_day(today), "day"};
    }
    if (day < entry.store.opened_on) {
        return Error{ErrorCode::not_found,
                     "the store had not opened then; its first day is " + format_day(entry.store.opened_on), "day"};
    }
    return {};
}

TrafficFile parse_traffic(std::string_view csv, const Directory& directory, Instant now) {
    if (csv.starts_with(byte_order_mark)) {
        csv.remove_prefix(byte_order_mark.size());
    }
    Reader reader(directory, now);
    while (!csv.empty()) {
        const std::size_t end = std::min(csv.find('\n'), csv.size());
        reader.take(csv.substr(0, end));
        csv.remove_prefix(std::min(end + 1, csv.size()));
    }
    return reader.take_file();
}

}  // namespace tillnote::domain
