#include "schema/catalog.hpp"
#include "schema/reason_text.hpp"
#include "schema/written_text.hpp"

#include <algorithm>
#include <span>

namespace tillnote {
namespace {

constexpr std::array<std::string_view, 5> department_columns{"code", "label_en", "label_es", "walk", "order"};
constexpr std::array<std::string_view, 11> reason_columns{"code",         "department", "theme",      "polarity",
                                                          "label_en",     "label_es",   "owner",      "starter",
                                                          "first_screen", "urgent",     "about_staff"};
constexpr std::size_t order_digits_max = 6;

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

/// One file read cell by cell; remembers the first mistake, and where it is.
class TableReader {
public:
    TableReader(std::string_view file, std::string_view text, std::span<const std::string_view> columns)
        : file_(file), columns_(columns), lines_(split(text, '\n')) {
        if (!lines_.empty() && lines_.back().empty()) {
            lines_.pop_back();
        }
        cells_ = lines_.empty() ? std::vector<std::string_view>{} : split(lines_.front(), '\t');
        if (!std::equal(cells_.begin(), cells_.end(), columns_.begin(), columns_.end())) {
            fail(0, "the first line must name exactly the columns of this file, separated by tabs");
        }
    }

    /// Moves to the next line; false at the end and after a mistake.
    bool next() {
        if (error_ || line_ + 1 >= lines_.size()) {
            return false;
        }
        cells_ = split(lines_[++line_], '\t');
        if (cells_.size() != columns_.size()) {
            fail(std::min(cells_.size(), columns_.size()) - 1,
                 "expected " + std::to_string(columns_.size()) + " cells separated by tabs");
            return false;
        }
        return true;
    }

    std::string text(std::size_t column, std::size_t characters_max) {
        const auto checked =
            check_written_text(cells_[column], 1, characters_max,
                               "expected 1 to " + std::to_string(characters_max) + " characters of UTF-8", "");
        if (!checked) {
            fail(column, checked.error().detail);
        }
        return std::string(cells_[column]);
    }

    bool flag(std::size_t column) {
        if (cells_[column] != "0" && cells_[column] != "1") {
            fail(column, "expected 0 or 1");
        }
        return cells_[column] == "1";
    }

    int number(std::size_t column) {
        int value = 0;
        const std::string_view cell = cells_[column];
        const bool digits =
            std::all_of(cell.begin(), cell.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
        if (cell.empty() || cell.size() > order_digits_max || !digits) {
            fail(column, "expected a whole number");
            return 0;
        }
        for (const char digit : cell) {
            value = value * 10 + (digit - '0');
        }
        return value;
    }

    [[nodiscard]] std::string_view cell(std::size_t column) const { return cells_[column]; }

    void fail(std::size_t column, std::string_view what) {
        if (!error_) {
            const std::string name(columns_[column]);
            error_ =
                Error{ErrorCode::invalid_field,
                      std::string(file_) + ", line " + std::to_string(line_ + 1) + ", column " + std::to_string(column + 1) +
                          " (" + name + "): " + std::string(what) + (what.ends_with('.') ? "" : "."),
                      ""};
        }
    }

    [[nodiscard]] std::optional<Error>& error() noexcept { return error_; }

private:
    std::string_view file_;
    std::span<const std::string_view> columns_;
    std::vector<std::string_view> lines_;
    std::vector<std::string_view> cells_;
    std::size_t line_ = 0;
    std::optional<Error> error_;
};

/// A department code is an id of its own: lower-case letters, digits and underscores.
bool is_department_code(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    });
}

std::optional<Error> read_departments(std::string_view tsv, Catalog& catalog) {
    TableReader table("departments.tsv", tsv, department_columns);
    while (table.next()) {
        Department department;
        department.code = std::string(table.cell(0));
        if (!is_department_code(department.code)) {
            table.fail(0, "expected 1 to 20 lower-case letters, digits or underscores");
        }
        if (auto checked = check_no_card_number(department.code, ""); !checked) {
            table.fail(0, checked.error().detail);
        }
        if (catalog.find_department(department.code) != nullptr) {
            table.fail(0, "this department is there already; each code comes once");
        }
        department.label_en = table.text(1, catalog_text_characters_max);
        department.label_es = table.text(2, catalog_text_characters_max);
        department.walk = table.flag(3);
        department.order = table.number(4);
        catalog.departments.push_back(std::move(department));
    }
    std::stable_sort(catalog.departments.begin(), catalog.departments.end(),
                     [](const Department& a, const Department& b) { return a.order < b.order; });
    return table.error();
}

std::optional<Error> read_reasons(std::string_view tsv, Catalog& catalog) {
    TableReader table("reasons.tsv", tsv, reason_columns);
    while (table.next()) {
        ReasonText text;
        std::array cells{&text.code,     &text.department, &text.theme, &text.polarity,
                         &text.label_en, &text.label_es,   &text.owner};
        for (std::size_t column = 0; column < cells.size(); ++column) {
            *cells[column] = table.cell(column);
        }
        if (catalog.find_reason(text.code) != nullptr) {
            table.fail(0, "this reason is there already; codes are never reused");
        }
        text.starter = table.flag(7);
        text.first_screen = table.flag(8);
        text.urgent = table.flag(9);
        text.about_staff = table.flag(10);
        auto reason = parse_reason(text, catalog.departments);
        if (!reason) {
            const auto column = std::ranges::find(reason_columns, reason.error().field);
            table.fail(static_cast<std::size_t>(column - reason_columns.begin()), reason.error().detail);
            return table.error();
        }
        catalog.reasons.push_back(std::move(*reason));
    }
    return table.error();
}

}  // namespace

Result<Catalog> parse_catalog(std::string_view departments_tsv, std::string_view reasons_tsv) {
    Catalog catalog;
    if (auto error = read_departments(departments_tsv, catalog)) {
        return std::move(*error);
    }
    if (auto error = read_reasons(reasons_tsv, catalog)) {
        return std::move(*error);
    }
    return catalog;
}

}  // namespace tillnote
