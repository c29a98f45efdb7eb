#pragma once

#include "schema/error.hpp"

#include <string>
#include <vector>

/// libpq's connection strings, read as libpq reads them. Pure, but for with_password, which reads a file.
namespace tillnote::storage {

/// One setting of a connection string, and where it stands in it.
struct ConnectionSetting {
    std::string name;
    std::string value;      ///< without quotes and escapes
    std::size_t begin = 0;  ///< of the name; of the value, where an address holds it before its '@'
    std::size_t value_begin = 0;
    std::size_t end = 0;
};

struct ConnectionText {
    std::vector<ConnectionSetting> settings;  ///< in order; of an address its password and what follows the '?'
    bool is_address = false;                  ///< scheme://...; else keyword=value pairs
    std::size_t understood = 0;               ///< bytes; fewer than there are where it is written wrongly from there on
};

/// Source: PostgreSQL 15, "Connection Strings".
[[nodiscard]] ConnectionText read_connection_text(const std::string& text);

/// `text` with the secret in each value of `password_file`, a setting of ours in libpq's manner, as its `password`; the file
/// is named as in read_secret_file. To be handed to libpq and forgotten. Errors: those of read_secret_file; invalid_field
/// where the text is written wrongly, so that libpq's own message, which quotes it, is never asked for.
[[nodiscard]] Result<std::string> with_password(const std::string& text);

/// `text`, or any other address "scheme://user:password@host", with every password replaced by "***", and everything from
/// where it is written wrongly.
[[nodiscard]] std::string hide_passwords(const std::string& text);

/// Whether a password stands in it.
[[nodiscard]] bool holds_password(const std::string& text);

}  // namespace tillnote::storage
