#include "server/render/digest_sheet.hpp"

#include "server/render/digest_head.hpp"
#include "server/render/local_time.hpp"
#include "server/render/plain_text.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using domain::DayState;

constexpr std::size_t silent_lanes_named_max = 6;  ///< keeps the page one page when a whole store is silent

std::string usual_number(const std::optional<double>& usual, const Words& words) {
    return usual ? decimal_words(words, *usual) : std::string{};
}

/// "Produce fresh (usually 1.3), Produce price high (0.4)"
void append_item(std::string& list, std::string_view label, const std::string& usual, const Words& words) {
    const bool first = list.empty();
    list += first ? "" : ", ";
    list += label;
    if (!usual.empty()) {
        list += ' ' + fill(first ? words.departments.usually_brackets : words.departments.brackets, {usual});
    }
}

CountRow count_row(const domain::ReasonLine& line, const Words& words) {
    return {line.reason.polarity, one_line(line.reason.label_en), number_words(words, line.remarks),
            usual_number(line.usual, words)};
}

DepartmentBlock department_block(const domain::DepartmentSection& section, const Words& words) {
    DepartmentBlock block;
    block.total = {Polarity::other, one_line(section.department.label_en), number_words(words, section.remarks),
                   usual_number(section.usual, words)};
    const bool says_it_all = section.lines.size() == 1 && section.lines[0].reason.label_en == section.department.label_en;
    if (says_it_all) {
        return block;
    }
    for (const domain::ReasonLine& line : section.lines) {
        const CountRow row = count_row(line, words);
        if (line.remarks > 0) {
            block.rows.push_back(row);
        } else {
            append_item(block.not_heard, row.label, row.usual, words);
        }
    }
    return block;
}

std::string departments_note(const domain::Digest& digest, const Words& words) {
    if (!digest.usual) {
        return std::string{words.departments.note_unknown};
    }
    const bool open = digest.state == DayState::open;
    return fill(open ? words.departments.note_open : words.departments.note, {weekday_words(words, digest.day)});
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
    Listing<CountRow> listing{std::string{words.like.heading}, {}, {}, {}};
    for (const domain::ReasonLine& line : digest.praise) {
        listing.rows.push_back(count_row(line, words));
    }
    if (listing.rows.empty()) {
        listing.none = digest.state == DayState::open ? words.like.none_open : words.like.none;
    }
    return listing;
}

/// `Line`: ShareLine or AnswerLine.
template <typename Line>
ShareRow share_row(std::string_view label, int count, const Line& line, const Words& words) {
    ShareRow row{one_line(label), number_words(words, count), {}, 0, 0, 0};
    if (line.share && line.low && line.high) {
        row.share = *line.share;
        row.low = *line.low;
        row.high = *line.high;
        row.interval = fill(words.why.interval, {percent_words(row.share), percent_words(row.low), percent_words(row.high)});
    }
    return row;
}

std::string heading_28_days(std::string_view pattern, const domain::Digest& digest, int remarks, const Words& words) {
    return fill(pattern,
                {count_words(words, words.why.days, digest.why_here_days), count_words(words, words.day.remarks, remarks)});
}

bool has_shares(const Listing<ShareRow>& listing) {
    return std::any_of(listing.rows.begin(), listing.rows.end(), [](const ShareRow& row) { return !row.interval.empty(); });
}

Listing<ShareRow> why_here_of(const domain::Digest& digest, const Words& words) {
    Listing<ShareRow> listing{heading_28_days(words.why.heading, digest, digest.why_here_remarks, words), {}, {}, {}};
    for (const domain::ShareLine& line : digest.why_here) {
        if (line.remarks > 0) {
            listing.rows.push_back(share_row(line.reason.label_en, line.remarks, line, words));
        }
    }
    if (listing.rows.empty()) {
        listing.none = words.why.none;
    } else {
        listing.note = has_shares(listing) ? words.why.interval_key : words.why.counts_only;
    }
    return listing;
}

Listing<ShareRow> compared_of(const domain::Digest& digest, const Words& words) {
    int remarks = 0;
    Listing<ShareRow> listing;
    for (const domain::ShareLine& line : digest.competitors) {
        remarks += line.remarks;
        if (line.remarks > 0) {
            listing.rows.push_back(share_row(line.reason.label_en, line.remarks, line, words));
        }
    }
    listing.heading = heading_28_days(words.compared.heading, digest, remarks, words);
    if (listing.rows.empty()) {
        listing.none = words.compared.none;
    }
    return listing;
}

/// `interval_explained`: the page says already what stands in brackets.
Listing<ShareRow> ask_of(const domain::AskLine& ask, bool interval_explained, const Words& words) {
    Listing<ShareRow> listing{fill(words.asked.heading, {one_line(ask.question_en)}), {}, {}, {}};
    if (ask.shown == 0) {
        listing.none = words.asked.none;
        return listing;
    }
    listing.note = fill(ask.sampled ? words.asked.sampled : words.asked.shown,
                        {count_words(words, ask.sampled ? words.asked.sales : words.asked.showings, ask.shown),
                         number_words(words, ask.asked), brief_date_words(words, words.date_brief, ask.first_day)});
    for (const domain::AnswerLine& line : ask.answers) {
        listing.rows.push_back(share_row(line.answer.label_en, line.count, line, words));
    }
    if (!has_shares(listing)) {
        listing.note += ' ' + std::string{words.asked.counts_only};
    } else if (!interval_explained) {
        listing.note += ' ' + std::string{words.why.interval_key};
    }
    return listing;
}

Quiet silent_lanes(const domain::Digest& digest, const domain::StoreCalendar& calendar, const Words& words) {
    Quiet quiet{std::string{words.rest.silent}, {}};
    const std::vector<domain::SilentLane>& silent = digest.completeness.silent;
    for (const domain::SilentLane& lane : silent) {
        if (quiet.sentences.size() == silent_lanes_named_max) {
            const auto more = static_cast<std::int64_t>(silent.size() - silent_lanes_named_max);
            quiet.sentences.push_back(count_words(words, words.rest.silent_more, more));
            break;
        }
        const std::string number = std::to_string(lane.lane);
        quiet.sentences.push_back(
            lane.last_heard_at ? fill(words.rest.silent_since, {number, moment_words(*lane.last_heard_at, calendar, words)})
                               : fill(words.rest.silent_ever, {number}));
    }
    return quiet;
}

/// Departments without a remark, when others have some; a day without any says so once.
std::string unheard_departments(const domain::Digest& digest, const Words& words) {
    std::string list;
    if (digest.remarks == 0) {
        return list;
    }
    for (const domain::DepartmentSection& section : digest.departments) {
        if (section.remarks == 0) {
            append_item(list, one_line(section.department.label_en), usual_number(section.usual, words), words);
        }
    }
    return list;
}

std::vector<Quiet> rest_of(const domain::Digest& digest, const domain::StoreCalendar& calendar, const Words& words) {
    std::vector<Quiet> rest;
    if (const std::string list = unheard_departments(digest, words); !list.empty()) {
        rest.push_back({std::string{words.rest.not_heard}, {fill(words.rest.not_heard_text, {list})}});
    }
    if (!digest.usual && digest.state != DayState::closed) {
        const auto weekday = domain::weekday_of(digest.day).c_encoding();
        const std::string days = count_words(words, words.weekdays_counted[weekday], digest.usual_days);
        rest.push_back({std::string{words.rest.too_little}, {fill(words.rest.too_little_text, {days})}});
    }
    if (!digest.completeness.silent.empty()) {
        rest.push_back(silent_lanes(digest, calendar, words));
    }
    if (digest.completeness.notes_missing > 0) {
        rest.push_back({std::string{words.rest.missing},
                        {count_words(words, words.rest.missing_text, digest.completeness.notes_missing)}});
    }
    if (digest.notes_unplaced > 0) {
        rest.push_back(
            {std::string{words.rest.unplaced}, {count_words(words, words.rest.unplaced_text, digest.notes_unplaced)}});
    }
    return rest;
}

}  // namespace

DigestSheet make_digest_sheet(const domain::Digest& digest, const Words& words) {
    const domain::StoreCalendar calendar = domain::StoreCalendar::make(digest.store).value();
    DigestSheet sheet;
    sheet.store = one_line(digest.store.name);
    sheet.district = one_line(digest.district.name);
    sheet.heading = date_words(words, words.date_heading, digest.day);
    sheet.title = fill(words.head.title, {sheet.store, date_words(words, words.date_title, digest.day)});
    sheet.bounds = bounds_sentence(digest, calendar, words);
    sheet.state = state_sentence(digest, calendar, words);
    sheet.edition = edition_sentence(digest, calendar, words);
    sheet.facts = facts_of(digest, words);
    sheet.parts = parts_of(digest, words);
    sheet.trend = trend_of(digest, words);
    sheet.nothing = nothing_sentence(digest, words);
    sheet.departments = departments_of(digest, words);
    sheet.likes = likes_of(digest, words);
    sheet.why_here = why_here_of(digest, words);
    sheet.compared = compared_of(digest, words);
    for (const domain::AskLine& ask : digest.asks) {
        sheet.asks.push_back(ask_of(ask, has_shares(sheet.why_here), words));
    }
    sheet.rest = rest_of(digest, calendar, words);
    return sheet;
}

}  // namespace tillnote::render
