#pragma once

#include "schema/error.hpp"

#include <cstddef>
#include <string_view>

namespace tillnote::domain {

inline constexpr std::size_t password_characters_min = 12;
inline constexpr std::size_t password_bytes_max = 1024;

/// Whether `password` may be set: length counts, composition does not. Refused are what is guessed first
/// (password_worth.hpp: common words, runs, years, the words of the address), fewer than five different characters, and
/// digits alone, which are telephone, card and birthday numbers. Pure; any thread. Errors: invalid_field (password), which
/// says why. Source: NIST SP 800-63B 5.1.1.2 asks for length and for a check against what is common; the rules are our own.
[[nodiscard]] Result<void> check_new_password(std::string_view password, std::string_view email);

}  // namespace tillnote::domain
