#include "server/render/csv.hpp"

namespace tillnote::render {
namespace {

constexpr std::string_view formula_signs = "=+-@\t\r";

}  // namespace

void append_csv_cell(std::string& row, std::string_view text) {
    const bool formula = !text.empty() && formula_signs.find(text[0]) != std::string_view::npos;
    const bool quoted = text.find_first_of("\",\r\n") != std::string_view::npos;
    if (quoted) {
        row += '"';
    }
    if (formula) {
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
