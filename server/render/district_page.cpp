#include "server/render/district_page.hpp"

#include "schema/time_text.hpp"
#include "server/render/district_nav.hpp"
#include "server/render/district_parts.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/query_text.hpp"
#include "server/render/templates.hpp"
#include "server/render/theme_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numeric>

namespace tillnote::render {
namespace {

/// Both ends, or where these would name another kind (February 2026 is a period of four weeks, too) the kind and a day.
template <typename Add>
void add_range(const domain::ComparisonRange& range, const Add& add) {
    if (domain::name_range(range.from, range.to).kind == range.kind) {
        add("from", format_day(range.from));
        add("to", format_day(range.to));
    } else {
        add("range", to_text(range.kind));
        add("on", format_day(range.from));
    }
}

constexpr std::array sorts{MemberSort::name,    MemberSort::share, MemberSort::remarks,   MemberSort::row_remarks,
                           MemberSort::verdict, MemberSort::heard, MemberSort::incomplete};

/// Outside in the row that is drawn, in any theme, or nowhere.
int count_outside(const DistrictPage& page, const domain::ComparisonRow* row, std::size_t member) {
    const auto is_outside = [member](const domain::ComparisonRow& each) {
        return member < each.cells.size() && domain::is_outside(each.cells[member].reading);
    };
    if (row != nullptr && is_outside(*row)) {
        return 2;
    }
    return std::ranges::any_of(page.themes.rows, is_outside) ? 1 : 0;
}

std::vector<bool> choose_for_paper(const DistrictParts& parts) {
    std::vector<std::size_t> order = parts.by_name();
    std::ranges::stable_sort(order, std::greater{},
                             [&](std::size_t member) { return count_outside(parts.page, parts.row(), member); });
    order.resize(std::min(order.size(), paper_members_max));
    std::vector<bool> on_paper(parts.page.comparison.members.size());
    for (const std::size_t member : order) {
        on_paper[member] = true;
    }
    return on_paper;
}

}  // namespace

std::string_view to_text(MemberSort sort) noexcept {
    switch (sort) {
        case MemberSort::name:
            return "name";
        case MemberSort::share:
            return "share";
        case MemberSort::remarks:
            return "remarks";
        case MemberSort::row_remarks:
            return "row_remarks";
        case MemberSort::verdict:
            return "verdict";
        case MemberSort::heard:
            return "heard";
        case MemberSort::incomplete:
            return "incomplete";
    }
    std::abort();
}

std::optional<MemberSort> find_member_sort(std::string_view text) noexcept {
    const auto found = std::ranges::find_if(sorts, [&](MemberSort sort) { return to_text(sort) == text; });
    return found == sorts.end() ? std::nullopt : std::optional{*found};
}

DistrictParts::DistrictParts(const DistrictPage& of)
    : page(of), words(words_of(of.language)), own(district_words_of(of.language)) {
    for (const domain::MemberTotals& member : page.comparison.members) {
        names_.push_back(one_line(member.name));
        links_.push_back(page.link_of ? page.link_of(member.id).value_or("") : "");
    }
    on_paper_ = choose_for_paper(*this);
}

std::string DistrictParts::paper_more() const {
    const auto more = std::ranges::count(on_paper_, false);
    return more > 0 ? count_words(words, pick(own.head.paper_more), more) : std::string{};
}

std::string_view DistrictParts::pick(const MemberText& text) const {
    return page.is_chain() ? text.districts : text.stores;
}

const Plural& DistrictParts::pick(const MemberPlural& text) const {
    return page.is_chain() ? text.districts : text.stores;
}

std::string DistrictParts::row_label(const domain::ComparisonRow& row) const {
    if (const auto polarity = find_polarity(row.key); polarity && row.label_en == row.key) {
        return std::string{own.polarities[static_cast<std::size_t>(*polarity)]};
    }
    if (row.label_es.empty()) {
        return begin_sentence(one_line(theme_words(words, row.label_en)));
    }
    return one_line(label_in(words, row.label_en, row.label_es));
}

const domain::ComparisonRow* DistrictParts::row() const {
    const auto& rows = page.comparison.rows;
    return page.row < rows.size() ? &rows[page.row] : nullptr;
}

std::string DistrictParts::query(std::string_view leave_out) const {
    const domain::Comparison& comparison = page.comparison;
    std::string text;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (name != leave_out) {
            text += text.empty() ? '?' : '&';
            text.append(name).append("=").append(query_text(value));
        }
    };
    if (leave_out != "range") {
        add_range(domain::whole_range(comparison.range), add);
    }
    add("by", to_text(comparison.by));
    add("against", to_text(comparison.against));
    if (row() != nullptr && leave_out != "by") {
        add("row", row()->key);
    }
    if (page.sort != MemberSort::name) {
        add("sort", to_text(page.sort));
    }
    return text;
}

std::string DistrictParts::link_to(const domain::ComparisonRange& range) const {
    std::string text = page.path + query("range");
    add_range(range, [&](std::string_view name, const auto& value) {
        text += text.find('?') == std::string::npos ? '?' : '&';
        text.append(name).append("=").append(value);
    });
    return text;
}

std::string DistrictParts::link(std::string_view name, std::string_view value) const {
    const std::string rest = query(name);
    return page.path + rest + (rest.empty() ? '?' : '&') + std::string{name} + '=' + query_text(value);
}

std::vector<std::size_t> DistrictParts::by_name() const {
    std::vector<std::size_t> order(page.comparison.members.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t member) { return page.comparison.members[member].name; });
    return order;
}

std::string short_percent(const Words& words, double share) {
    constexpr double decimal_below = 0.0995;  // what rounds to less than 10.0
    return share < decimal_below ? decimal_words(words, 100 * share) : percent_words(share);
}

std::size_t choose_row(const domain::Comparison& comparison, const std::vector<domain::Story>& stories) {
    if (!stories.empty()) {
        const auto told = std::ranges::find_if(comparison.rows, [&](const domain::ComparisonRow& row) {
            return std::ranges::find(row.reasons, stories.front().reason) != row.reasons.end();
        });
        if (told != comparison.rows.end()) {
            return static_cast<std::size_t>(told - comparison.rows.begin());
        }
    }
    if (!comparison.standouts.empty()) {
        return comparison.standouts.front().row;
    }
    const auto most = std::ranges::max_element(comparison.rows, {}, &domain::ComparisonRow::remarks);
    return most == comparison.rows.end() ? 0 : static_cast<std::size_t>(most - comparison.rows.begin());
}

std::string render_district_page(const DistrictPage& page) {
    const DistrictParts parts(page);
    kainjow::mustache::data data;
    set_district_head(data, parts);
    set_district_findings(data, parts);
    set_district_funnel(data, parts);
    set_district_heat(data, parts);
    set_district_trends(data, parts);
    set_district_table(data, parts);
    data.set("has_members", kainjow::mustache::data{!page.comparison.members.empty()});
    data.set("privacy", text(parts.words.foot.privacy));
    set_languages(data, page.path + parts.query(), parts.words);
    set_account(data, page.signed_in_as, page.csrf_token, parts.words);
    if (!page.is_chain()) {
        set_district_nav(data, {.path = page.path, .reads = true, .leads = page.leads, .has_digest = page.has_digest},
                         DistrictPlace::comparison, page.language);
    }
    return render_template(Template::district, data);
}

}  // namespace tillnote::render
