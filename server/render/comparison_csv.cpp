#include "schema/time_text.hpp"
#include "server/render/comparison_numbers.hpp"
#include "server/render/comparison_view.hpp"
#include "server/render/csv.hpp"

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

void append_share(std::string& out, std::optional<double> share) {
    out += ',';
    if (share) {
        append_decimal(out, *share, 4);
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
                    "heard_per_1000"});
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
    return line + "\r\n";
}

}  // namespace

ComparisonCsv::ComparisonCsv(ComparisonData data) : data_(std::move(data)) {
    const domain::Comparison& comparison = data_.comparison;
    append_csv_cell(lead_, data_.district);
    lead_ += cells_of({format_day(comparison.range.from), format_day(comparison.range.to), to_text(comparison.by),
                       to_text(comparison.against)});
    for (const domain::MemberTotals& member : comparison.members) {
        members_.push_back({cells_of({member.id, member.name}), totals_of(member)});
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
    append_share(out, share_of(cell));
    append_share(out, cell.reading.expected);
    append_share(out, cell.reading.limits95.low);
    append_share(out, cell.reading.limits95.high);
    append_share(out, cell.reading.limits998.low);
    append_share(out, cell.reading.limits998.high);
    out.append(",").append(to_text(cell.reading.verdict)).append(member.totals);
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
        for (; member_ < members_.size(); ++member_) {
            if (piece.size() >= piece_bytes) {
                return piece;
            }
            append_line(piece);
        }
    }
    return piece;
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
