#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace tillnote::render {

/// One row as RFC 4180 writes it, ended by CRLF. A cell that a spreadsheet would run as a formula (it begins with =, +, -,
/// @, tab or CR) gets an apostrophe before it. Pure; any thread.
[[nodiscard]] std::string csv_row(std::initializer_list<std::string_view> cells);

}  // namespace tillnote::render
