#pragma once

#include "schema/error.hpp"
#include "schema/ids.hpp"
#include "schema/note.hpp"

#include <boost/json/value.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Strict reading of JSON from outside. Included by .cpp files that read JSON, never by another header.
namespace tillnote {

/// What was read. Written is with nlohmann/json. Source: docs/decisions/0013-reading-json.md.
using JsonValue = boost::json::value;
using JsonArray = boost::json::array;

/// Whole text, one value, no duplicate keys, depth at most limits::json_depth_max, valid UTF-8 without NUL or byte
/// order mark. Numbers that are not whole or beyond 64 bits become floating point, which no integer getter accepts.
/// Errors: malformed_json; `detail` says what and at which byte.
[[nodiscard]] Result<JsonValue> parse_strict_json(std::string_view text);

/// Compact text of what was read.
[[nodiscard]] std::string dump_json(const JsonValue& value);

/// Compact text of `value`. Never throws: what is not valid UTF-8 is replaced by U+FFFD, so check text before it gets here.
template <typename Json>
[[nodiscard]] std::string dump_json(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What finish() makes of members that were not asked for.
enum class UnknownFields { refused, ignored };

/// Reads the members of one JSON object and remembers the first mistake, so that a parser reads from top to
/// bottom and asks once at the end. Every getter returns a harmless default after a mistake. Pointers are only
/// built for a mistake. At most `members_max` different members may be asked for.
class ObjectReader {
public:
    static constexpr std::size_t members_max = 24;

    /// `pointer` is the JSON pointer of `object` itself, "" for the root. `object` must outlive the reader.
    ObjectReader(const JsonValue& object, std::string pointer);
    /// For entry `index` of the root's array `array_name`; both must outlive the reader. Allocates nothing.
    ObjectReader(const JsonValue& object, std::string_view array_name, std::size_t index);

    [[nodiscard]] std::string text(std::string_view name, std::size_t bytes_min, std::size_t bytes_max);
    [[nodiscard]] std::optional<std::string> optional_text(std::string_view name, std::size_t bytes_min,
                                                           std::size_t bytes_max);
    /// As text(), without a copy: valid as long as the object is.
    [[nodiscard]] std::string_view text_view(std::string_view name, std::size_t bytes_min, std::size_t bytes_max);
    [[nodiscard]] std::optional<std::string_view> optional_text_view(std::string_view name, std::size_t bytes_min,
                                                                     std::size_t bytes_max);
    /// Of `characters_min` to `characters_max` code points, as is_plain_text() takes it.
    [[nodiscard]] std::string plain_text(std::string_view name, std::size_t characters_min, std::size_t characters_max);
    /// The same as is_text_line() takes it: for lanes, whose catalog may have been written by an older server.
    [[nodiscard]] std::string text_line(std::string_view name, std::size_t characters_min, std::size_t characters_max);
    [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
    [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t min, std::int64_t max);
    [[nodiscard]] bool boolean(std::string_view name);
    [[nodiscard]] bool optional_boolean(std::string_view name, bool fallback);
    [[nodiscard]] Uuid uuid(std::string_view name);
    [[nodiscard]] std::optional<Uuid> optional_uuid(std::string_view name);
    [[nodiscard]] Uuid uuid_v7(std::string_view name);
    [[nodiscard]] std::optional<std::chrono::milliseconds> optional_milliseconds(std::string_view name);
    /// RFC 3339 with offset, which goes to `utc_offset_minutes` when that is given.
    [[nodiscard]] Instant time(std::string_view name, std::int16_t* utc_offset_minutes = nullptr);
    [[nodiscard]] std::optional<Instant> optional_time(std::string_view name);
    /// An array of at most `size_max` entries (else too_large); a missing one reads as empty when `required` is false.
    [[nodiscard]] const JsonArray& array(std::string_view name, std::size_t size_max, bool required);
    /// The member, whatever its type, or nothing.
    [[nodiscard]] const JsonValue* find(std::string_view name);

    /// Notes a mistake in member `name` (or in the object itself when empty). The first one wins.
    void fail(ErrorCode code, std::string_view name, std::string detail);
    /// Takes over a mistake found deeper down.
    void fail(Error error);

    /// Call last: a member not asked for is unknown_field, unless ignored. Returns the first mistake, if any.
    [[nodiscard]] std::optional<Error> finish(UnknownFields unknown = UnknownFields::refused);

    [[nodiscard]] bool failed() const noexcept { return error_.has_value(); }
    [[nodiscard]] std::string pointer_to(std::string_view name) const;

private:
    const JsonValue* member(std::string_view name, bool required);
    std::optional<std::string_view> string_member(std::string_view name, bool required, std::size_t bytes_min,
                                                  std::size_t bytes_max);
    std::optional<std::string_view> short_member(std::string_view name, bool required);
    [[nodiscard]] bool was_asked(std::string_view name) const noexcept;
    Instant read_time(std::string_view name, std::string_view value, std::int16_t* utc_offset_minutes);
    Uuid read_uuid(std::string_view name, std::string_view value);

    const JsonValue& object_;
    std::string pointer_;
    std::string_view array_name_;  ///< with `array_index_`, instead of `pointer_`
    std::size_t array_index_ = 0;
    std::array<std::string_view, members_max> asked_{};
    std::size_t asked_count_ = 0;
    std::size_t found_count_ = 0;
    std::optional<Error> error_;
};

}  // namespace tillnote
