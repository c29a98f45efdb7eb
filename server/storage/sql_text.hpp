#pragma once

#include "schema/note.hpp"
#include "server/domain/organisation.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Values as PostgreSQL reads and writes them, without libpqxx.
namespace tillnote::storage {

using domain::Day;

[[nodiscard]] std::string to_sql(Instant instant);  ///< "2026-11-22T01:41:17.250Z"
[[nodiscard]] std::string to_sql(Day day);          ///< "2026-11-22"
[[nodiscard]] std::optional<std::string> to_sql(const std::optional<Instant>& instant);
[[nodiscard]] std::optional<std::string> to_sql(const std::optional<Day>& day);

/// Within the years 1 to 9999, which four digits can write.
[[nodiscard]] Instant clamp_to_sql(Instant instant);

/// Columns are selected as plain integers, which is exact and quick to read.
[[nodiscard]] Instant instant_of(std::int64_t unix_ms);
[[nodiscard]] Day day_of(std::int64_t unix_days);

/// For text that PostgreSQL itself wrote from a uuid column. Throws std::logic_error for anything else.
[[nodiscard]] Uuid uuid_of(std::string_view text);

/// One array parameter, written as text in one string: libpqxx 6 knows no array parameters, and building it by hand
/// costs no temporary per element. What carries many rows goes as BinaryArray.
class ArrayText {
public:
    explicit ArrayText(std::size_t bytes_expected = 0) { text_.reserve(bytes_expected + 2); }

    void append(std::string_view text);  ///< quoted and escaped
    void append(std::int64_t number);
    void append(Instant instant);
    void append(Day day);
    void append(const Uuid& id);
    void append_null();
    template <typename T>
    void append(const std::optional<T>& value) {
        if (value) {
            append(*value);
        } else {
            append_null();
        }
    }

    /// Closes the array; nothing can be appended afterwards.
    [[nodiscard]] const std::string& text();

private:
    void separate();

    std::string text_;
    bool closed_ = false;
};

}  // namespace tillnote::storage
