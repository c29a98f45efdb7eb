#pragma once

#include <string>
#include <string_view>

/// Random secrets and their digests, by libsodium. All functions are safe from any thread.
namespace tillnote::routes {

/// 32 random bytes in base64url without padding: lane tokens, session tokens, enrolment secrets.
[[nodiscard]] std::string make_secret();

/// A read token: domain::read_token_prefix and a secret.
[[nodiscard]] std::string make_read_token();

/// What stands in a recipient's unsubscribe link: "<store>.<secret>", so that the store is known without a sign-in.
[[nodiscard]] std::string make_unsubscribe_token(std::string_view store);

/// The same of a district: "D.<district>.<secret>". No store is called "D".
[[nodiscard]] std::string make_district_unsubscribe_token(std::string_view district);

/// SHA-256 in lower-case hex: what the database holds of a secret.
[[nodiscard]] std::string hash_secret(std::string_view secret);

/// "ABCD-EFGH" from letters that are not mixed up when read aloud; about 33 bits.
[[nodiscard]] std::string make_enrolment_code();

/// "BCDF-2345-GHKL-6789-MPQR-STVW": 24 letters and digits that are not mixed up; 112 bits.
[[nodiscard]] std::string make_recovery_code();

/// An enrolment code as it was shown, however it was typed.
[[nodiscard]] std::string in_capitals(std::string_view code);

/// Comparison in constant time for secrets of equal length.
[[nodiscard]] bool equal_secrets(std::string_view left, std::string_view right);

/// 16 hex characters of SHA-256, for ETags.
[[nodiscard]] std::string make_short_hash(std::string_view text);

}  // namespace tillnote::routes
