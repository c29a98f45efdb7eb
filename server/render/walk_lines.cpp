#include "server/render/walk_lines.hpp"

#include "server/render/digest_counts.hpp"
#include "server/render/digest_head.hpp"
#include "server/render/digest_loop.hpp"
#include "server/render/plain_text.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using domain::DayState;
using domain::Flag;
using domain::FlagKind;

constexpr std::size_t heard_most_max = 5;
constexpr std::size_t reasons_named_max = 4;
constexpr int breadth_told_min = 2;  ///< one cell may be one person. Source: PRODUCT "The statistics"

std::string_view by_polarity(const ByPolarity& patterns, Polarity polarity) {
    return patterns[static_cast<std::size_t>(polarity)];
}

std::string department_label(const Department& department, const Words& words) {
    return one_line(label_in(words, department.label_en, department.label_es));
}

std::string reason_label(const Reason& reason, const Words& words) {
    return one_line(label_in(words, reason.label_en, reason.label_es));
}

std::string anchor_of(std::string_view key) {
    std::string anchor = "line-";
    for (const char letter : key) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= '0' && letter <= '9') || letter == '_';
        anchor += plain ? letter : '-';
    }
    return anchor;
}

std::string headline_of_flag(const Flag& flag, const Words& words) {
    if (flag.reason) {
        const bool first = flag.kind == FlagKind::first_seen;
        return fill(first ? words.walk.headline_first : words.walk.headline_reason,
                    {inside_sentence(reason_label(*flag.reason, words))});
    }
    return fill(by_polarity(words.walk.headline, flag.polarity),
                {inside_sentence(department_label(flag.department, words))});
}

/// "7 remarks", "19 remarks in 7 days"
std::string count_of(const Flag& flag, const Words& words) {
    const std::string remarks = count_words(words, words.day.remarks, flag.remarks);
    return flag.days == 1 ? remarks : fill(words.walk.in_days.other, {remarks, number_words(words, flag.days)});
}

void append(std::string& sentence, std::string_view more) {
    if (!sentence.empty()) {
        sentence += ' ';
    }
    sentence += more;
}

std::string sentence_of(const Flag& flag, domain::Day day, const Words& words) {
    std::string sentence;
    if (flag.kind == FlagKind::first_seen) {
        sentence = words.walk.never_before;
    } else if (flag.days == 1) {
        sentence = fill(words.walk.usual_day, {decimal_words(words, flag.usual), weekday_words(words, day)});
    } else {
        const bool all_open = flag.days_open >= flag.days;
        sentence = count_words(words, all_open ? words.walk.usual_days : words.walk.usual_open_days, flag.days_open,
                               {decimal_words(words, flag.usual)});
    }
    if (flag.days > 1) {
        append(sentence, fill(words.walk.since, {brief_date_words(words, words.date_short, flag.since)}));
    }
    if (flag.hours) {
        append(sentence, fill(words.walk.heard_mostly, {clock_words(std::chrono::hours{flag.hours->from_hour}),
                                                        clock_words(std::chrono::hours{flag.hours->to_hour % 24})}));
    } else if (flag.breadth >= breadth_told_min) {
        append(sentence, words.walk.heard);
    }
    if (flag.kind != FlagKind::first_seen) {
        append(sentence, fill(words.walk.chance, {chance_words(words, flag.p_value)}));
    }
    return sentence;
}

std::string what_of(const Flag& flag, const Words& words) {
    std::string what;
    for (std::size_t at = 0; at < std::min(flag.reasons.size(), reasons_named_max); ++at) {
        what += what.empty() ? "" : ", ";
        what += reason_label(flag.reasons[at].reason, words) + ' ' + number_words(words, flag.reasons[at].remarks);
    }
    return what.empty() ? what : what + '.';
}

/// A line's remarks of each day; none of a day of which the store tells nothing: closed, no lane heard, or not opened yet.
std::vector<std::optional<int>> told_days(const Flag& flag, const domain::Digest& digest) {
    std::vector<std::optional<int>> remarks(flag.remarks_by_day_28.begin(), flag.remarks_by_day_28.end());
    const auto& store = digest.remarks_by_day_28;
    // An input kept before these days were told has none.
    for (std::size_t ago = 1; ago <= remarks.size() && !store.empty(); ++ago) {
        if (ago > store.size() || !store[store.size() - ago]) {
            remarks[remarks.size() - ago].reset();
        }
    }
    return remarks;
}

/// Where 8 of 10 of the days before the window lie. False where there is none.
bool set_band(Spark& spark) {
    std::vector<int> days;
    for (std::size_t at = 0; at + static_cast<std::size_t>(spark.window_days) < spark.remarks.size(); ++at) {
        if (spark.remarks[at]) {
            days.push_back(*spark.remarks[at]);
        }
    }
    if (days.empty()) {
        return false;
    }
    std::sort(days.begin(), days.end());
    spark.usual_low = days[(days.size() - 1) / 10];
    spark.usual_high = days[(days.size() - 1) - (days.size() - 1) / 10];
    return true;
}

std::optional<Spark> spark_of(const Flag& flag, const domain::Digest& digest, const Words& words) {
    const auto days = static_cast<int>(flag.remarks_by_day_28.size());
    if (days < 2 || flag.days < 1 || flag.days >= days) {
        return std::nullopt;
    }
    Spark spark;
    spark.remarks = told_days(flag, digest);
    spark.window_days = flag.days;
    if (!set_band(spark)) {
        return std::nullopt;
    }
    spark.first = brief_date_words(words, words.date_brief, domain::add_days(digest.day, 1 - days));
    spark.last = brief_date_words(words, words.date_brief, digest.day);
    std::string numbers;
    for (const std::optional<int>& remarks : spark.remarks) {
        numbers += (numbers.empty() ? "" : ", ") + (remarks ? number_words(words, *remarks) : "–");
    }
    spark.label = fill(words.walk.chart_label, {flag_title(flag, words), spark.first, spark.last, numbers});
    return spark;
}

std::optional<HourStrip> hours_of(const Flag& flag, const Words& words) {
    if (!flag.hours) {
        return std::nullopt;
    }
    return HourStrip{fill(words.walk.hours_label, {clock_words(std::chrono::hours{flag.hours->from_hour}),
                                                   clock_words(std::chrono::hours{flag.hours->to_hour % 24})}),
                     flag.hours->from_hour, flag.hours->to_hour};
}

/// Says which silence it is, or why nothing is flagged.
void set_none(Listing<WalkLine>& listing, const domain::Digest& digest, const Words& words) {
    listing.none = nothing_sentence(digest, words);
    if (!listing.none.empty()) {
        return;
    }
    if (digest.state == DayState::closed) {
        listing.none = words.day.none_closed;
    } else if (digest.state == DayState::open) {
        listing.none = words.walk.none_open;
    } else if (!digest.usual) {
        const auto weekday = domain::weekday_of(digest.day).c_encoding();
        const std::string days = count_words(words, words.weekdays_counted[weekday], digest.usual_days);
        listing.none = digest.known.young ? words.walk.first_weeks : words.walk.too_little;
        listing.note = fill(digest.known.young ? words.walk.first_weeks_note : words.walk.too_little_note, {days});
        if (!digest.known.young && digest.known.enough) {
            listing.note += ' ' + std::string{words.walk.none_of_windows};
        }
    } else {
        listing.none = words.walk.none;
    }
}

}  // namespace

std::string flag_title(const Flag& flag, const Words& words) {
    return flag.reason ? reason_label(*flag.reason, words)
                       : fill(by_polarity(words.walk.title, flag.polarity), {department_label(flag.department, words)});
}

WalkLine walk_line_of(const Flag& flag, const domain::Digest& digest, const Words& words) {
    WalkLine line;
    line.key = flag.line_key();
    line.anchor = anchor_of(line.key);
    line.polarity = flag.polarity;
    line.title = flag_title(flag, words);
    line.place = flag.reason ? department_label(flag.department, words) : std::string{};
    line.count = count_of(flag, words);
    line.sentence = sentence_of(flag, digest.day, words);
    line.what = what_of(flag, words);
    line.headline = headline_of_flag(flag, words);
    line.spark = spark_of(flag, digest, words);
    line.hours = hours_of(flag, words);
    const auto action = std::find_if(digest.open_actions.begin(), digest.open_actions.end(),
                                     [&](const domain::ActionLine& begun) { return begun.line_key == line.key; });
    if (action != digest.open_actions.end()) {
        line.state = action->state;
        line.done = action_words(*action, digest, words);
    }
    return line;
}

Listing<WalkLine> walk_of(const domain::Digest& digest, const Words& words) {
    Listing<WalkLine> listing{std::string{words.walk.heading}, {}, {}, {}};
    for (std::size_t at = 0; at < std::min(digest.walk_first.size(), walk_lines_max); ++at) {
        listing.rows.push_back(walk_line_of(digest.walk_first[at], digest, words));
    }
    if (listing.rows.empty()) {
        set_none(listing, digest, words);
    }
    return listing;
}

std::string walk_more_of(const domain::Digest& digest, const Words& words) {
    if (digest.walk_first.size() <= walk_lines_max) {
        return {};
    }
    return count_words(words, words.walk.more, static_cast<std::int64_t>(digest.walk_first.size() - walk_lines_max));
}

Listing<CountRow> heard_of(const domain::Digest& digest, const Words& words) {
    Listing<CountRow> listing;
    if (!digest.walk_first.empty() || digest.remarks == 0) {
        return listing;
    }
    listing.heading = digest.state == DayState::open ? words.walk.heard_so_far : words.walk.heard_most;
    std::vector<domain::ReasonLine> lines;
    std::copy_if(digest.reasons.begin(), digest.reasons.end(), std::back_inserter(lines), [](const auto& line) {
        return line.remarks > 0 && domain::is_in_total(line.reason) && line.reason.polarity != Polarity::praise;
    });
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.remarks > b.remarks; });
    lines.resize(std::min(lines.size(), heard_most_max));
    for (const domain::ReasonLine& line : lines) {
        listing.rows.push_back(count_row(line, words));
    }
    return listing;
}

std::string headline_of(const domain::Digest& digest, const Words& words) {
    if (!digest.walk_first.empty()) {
        std::string headline = headline_of_flag(digest.walk_first.front(), words);
        if (const auto more = static_cast<std::int64_t>(digest.walk_first.size()) - 1; more > 0) {
            headline += count_words(words, words.mail.more, more);
        }
        return headline;
    }
    if (digest.state == DayState::closed) {
        return std::string{words.mail.closed};
    }
    const std::string remarks = count_words(words, words.day.remarks, digest.remarks);
    if (digest.state == DayState::open) {
        return fill(words.mail.open, {remarks});
    }
    if (digest.remarks == 0) {
        const bool unheard = digest.completeness.lanes_heard == 0 && digest.completeness.notes_received == 0;
        return std::string{unheard ? words.mail.unheard : words.mail.no_remarks};
    }
    if (digest.usual) {
        return std::string{words.mail.nothing};
    }
    return fill(digest.known.young ? words.mail.first_weeks : words.mail.too_little, {remarks});
}

}  // namespace tillnote::render
