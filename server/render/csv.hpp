#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace tillnote::render {

/// Appends one cell as RFC 4180 writes it, without the comma around it. A cell that a spreadsheet would run as a formula (it
/// begins with =, +, - or @, also of full width, with a tab, CR or LF) gets an apostrophe before it. Pure; any thread.
void append_csv_cell(std::string& row, std::string_view text);

/// One row of such cells, ended by CRLF.
[[nodiscard]] std::string csv_row(std::initializer_list<std::string_view> cells);

}  // namespace tillnote::render
