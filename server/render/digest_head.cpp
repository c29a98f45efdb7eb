#include "server/render/digest_head.hpp"

#include "server/render/digest_loop.hpp"
#include "server/render/local_time.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

namespace tillnote::render {
namespace {

using domain::DayState;

Fact completeness_fact(const domain::Completeness& completeness, const Words& words) {
    const bool any_expected = completeness.lanes_expected > 0;
    const std::string lanes = any_expected ? count_words(words, words.facts.lanes_of, completeness.lanes_expected,
                                                         {number_words(words, completeness.lanes_heard)})
                                           : std::string{words.facts.no_lanes_expected};
    const std::int64_t known = completeness.notes_received + completeness.notes_missing;
    std::string figures = lanes;
    if (known > 0) {
        figures +=
            ", " + count_words(words, words.facts.notes_of, known, {number_words(words, completeness.notes_received)});
    }
    const bool complete = completeness.lanes_heard == completeness.lanes_expected && completeness.notes_missing == 0;
    if (complete) {
        return {figures, any_expected ? Tone::good : Tone::warning};
    }
    return {fill(words.facts.incomplete, {std::to_string(completeness.percent), figures}), Tone::warning};
}

std::string silent_fact(const std::vector<domain::SilentLane>& silent, const Words& words) {
    if (silent.size() == 1) {
        return fill(words.facts.lane_silent, {std::to_string(silent[0].lane)});
    }
    if (silent.size() == 2) {
        return fill(words.facts.lanes_silent, {std::to_string(silent[0].lane), std::to_string(silent[1].lane)});
    }
    return count_words(words, words.facts.lanes_silent_many, static_cast<std::int64_t>(silent.size()));
}

/// A day that still runs is never put beside a whole one as if they were alike.
std::string remarks_fact(const domain::Digest& digest, const Words& words) {
    const std::string remarks = count_words(words, words.day.remarks, digest.remarks);
    const std::string_view weekday = weekday_words(words, digest.day);
    const bool open = digest.state == DayState::open;
    if (!digest.usual || digest.state == DayState::closed) {
        return open ? fill(words.facts.remarks_so_far, {remarks}) : remarks;
    }
    const std::string usual = decimal_words(words, *digest.usual);
    return fill(open ? words.facts.remarks_so_far_usual : words.facts.remarks_usual, {remarks, usual, weekday});
}

const Plural& polarity_words(Polarity polarity, const Words& words) {
    switch (polarity) {
        case Polarity::praise:
            return words.day.praise;
        case Polarity::complaint:
            return words.day.complaint;
        case Polarity::request:
            return words.day.request;
        case Polarity::competitor:
            return words.day.competitor;
        case Polarity::why_here:
            return words.day.why_here;
        case Polarity::other:
        case Polarity::lane_only:
            return words.day.other;
    }
    std::abort();
}

}  // namespace

std::string bounds_sentence(const domain::Digest& digest, const domain::StoreCalendar& calendar, const Words& words) {
    const Instant start = digest.bounds.starts_at;
    const Instant end = digest.bounds.ends_at;
    const std::string from = clock_words(calendar.local_time_of(start));
    const std::string to = clock_words(calendar.local_time_of(end));
    const std::string zone_from = calendar.zone_abbreviation(start);
    const std::string zone_to = calendar.zone_abbreviation(end);
    std::string sentence = zone_from == zone_to ? fill(words.head.bounds, {from, to, zone_from})
                                                : fill(words.head.bounds_two, {from, zone_from, to, zone_to});
    if (end - start != std::chrono::hours{24}) {
        const double hours = std::chrono::duration<double, std::ratio<3600>>(end - start).count();
        sentence += ' ' + fill(words.head.bounds_length, {decimal_words(words, hours)});
    }
    return sentence;
}

std::string state_sentence(const domain::Digest& digest, const domain::StoreCalendar& calendar, const Words& words) {
    std::string edition = edition_sentence(digest, calendar, words);
    switch (digest.state) {
        case DayState::open:
            return std::string{words.head.open};
        case DayState::ended: {
            if (!edition.empty()) {
                return edition;
            }
            const Instant end = digest.bounds.ends_at;
            return fill(words.head.ended, {date_words(words, words.date_day, local_date_of(end, calendar)),
                                           clock_words(calendar.local_time_of(end))}) +
                   ' ' + std::string{words.loop.edition_live};
        }
        case DayState::closed:
            return std::string{words.head.closed};
        case DayState::sealed:
            return std::string{words.head.sealed} + (edition.empty() ? "" : " ") + edition;
    }
    std::abort();
}

std::vector<Fact> facts_of(const domain::Digest& digest, const Words& words) {
    const domain::Completeness& completeness = digest.completeness;
    std::vector<Fact> facts;
    if (completeness.lanes_expected > 0 || completeness.notes_received + completeness.notes_missing > 0) {
        facts.push_back(completeness_fact(completeness, words));
    } else if (digest.state != DayState::closed) {
        facts.push_back({std::string{words.facts.no_lanes}, Tone::warning});
    }
    if (!completeness.silent.empty()) {
        facts.push_back({silent_fact(completeness.silent, words), Tone::warning});
    }
    if (completeness.notes_missing > 0) {
        facts.push_back({count_words(words, words.facts.notes_missing, completeness.notes_missing), Tone::warning});
    }
    facts.push_back({remarks_fact(digest, words), Tone::plain});
    if (digest.traffic) {
        facts.push_back({count_words(words, words.facts.traffic, *digest.traffic), Tone::plain});
    }
    if (digest.notes_unplaced > 0) {
        facts.push_back({count_words(words, words.facts.notes_unplaced, digest.notes_unplaced), Tone::warning});
    }
    return facts;
}

std::vector<Part> parts_of(const domain::Digest& digest, const Words& words) {
    constexpr std::array order{Polarity::praise,     Polarity::complaint, Polarity::request,
                               Polarity::competitor, Polarity::other,     Polarity::why_here};
    std::vector<Part> parts;
    for (const Polarity polarity : order) {
        int remarks = 0;
        for (const domain::ReasonLine& line : digest.reasons) {
            remarks += line.reason.polarity == polarity ? line.remarks : 0;
        }
        if (remarks > 0) {
            parts.push_back({polarity, count_words(words, polarity_words(polarity, words), remarks)});
        }
    }
    return parts;
}

std::optional<Trend> trend_of(const domain::Digest& digest, const Words& words) {
    // Days before the first lane was heard are no days of the chart.
    const auto& all = digest.remarks_by_day_28;
    const std::vector<std::optional<int>> remarks(std::ranges::find_if(all, &std::optional<int>::has_value), all.end());
    std::vector<int> known;
    for (std::size_t at = 0; at + 1 < remarks.size(); ++at) {
        if (remarks[at]) {
            known.push_back(*remarks[at]);
        }
    }
    if (known.empty()) {
        return std::nullopt;
    }
    const auto [least, most] = std::ranges::minmax(known);
    const auto days_before = static_cast<int>(remarks.size()) - 1;
    const auto days_known = static_cast<int>(known.size());
    const double mean = static_cast<double>(std::accumulate(known.begin(), known.end(), std::int64_t{0})) / days_known;
    const std::string days = days_known == days_before
                                 ? count_words(words, words.day.days_before, days_before)
                                 : count_words(words, words.day.days_known, days_known, {number_words(words, days_before)});

    Trend trend;
    trend.first = brief_date_words(words, words.date_brief, domain::add_days(digest.day, -days_before));
    trend.last = brief_date_words(words, words.date_brief, digest.day);
    trend.sentence =
        fill(words.day.range, {days, number_words(words, least), number_words(words, most), decimal_words(words, mean)});
    trend.label = fill(words.day.chart_label, {trend.first, trend.last}) + trend.sentence;
    constexpr int key_fits_from_days = 14;
    if (days_before >= key_fits_from_days) {
        trend.key = fill(words.day.chart_key, {weekdays_words(words, digest.day)});
    }
    trend.remarks = remarks;
    trend.last_is_open = digest.state == DayState::open;
    return trend;
}

std::string nothing_sentence(const domain::Digest& digest, const Words& words) {
    if (digest.remarks > 0) {
        return {};
    }
    if (digest.state == DayState::closed) {
        return std::string{words.day.none_closed};
    }
    if (digest.state == DayState::sealed) {
        return std::string{words.day.none_sealed};
    }
    if (digest.completeness.lanes_expected == 0 && digest.completeness.notes_received == 0) {
        return std::string{words.day.none_unenrolled};
    }
    if (digest.state == DayState::open) {
        return std::string{words.day.none_open};
    }
    const bool unheard = digest.completeness.lanes_heard == 0 && digest.completeness.notes_received == 0;
    return std::string{unheard ? words.day.none_unheard : words.day.none_ended};
}

}  // namespace tillnote::render
