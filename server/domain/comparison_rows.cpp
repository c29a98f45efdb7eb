#include "server/domain/comparison.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace tillnote::domain {
namespace {

constexpr std::array<ComparisonBy, 4> all_by{ComparisonBy::reason, ComparisonBy::theme, ComparisonBy::department,
                                             ComparisonBy::polarity};
constexpr std::array<Against, 3> all_against{Against::others, Against::chain, Against::last_year};
constexpr std::array<Polarity, 5> compared_polarities{Polarity::praise, Polarity::complaint, Polarity::request,
                                                      Polarity::competitor, Polarity::other};

ComparisonRow named_row(std::string key, std::string label_en, std::string label_es = {}) {
    ComparisonRow row;
    row.key = std::move(key);
    row.label_en = std::move(label_en);
    row.label_es = std::move(label_es);
    return row;
}

std::vector<ComparisonRow> empty_rows(ComparisonBy by, const std::vector<Reason>& reasons,
                                      const std::vector<Department>& departments) {
    std::vector<ComparisonRow> rows;
    switch (by) {
        case ComparisonBy::reason:
            for (const Reason& reason : reasons) {
                rows.push_back(named_row(reason.code, reason.label_en, reason.label_es));
            }
            break;
        case ComparisonBy::theme:
            for (const Reason& reason : reasons) {
                if (std::ranges::find(rows, reason.theme, &ComparisonRow::key) == rows.end()) {
                    rows.push_back(named_row(reason.theme, reason.theme));
                }
            }
            break;
        case ComparisonBy::department:
            for (const Department& department : departments) {
                rows.push_back(named_row(department.code, department.label_en, department.label_es));
            }
            break;
        case ComparisonBy::polarity:
            for (const Polarity polarity : compared_polarities) {
                rows.push_back(named_row(std::string(to_text(polarity)), std::string(to_text(polarity))));
            }
            break;
    }
    return rows;
}

std::string_view key_of(ComparisonBy by, const Reason& reason) {
    switch (by) {
        case ComparisonBy::reason:
            return reason.code;
        case ComparisonBy::theme:
            return reason.theme;
        case ComparisonBy::department:
            return reason.department;
        case ComparisonBy::polarity:
            return to_text(reason.polarity);
    }
    std::abort();
}

std::optional<Polarity> common_polarity(const ComparisonRow& row, const std::vector<Reason>& reasons) {
    const Polarity first = reasons[row.reasons.front()].polarity;
    const bool common =
        std::ranges::all_of(row.reasons, [&](std::uint16_t index) { return reasons[index].polarity == first; });
    return common ? std::optional{first} : std::nullopt;
}

}  // namespace

std::string_view to_text(ComparisonBy by) noexcept {
    switch (by) {
        case ComparisonBy::reason:
            return "reason";
        case ComparisonBy::theme:
            return "theme";
        case ComparisonBy::department:
            return "department";
        case ComparisonBy::polarity:
            return "polarity";
    }
    std::abort();
}

std::optional<ComparisonBy> find_comparison_by(std::string_view text) noexcept {
    const auto found = std::ranges::find_if(all_by, [&](ComparisonBy by) { return to_text(by) == text; });
    return found == all_by.end() ? std::nullopt : std::optional{*found};
}

std::string_view to_text(Against against) noexcept {
    switch (against) {
        case Against::others:
            return "others";
        case Against::chain:
            return "chain";
        case Against::last_year:
            return "last_year";
    }
    std::abort();
}

std::optional<Against> find_against(std::string_view text) noexcept {
    const auto found = std::ranges::find_if(all_against, [&](Against against) { return to_text(against) == text; });
    return found == all_against.end() ? std::nullopt : std::optional{*found};
}

std::string_view to_text(Silence silence) noexcept {
    switch (silence) {
        case Silence::none:
            return "none";
        case Silence::nothing_to_compare_with:
            return "nothing_to_compare_with";
        case Silence::too_little:
            return "too_little";
    }
    std::abort();
}

Silence find_silence(const Comparison& comparison) {
    if (comparison.cells_judged > 0) {
        return Silence::none;
    }
    const bool alone = comparison.against == Against::others && comparison.members.size() == 1;
    const bool enough = std::ranges::any_of(comparison.members,
                                            [](const MemberTotals& member) { return member.remarks >= share_remarks_min; });
    return alone || enough ? Silence::nothing_to_compare_with : Silence::too_little;
}

bool is_rest_withheld(const Comparison& comparison) {
    const int stores = comparison.elsewhere.stores;
    return comparison.against == Against::chain && stores > 0 && stores < elsewhere_stores_min;
}

std::optional<std::size_t> find_mirror(const Comparison& comparison, std::size_t member) {
    std::optional<std::size_t> other;
    for (std::size_t index = 0; index < comparison.members.size(); ++index) {
        if (index == member || comparison.members[index].remarks == 0) {
            continue;
        }
        if (other || comparison.against != Against::others) {
            return std::nullopt;
        }
        other = index;
    }
    return comparison.members[member].remarks > 0 ? other : std::nullopt;
}

bool could_be_tapped(const ComparisonInput& input, std::size_t reason, Day first, Day last) {
    return input.reason_dates.empty() || input.reason_dates[reason].hold(first, last);
}

std::vector<ComparisonRow> list_comparison_rows(ComparisonBy by, const std::vector<Reason>& reasons,
                                                const std::vector<Department>& departments) {
    std::vector<ComparisonRow> rows = empty_rows(by, reasons, departments);
    for (std::size_t index = 0; index < reasons.size(); ++index) {
        const auto row = std::ranges::find(rows, key_of(by, reasons[index]),
                                           [](const ComparisonRow& entry) { return std::string_view{entry.key}; });
        if (row != rows.end()) {
            row->reasons.push_back(static_cast<std::uint16_t>(index));
        }
    }
    std::erase_if(rows, [](const ComparisonRow& row) { return row.reasons.empty(); });
    for (ComparisonRow& row : rows) {
        row.polarity = common_polarity(row, reasons);
    }
    return rows;
}

}  // namespace tillnote::domain
