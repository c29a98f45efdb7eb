#include "server/render/digest_counts.hpp"

#include "server/render/plain_text.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

constexpr std::size_t rows_max = 5;

/// "Produce fresh (usually 1.3), Produce price high (0.4)"
void append_unheard(std::string& list, const CountRow& row, const Words& words) {
    const bool first = list.empty();
    list += first ? "" : ", ";
    list += row.label;
    if (!row.usual.empty()) {
        list += ' ' + fill(first ? words.departments.usually_brackets : words.departments.brackets, {row.usual});
    }
}

DepartmentBlock department_block(const domain::DepartmentSection& section, const Words& words) {
    DepartmentBlock block;
    const Department& department = section.department;
    block.total = {Polarity::other, one_line(label_in(words, department.label_en, department.label_es)),
                   number_words(words, section.remarks), usual_number(section.usual, words)};
    const bool says_it_all = section.lines.size() == 1 && section.lines[0].reason.label_en == department.label_en;
    if (says_it_all) {
        return block;
    }
    for (const domain::ReasonLine& line : section.lines) {
        const CountRow row = count_row(line, words);
        if (line.remarks > 0) {
            block.rows.push_back(row);
        } else {
            append_unheard(block.not_heard, row, words);
        }
    }
    return block;
}

std::string departments_note(const domain::Digest& digest, const Words& words) {
    if (!digest.usual) {
        return std::string{words.departments.note_unknown};
    }
    const bool open = digest.state == domain::DayState::open;
    return fill(open ? words.departments.note_open : words.departments.note, {weekday_words(words, digest.day)});
}

Listing<CountRow> few_of(std::string_view heading, std::vector<domain::ReasonLine> lines, const Words& words) {
    Listing<CountRow> listing{std::string{heading}, {}, {}, {}};
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.remarks > b.remarks; });
    lines.resize(std::min(lines.size(), rows_max));
    for (const domain::ReasonLine& line : lines) {
        listing.rows.push_back(count_row(line, words));
    }
    return listing;
}

}  // namespace

std::string usual_number(const std::optional<double>& usual, const Words& words) {
    return usual ? decimal_words(words, *usual) : std::string{};
}

CountRow count_row(const domain::ReasonLine& line, const Words& words) {
    return {line.reason.polarity, one_line(label_in(words, line.reason.label_en, line.reason.label_es)),
            number_words(words, line.remarks), usual_number(line.usual, words)};
}

Listing<DepartmentBlock> departments_of(const domain::Digest& digest, const Words& words) {
    Listing<DepartmentBlock> listing{std::string{words.departments.heading}, departments_note(digest, words), {}, {}};
    for (const domain::DepartmentSection& section : digest.departments) {
        if (section.remarks > 0) {
            listing.rows.push_back(department_block(section, words));
        }
    }
    return listing;
}

Listing<CountRow> likes_of(const domain::Digest& digest, const Words& words) {
    Listing<CountRow> listing = few_of(words.like.heading, digest.praise, words);
    if (listing.rows.empty()) {
        listing.none = digest.state == domain::DayState::open ? words.like.none_open : words.like.none;
    }
    return listing;
}

Listing<CountRow> asked_for_of(const domain::Digest& digest, const Words& words) {
    std::vector<domain::ReasonLine> lines;
    std::copy_if(digest.reasons.begin(), digest.reasons.end(), std::back_inserter(lines),
                 [](const auto& line) { return line.remarks > 0 && line.reason.polarity == Polarity::request; });
    Listing<CountRow> listing = few_of(words.loop.asked_for, std::move(lines), words);
    if (listing.rows.empty()) {
        listing.none = words.loop.asked_for_none;
    }
    return listing;
}

}  // namespace tillnote::render
