#include "schema/time_text.hpp"
#include "server/render/district_sentences.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>
#include <array>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::RangeKind;

constexpr std::size_t without_digest_max = 12;  ///< a chain's page stays readable on a day without any

Data fact(std::string_view tone, const std::string& words) {
    Data data;
    data.set("tone", std::string{tone});
    data.set("text", text(words));
    return data;
}

/// Of `these`, what `those` lack: a year that has a holiday is no measure of one that has none.
std::string holidays_words(const DistrictParts& parts, const std::vector<domain::Holiday>& these,
                           const std::vector<domain::Holiday>& those) {
    std::string names;
    for (const domain::Holiday holiday : these) {
        if (std::ranges::find(those, holiday) == those.end()) {
            names += (names.empty() ? "" : ", ") + std::string{parts.own.head.holidays[static_cast<std::size_t>(holiday)]};
        }
    }
    return names;
}

void append_holidays(Data& list, const DistrictParts& parts) {
    const domain::Comparison& comparison = parts.page.comparison;
    if (comparison.against != domain::Against::last_year) {
        return;
    }
    const auto& own = parts.own.head;
    if (const auto now = holidays_words(parts, comparison.holidays, comparison.holidays_last_year); !now.empty()) {
        list.push_back(fact("warning", fill(own.holidays_now, {now})));
    }
    if (const auto then = holidays_words(parts, comparison.holidays_last_year, comparison.holidays); !then.empty()) {
        list.push_back(fact("warning", fill(own.holidays_then, {then})));
    }
}

/// What a year ago was another store or district than today, or none.
void append_differences(Data& list, const DistrictParts& parts) {
    const auto& own = parts.own.head;
    int unpaired = 0;
    for (const std::size_t index : parts.by_name()) {
        const domain::MemberTotals& member = parts.page.comparison.members[index];
        unpaired += member.days_unpaired;
        if (member.stores_joined > 0 || member.stores_left > 0) {
            list.push_back(fact(
                "warning", fill(own.moved, {parts.name_of(index), count_words(parts.words, own.stores, member.stores_joined),
                                            number_words(parts.words, member.stores_left)})));
        }
    }
    if (unpaired > 0) {
        list.push_back(fact("warning", count_words(parts.words, own.unpaired, unpaired)));
    }
}

Data facts_of(const DistrictParts& parts) {
    const auto& members = parts.page.comparison.members;
    int remarks = 0;
    int incomplete = 0;
    int without_traffic = 0;
    for (const domain::MemberTotals& member : members) {
        remarks += member.remarks;
        incomplete += member.days_incomplete;
        without_traffic += member.days_without_traffic;
    }
    const Words& words = parts.words;
    const auto& own = parts.own.head;
    Data list{Data::type::list};
    list.push_back(fact("plain", count_words(words, parts.page.is_chain() ? own.districts : own.stores,
                                             static_cast<std::int64_t>(members.size()))));
    list.push_back(fact("plain", count_words(words, own.remarks, remarks)));
    if (const auto& range = parts.page.comparison.range; range.planned_to) {
        list.push_back(fact("warning", fill(own.so_far, {std::to_string(domain::count_days(range)),
                                                         std::to_string(count_days(domain::whole_range(range)))})));
    }
    if (incomplete > 0) {
        list.push_back(fact("warning", count_words(words, own.incomplete, incomplete)));
    } else if (!members.empty() && parts.page.without_digest.empty()) {
        list.push_back(fact("good", std::string{own.all_complete}));
    }
    if (without_traffic > 0) {
        list.push_back(fact("warning", count_words(words, own.without_traffic, without_traffic)));
    }
    append_holidays(list, parts);
    append_differences(list, parts);
    return list;
}

Data range_link(const DistrictParts& parts, RangeKind kind, std::string_view label) {
    const auto& range = parts.page.comparison.range;
    const domain::Day on = std::min(range.to, parts.page.last_ended);
    Data link;
    link.set("path", text(parts.link("range", to_text(kind)) + "&on=" + format_day(on)));
    link.set("label", text(label));
    link.set("current", Data{range.kind == kind});
    return link;
}

Data option(std::string_view value, std::string_view label, bool selected) {
    Data data;
    data.set("value", text(value));
    data.set("label", text(label));
    data.set("selected", Data{selected});
    return data;
}

void set_ranges(Data& data, const DistrictParts& parts) {
    const auto& own = parts.own.ranges;
    const auto& comparison = parts.page.comparison;
    Data links{Data::type::list};
    links.push_back(range_link(parts, RangeKind::day, own.day));
    links.push_back(range_link(parts, RangeKind::fiscal_week, own.fiscal_week));
    links.push_back(range_link(parts, RangeKind::week, own.week));
    links.push_back(range_link(parts, RangeKind::fiscal_period, own.fiscal_period));
    links.push_back(range_link(parts, RangeKind::month, own.month));
    data.set("ranges", links);
    data.set("before_path", text(parts.link_to(domain::range_before(comparison.range))));
    const domain::ComparisonRange after = domain::range_after(comparison.range);
    data.set("after_path", after.from > parts.page.last_ended ? Data{false} : text(parts.link_to(after)));
    data.set("before", text(own.before));
    data.set("after", text(own.after));
    data.set("ranges_heading", text(own.heading));
    data.set("from_label", text(own.from));
    data.set("to_label", text(own.to));
    data.set("by_label", text(own.by));
    data.set("against_label", text(own.against));
    data.set("show", text(own.show));
    data.set("from", text(format_day(comparison.range.from)));
    data.set("to", text(format_day(domain::whole_range(comparison.range).to)));
    data.set("row_key", optional_text(parts.row() == nullptr ? std::string{} : parts.row()->key));
    const bool sorted = parts.page.sort != MemberSort::name;
    data.set("sorted", optional_text(sorted ? std::string{to_text(parts.page.sort)} : std::string{}));
    using domain::Against;
    using domain::ComparisonBy;
    Data by{Data::type::list};
    for (const ComparisonBy each :
         {ComparisonBy::reason, ComparisonBy::theme, ComparisonBy::department, ComparisonBy::polarity}) {
        by.push_back(option(to_text(each), own.by_names[static_cast<std::size_t>(each)], each == comparison.by));
    }
    data.set("by_options", by);
    Data against{Data::type::list};
    for (const Against each : {Against::others, Against::chain, Against::last_year}) {
        if (each != Against::chain || !parts.page.is_chain()) {
            against.push_back(option(to_text(each), parts.pick(own.against_names[static_cast<std::size_t>(each)]),
                                     each == comparison.against));
        }
    }
    data.set("against_options", against);
}

/// Stores of which something is missing come before anything that is said about them.
Data missing_data(const DistrictParts& parts) {
    Data list{Data::type::list};
    const auto add = [&](const std::string& sentence) {
        Data line;
        line.set("sentence", text(sentence));
        list.push_back(line);
    };
    const std::vector<std::string>& without = parts.page.without_digest;
    const std::size_t named = without.size() > without_digest_max ? without_digest_max - 1 : without.size();
    for (std::size_t index = 0; index < named; ++index) {
        add(fill(parts.own.missing.without_digest, {one_line(without[index])}));
    }
    if (named < without.size()) {
        add(fill(parts.own.missing.more, {std::to_string(without.size() - named)}));
    }
    std::ranges::for_each(missing_sentences(parts), add);
    return list;
}

}  // namespace

void set_district_head(Data& data, const DistrictParts& parts) {
    const std::string name = parts.page.is_chain() ? std::string{parts.own.head.chain.districts} : one_line(parts.page.name);
    const std::string title = fill(parts.own.head.title, {name, range_words(parts)});
    set_head(data, parts.words.language, title);
    data.set("heading", text(title));
    const auto& range = parts.page.comparison.range;
    const bool named = range.planned_to || (range.kind != RangeKind::day && range.kind != RangeKind::days);
    data.set("dates", optional_text(named ? begin_sentence(dates_words(parts)) : std::string{}));
    data.set("skip", text(parts.own.head.skip));
    data.set("back", text(parts.own.head.back));
    data.set("none", text(parts.own.head.none));
    data.set("path", text(parts.page.path));
    data.set("facts", facts_of(parts));
    set_ranges(data, parts);
    const Data missing = missing_data(parts);
    data.set("has_missing", Data{!missing.is_empty_list()});
    data.set("missing", missing);
    data.set("missing_heading", text(parts.own.missing.heading));
}

}  // namespace tillnote::render
