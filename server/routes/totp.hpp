#pragma once

#include "schema/note.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Time-based one-time passwords as authenticator apps compute them: SHA-1, six digits, 30 s. Pure; any thread.
/// Source: RFC 6238, RFC 4226, RFC 4648.
namespace tillnote::routes {

inline constexpr std::size_t totp_secret_bytes = 20;  ///< RFC 4226 section 4, R6: as long as the hash
inline constexpr std::size_t totp_digits = 6;

/// 20 random bytes.
[[nodiscard]] std::string make_totp_secret();

/// 30-second steps since 1970.
[[nodiscard]] std::int64_t totp_step_of(Instant now) noexcept;

/// The code of one step. `digits`: 6 here, 8 in the RFC's test vectors.
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step, std::size_t digits = totp_digits);

/// The step whose code this is: the one of `now`, or the one before or after, for clocks that are a little off.
[[nodiscard]] std::optional<std::int64_t> find_totp_step(std::string_view secret, std::string_view code, Instant now);

/// Base32 without padding: how a secret is typed by hand.
[[nodiscard]] std::string to_base32(std::string_view bytes);

/// What the QR code of an enrolment holds: "otpauth://totp/Tillnote:person@example?secret=...".
[[nodiscard]] std::string totp_link(std::string_view email, std::string_view secret);

}  // namespace tillnote::routes
