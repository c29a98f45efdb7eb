#include "server/render/csv.hpp"

#include <algorithm>
#include <array>

namespace tillnote::render {
namespace {

/// Spreadsheets take the full-width forms for the signs, too. Source: OWASP, CSV Injection.
constexpr std::array<std::string_view, 11> formula_signs{"=",  "+",      "-",      "@",      "\t",    "\r",
                                                         "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

bool begins_formula(std::string_view text) {
    return std::ranges::any_of(formula_signs, [text](std::string_view sign) { return text.starts_with(sign); });
}

}  // namespace

void append_csv_cell(std::string& row, std::string_view text) {
    const bool quoted = text.find_first_of("\",\r\n") != std::string_view::npos;
    if (quoted) {
        row += '"';
    }
    if (begins_formula(text)) {
        row += '\'';
    }
    for (const char letter : text) {
        row += letter;
        if (letter == '"') {
            row += '"';
        }
    }
    if (quoted) {
        row += '"';
    }
}

std::string csv_row(std::initializer_list<std::string_view> cells) {
    std::string row;
    bool first = true;
    for (const std::string_view cell : cells) {
        if (!first) {
            row += ',';
        }
        first = false;
        append_csv_cell(row, cell);
    }
    row += "\r\n";
    return row;
}

}  // namespace tillnote::render
