#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"
#include "server/domain/chance.hpp"
#include "server/render/comparison_numbers.hpp"
#include "server/render/comparison_view.hpp"
#include "server/render/csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tillnote::render {
namespace {

void append_number(std::string& out, std::int64_t number) {
    std::array<char, 24> digits{};
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

void append_decimal(std::string& out, double number, int decimals) {
    std::array<char, 32> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, decimals).ptr;
    out.append(digits.data(), end);
}

void append_figure(std::string& out, std::optional<double> figure) {
    out += ',';
    if (figure) {
        append_decimal(out, *figure, 4);
    }
}

std::string head_line(const ComparisonData& data) {
    const std::string_view member_column = data.district.empty() ? "of_district" : "store";
    return csv_row({"district",
                    "from",
                    "to",
                    "by",
                    "against",
                    "key",
                    "label",
                    member_column,
                    "name",
                    "remarks",
                    "of",
                    "share",
                    "expected",
                    "low95",
                    "high95",
                    "low998",
                    "high998",
                    "verdict",
                    "all_remarks",
                    "days",
                    "days_incomplete",
                    "days_silent",
                    "traffic",
                    "days_without_traffic",
                    "heard_per_1000",
                    "stands_out",
                    "chance_one_in",
                    "range",
                    "planned_to",
                    "days_unpaired",
                    "stores_joined",
                    "stores_left",
                    "without_digest",
                    "silence",
                    "holidays",
                    "holidays_last_year",
                    "shares_judged",
                    "shares_outside95",
                    "shares_by_chance",
                    "over_dispersion",
                    "clustering"});
}

/// ",key,label" behind what all lines begin with; so every line is put together from parts that end in no comma.
std::string cells_of(std::initializer_list<std::string_view> cells) {
    std::string line;
    for (const std::string_view cell : cells) {
        line += ',';
        append_csv_cell(line, cell);
    }
    return line;
}

std::string totals_of(const domain::MemberTotals& member) {
    std::string line;
    for (const std::int64_t number : {member.remarks, member.days, member.days_incomplete, member.days_silent}) {
        line += ',';
        append_number(line, number);
    }
    line += ',';
    if (member.traffic) {
        append_number(line, *member.traffic);
    }
    line += ',';
    append_number(line, member.days_without_traffic);
    line += ',';
    if (const auto heard = heard_per_1000(member)) {
        append_decimal(line, *heard, 1);
    }
    return line;
}

std::string end_of(const ComparisonData& data, const domain::MemberTotals& member) {
    const domain::Comparison& comparison = data.comparison;
    const bool of_chain = data.district.empty();
    const bool years = comparison.against == domain::Against::last_year;
    const auto count = [](bool there, int number) { return there ? std::to_string(number) : std::string{}; };
    std::string without;
    if (data.without_digest && !of_chain) {
        without = std::ranges::find(*data.without_digest, member.id) != data.without_digest->end() ? "true" : "false";
    }
    return cells_of({to_text(comparison.range.kind),
                     comparison.range.planned_to ? format_day(*comparison.range.planned_to) : std::string{},
                     count(years, member.days_unpaired), count(years && of_chain, member.stores_joined),
                     count(years && of_chain, member.stores_left), without});
}

std::string holidays_cell(const std::vector<domain::Holiday>& holidays) {
    std::string names;
    for (const domain::Holiday holiday : holidays) {
        names.append(names.empty() ? "" : " ").append(to_text(holiday));
    }
    return names;
}

/// The same in every line.
std::string tail_of(const domain::Comparison& comparison) {
    const domain::Silence silence = domain::find_silence(comparison);
    return cells_of({silence == domain::Silence::none ? std::string_view{} : to_text(silence),
                     holidays_cell(comparison.holidays), holidays_cell(comparison.holidays_last_year),
                     std::to_string(comparison.cells_judged), std::to_string(comparison.cells_outside_95),
                     std::to_string(outside_by_chance(comparison))});
}

/// By row and member, ",99.8,2000" where a sentence names it.
std::vector<std::vector<std::string>> find_named(const domain::Comparison& comparison) {
    std::vector<std::vector<std::string>> named(comparison.rows.size(),
                                                std::vector<std::string>(comparison.members.size(), ",,"));
    for (const domain::Standout& at : comparison.standouts) {
        std::string cells;
        cells.append(",").append(limits_named(at)).append(",");
        append_number(cells, domain::chance_one_in(comparison.rows[at.row].cells[at.member].heard_p_value));
        named[at.row][at.member] = std::move(cells);
    }
    return named;
}

}  // namespace

ComparisonCsv::ComparisonCsv(ComparisonData data) : data_(std::move(data)), named_(find_named(data_.comparison)) {
    const domain::Comparison& comparison = data_.comparison;
    append_csv_cell(lead_, data_.district);
    lead_ += cells_of({format_day(comparison.range.from), format_day(comparison.range.to), to_text(comparison.by),
                       to_text(comparison.against)});
    tail_ = tail_of(comparison);
    for (const domain::MemberTotals& member : comparison.members) {
        members_.push_back({cells_of({member.id, member.name}), totals_of(member), end_of(data_, member)});
    }
}

void ComparisonCsv::append_line(std::string& out) const {
    const domain::ComparisonRow& row = data_.comparison.rows[row_];
    const domain::ComparisonCell& cell = row.cells[member_];
    const Member& member = members_[member_];
    out.append(lead_).append(row_cells_).append(member.names).append(",");
    append_number(out, cell.remarks);
    out += ',';
    append_number(out, cell.of);
    append_figure(out, share_of(cell));
    append_figure(out, cell.reading.expected);
    append_figure(out, cell.reading.limits95.low);
    append_figure(out, cell.reading.limits95.high);
    append_figure(out, cell.reading.limits998.low);
    append_figure(out, cell.reading.limits998.high);
    out.append(",").append(to_text(cell.reading.verdict)).append(member.totals);
    out.append(named_[row_][member_]).append(member.end).append(tail_).append(row_end_).append("\r\n");
}

std::string ComparisonCsv::make_next_piece() {
    std::string piece;
    piece.reserve(piece_bytes + piece_bytes / 8);
    if (!begun_) {
        begun_ = true;
        piece = head_line(data_);
    }
    const std::vector<domain::ComparisonRow>& rows = data_.comparison.rows;
    for (; row_ < rows.size(); ++row_, member_ = 0) {
        row_cells_ = cells_of({rows[row_].key, rows[row_].label_en});
        row_end_.clear();
        append_figure(row_end_, rows[row_].over_dispersion);
        append_figure(row_end_, rows[row_].clustering);
        for (; member_ < members_.size(); ++member_) {
            if (piece.size() >= piece_bytes) {
                return piece;
            }
            append_line(piece);
        }
    }
    return piece;
}

std::string render_stories_csv(const ComparisonData& data) {
    const std::string_view member_column = data.district.empty() ? "of_district" : "store";
    std::string csv = csv_row({"district", "reason", "label", "from", "to", "all_remarks", "all_of", "usual_share",
                               member_column, "name", "remarks", "of"});
    for (const domain::Story& story : data.stories) {
        const Reason& reason = data.reasons[story.reason];
        std::string usual;
        append_decimal(usual, usual_share(story), 4);
        for (const domain::StoryMember& behind : story.members) {
            const domain::MemberTotals& member = data.comparison.members[behind.member];
            csv +=
                csv_row({data.district, reason.code, reason.label_en, format_day(story.first_day),
                         format_day(story.last_day), std::to_string(story.window.remarks), std::to_string(story.window.of),
                         usual, member.id, member.name, std::to_string(behind.remarks), std::to_string(behind.of)});
        }
    }
    return csv;
}

std::string render_weeks_csv(const ComparisonData& data) {
    const std::string_view member_column = data.district.empty() ? "of_district" : "store";
    std::string csv = csv_row(
        {"district", "by", "key", "label", member_column, "name", "week_from", "week_to", "remarks", "of", "in_catalog"});
    if (!data.weeks_row) {
        return csv;
    }
    const domain::Comparison& comparison = data.comparison;
    const domain::ComparisonRow& row = comparison.rows[*data.weeks_row];
    for (std::size_t member = 0; member < data.weeks.size(); ++member) {
        for (const domain::TrendWeek& week : data.weeks[member]) {
            csv += csv_row({data.district, to_text(comparison.by), row.key, row.label_en, comparison.members[member].id,
                            comparison.members[member].name, format_day(week.first_day),
                            format_day(domain::add_days(week.first_day, 6)), std::to_string(week.remarks),
                            std::to_string(week.of), week.in_catalog ? "true" : "false"});
        }
    }
    return csv;
}

std::string render_comparison_csv(const ComparisonData& data) {
    ComparisonCsv csv(data);
    std::string whole;
    for (std::string piece = csv.make_next_piece(); !piece.empty(); piece = csv.make_next_piece()) {
        whole += piece;
    }
    return whole;
}

}  // namespace tillnote::render
