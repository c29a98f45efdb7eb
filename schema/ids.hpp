#pragma once

#include "schema/error.hpp"

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace tillnote {

/// A UUID held as its 16 bytes. Text form is lower-case with hyphens, and nothing else is accepted.
class Uuid {
public:
    Uuid() = default;
    explicit Uuid(const std::array<std::uint8_t, 16>& bytes) : bytes_(bytes) {}

    /// Errors: invalid_field (field left empty for the caller to fill).
    [[nodiscard]] static Result<Uuid> parse(std::string_view text);

    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] int version() const noexcept { return bytes_[6] >> 4; }
    [[nodiscard]] bool is_nil() const noexcept { return *this == Uuid{}; }
    [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const noexcept { return bytes_; }

    friend auto operator<=>(const Uuid&, const Uuid&) = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
};

/// UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits taken from `random`.
/// `unix_time` before 1970 or beyond 48 bits is clamped: a lane with a dead clock must still make ids.
[[nodiscard]] Uuid make_uuid_v7(std::chrono::milliseconds unix_time, std::span<const std::uint8_t, 10> random) noexcept;

/// UUID version 4 from 16 random bytes.
[[nodiscard]] Uuid make_uuid_v4(std::span<const std::uint8_t, 16> random) noexcept;

/// Milliseconds since 1970 inside a version 7 id.
[[nodiscard]] std::chrono::milliseconds uuid_v7_time(const Uuid& id) noexcept;

/// The UTC date inside a version 7 id: the partition key of the note. Dates after 9999-12-31 are clamped to it.
[[nodiscard]] std::chrono::sys_days tap_date(const Uuid& note_id) noexcept;

[[nodiscard]] bool is_store_id(std::string_view text) noexcept;     ///< [a-z0-9-]{1,32}; districts and chains too
[[nodiscard]] bool is_reason_code(std::string_view text) noexcept;  ///< [A-Za-z0-9-]{1,20}
[[nodiscard]] bool is_remark_key(std::string_view text) noexcept;   ///< [A-Za-z0-9_-]{16,64}
[[nodiscard]] bool is_lane_number(std::int64_t number) noexcept;    ///< 1..999

}  // namespace tillnote

template <>
struct std::hash<tillnote::Uuid> {
    std::size_t operator()(const tillnote::Uuid& id) const noexcept;
};
