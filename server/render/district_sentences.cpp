#include "server/render/district_sentences.hpp"

#include "server/domain/fiscal_calendar.hpp"
#include "server/render/plain_text.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace tillnote::render {
namespace {

using domain::Against;
using domain::FunnelVerdict;
using domain::RangeKind;

constexpr std::size_t stores_named_max = 4;  ///< of a district

/// Praise that is higher is good news, and so is a complaint that is lower.
std::string_view tone_of(std::optional<Polarity> polarity, bool higher) {
    if (polarity == Polarity::praise) {
        return higher ? "praise" : "complaint";
    }
    if (polarity == Polarity::complaint) {
        return higher ? "complaint" : "praise";
    }
    return "request";
}

std::string_view share_pattern(const DistrictParts& parts) {
    switch (parts.page.comparison.against) {
        case Against::others:
            return parts.pick(parts.own.findings.against_others);
        case Against::chain:
            return parts.own.findings.against_chain;
        case Against::last_year:
            return parts.own.findings.against_last_year;
    }
    return {};
}

}  // namespace

FindingText standout_text(const DistrictParts& parts, const domain::Standout& at) {
    const auto& own = parts.own.findings;
    const domain::ComparisonRow& row = parts.page.comparison.rows[at.row];
    const domain::ComparisonCell& cell = row.cells[at.member];
    const bool higher = cell.reading.verdict == FunnelVerdict::above;
    FindingText made;
    const auto mirror = domain::find_mirror(parts.page.comparison, at.member);
    const std::string other = mirror ? parts.name_of(*mirror) : std::string{};
    made.tone = tone_of(row.polarity, higher);
    made.title = fill(mirror && higher ? own.above_mirror
                      : higher         ? own.above
                                       : own.below,
                      {parts.row_label(row), parts.name_of(at.member), other});
    made.sentence = fill(mirror ? own.against_mirror : share_pattern(parts),
                         {short_percent(parts.words, static_cast<double>(cell.remarks) / cell.of),
                          number_words(parts.words, cell.remarks), number_words(parts.words, cell.of),
                          short_percent(parts.words, static_cast<double>(cell.rest.remarks) / cell.rest.of), other});
    made.more = fill(at.outside_998 ? own.outside_998 : own.outside_95, {chance_words(parts.words, cell.heard_p_value)});
    return made;
}

std::string_view silence_text(const DistrictParts& parts) {
    const domain::Comparison& comparison = parts.page.comparison;
    const auto& own = parts.own.findings;
    switch (domain::find_silence(comparison)) {
        case domain::Silence::none:
            break;
        case domain::Silence::nothing_to_compare_with:
            return parts.pick(own.nothing_to_compare_with[static_cast<std::size_t>(comparison.against)]);
        case domain::Silence::too_little:
            return parts.pick(own.too_little);
    }
    if (!comparison.standouts.empty()) {
        return {};
    }
    return parts.pick(comparison.against == Against::last_year ? own.none_last_year : own.none);
}

std::vector<Against> other_comparisons(const DistrictParts& parts) {
    std::vector<Against> others;
    for (const Against each : {Against::others, Against::chain, Against::last_year}) {
        const bool there = each != Against::chain || !parts.page.is_chain();
        if (there && each != parts.page.comparison.against) {
            others.push_back(each);
        }
    }
    return others;
}

FindingText story_text(const DistrictParts& parts, const domain::Story& story) {
    const auto& own = parts.own.findings;
    const Reason& reason = parts.page.reasons[story.reason];
    std::string names;
    for (const domain::StoryMember& member : story.members) {
        names += (names.empty() ? "" : ", ") + one_line(parts.page.comparison.members[member.member].name);
    }
    FindingText made;
    made.tone = tone_of(reason.polarity, true);
    made.title = fill(parts.pick(own.story), {std::to_string(story.members.size()),
                                              one_line(label_in(parts.words, reason.label_en, reason.label_es))});
    made.sentence =
        fill(parts.pick(own.story_sentence),
             {std::to_string((std::chrono::sys_days{story.last_day} - std::chrono::sys_days{story.first_day}).count() + 1),
              brief_date_words(parts.words, parts.words.date_short, story.last_day), names,
              number_words(parts.words, story.window.remarks), number_words(parts.words, story.window.of),
              short_percent(parts.words, static_cast<double>(story.baseline.remarks) / story.baseline.of),
              short_percent(parts.words, static_cast<double>(story.window.remarks) / story.window.of)});
    made.more = own.upstream;
    return made;
}

std::string stores_words(const DistrictParts& parts, const domain::MemberTotals& district,
                         const std::function<int(const domain::StoreGaps&)>& days_of) {
    std::vector<const domain::StoreGaps*> stores;
    for (const domain::StoreGaps& store : district.gaps) {
        if (days_of(store) > 0) {
            stores.push_back(&store);
        }
    }
    std::ranges::sort(stores, {},
                      [&](const domain::StoreGaps* store) { return std::tuple{-days_of(*store), store->store.name}; });
    const auto& own = parts.own.missing;
    std::string names;
    const auto add = [&](const std::string& words) { names.append(names.empty() ? "" : ", ").append(words); };
    const std::size_t named = stores.size() > stores_named_max ? stores_named_max - 1 : stores.size();
    for (std::size_t index = 0; index < named; ++index) {
        add(fill(own.store_days, {one_line(stores[index]->store.name), number_words(parts.words, days_of(*stores[index]))}));
    }
    if (named < stores.size()) {
        add(count_words(parts.words, own.more_stores, static_cast<std::int64_t>(stores.size() - named)));
    }
    return names;
}

std::vector<std::string> missing_sentences(const DistrictParts& parts) {
    const auto& own = parts.own.missing;
    std::vector<std::string> sentences;
    for (const bool silent : {true, false}) {
        for (const std::size_t index : parts.by_name()) {
            const domain::MemberTotals& member = parts.page.comparison.members[index];
            const auto days_of = [silent](const auto& totals) {
                return silent ? totals.days_silent : totals.days_incomplete - totals.days_silent;
            };
            if (days_of(member) > 0) {
                sentences.push_back(
                    fill(parts.pick(silent ? own.silent : own.incomplete),
                         {one_line(member.name), count_words(parts.words, parts.pick(own.days), days_of(member)),
                          stores_words(parts, member, days_of)}));
            }
        }
    }
    return sentences;
}

std::string dates_words(const DistrictParts& parts) {
    const auto& range = parts.page.comparison.range;
    const Words& words = parts.words;
    if (range.from == range.to) {
        return date_words(words, words.date_heading, range.from);
    }
    const std::string to =
        brief_date_words(words, words.date_brief, range.to) + ' ' + std::to_string(static_cast<int>(range.to.year()));
    return fill(parts.own.head.from_to, {brief_date_words(words, words.date_brief, range.from), to});
}

std::string range_words(const DistrictParts& parts) {
    const auto& range = parts.page.comparison.range;
    const auto& own = parts.own.head;
    switch (range.kind) {
        case RangeKind::day:
        case RangeKind::days:
            return dates_words(parts);
        case RangeKind::week:
            return fill(own.week, {brief_date_words(parts.words, parts.words.date_brief, range.from)});
        case RangeKind::fiscal_week: {
            const domain::FiscalWeek week = domain::fiscal_week_of(range.from);
            return fill(own.fiscal_week, {std::to_string(week.week), std::to_string(week.year)});
        }
        case RangeKind::fiscal_period: {
            const domain::FiscalPeriod period = domain::fiscal_period_of(range.from);
            return fill(own.fiscal_period, {std::to_string(period.period), std::to_string(period.year)});
        }
        case RangeKind::month:
            return fill(own.month, {parts.words.months[static_cast<unsigned>(range.from.month()) - 1],
                                    std::to_string(static_cast<int>(range.from.year()))});
    }
    std::abort();
}

}  // namespace tillnote::render
