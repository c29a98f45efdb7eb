#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Reads exact_tests_table.tsv, which exact_tests_table.R made.
namespace tillnote::domain::testing {

struct RRow {
    std::string text;
    std::vector<double> numbers;  ///< those before a bar, if there is one
    std::vector<double> after_bar;

    [[nodiscard]] int count(std::size_t index) const { return static_cast<int>(numbers.at(index)); }
};

/// The rows that begin with `name`.
inline std::vector<RRow> r_rows(std::string_view name) {
    std::ifstream file(TILLNOTE_SOURCE_DIR "/tests/domain/exact_tests_table.tsv");
    if (!file) {
        throw std::runtime_error("tests/domain/exact_tests_table.tsv cannot be read");
    }
    std::vector<RRow> rows;
    for (std::string line; std::getline(file, line);) {
        std::istringstream cells(line);
        std::string cell;
        cells >> cell;
        if (cell != name) {
            continue;
        }
        RRow row{line, {}, {}};
        std::vector<double>* into = &row.numbers;
        while (cells >> cell) {
            if (cell == "|") {
                into = &row.after_bar;
            } else {
                into->push_back(std::stod(cell));
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace tillnote::domain::testing
