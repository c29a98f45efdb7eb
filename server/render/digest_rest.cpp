#include "server/render/digest_rest.hpp"

#include "server/render/digest_counts.hpp"
#include "server/render/digest_loop.hpp"
#include "server/render/local_time.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/unflagged_lines.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using domain::DayState;
using domain::Signal;

constexpr std::size_t silent_lanes_named_max = 6;  ///< keeps the page one page when a whole store is silent

/// Where a department's day belongs.
enum class Silence { told, usual, too_little, not_heard };

Silence silence_of(const domain::DepartmentSection& section, const domain::Digest& digest) {
    if (section.remarks == 0) {
        return Silence::not_heard;
    }
    const bool flagged = std::any_of(digest.walk_first.begin(), digest.walk_first.end(), [&](const domain::Flag& flag) {
        return flag.department.code == section.department.code;
    });
    if (flagged || is_told_unflagged(digest, section.department)) {
        return Silence::told;
    }
    const bool known = section.usual && std::any_of(section.lines.begin(), section.lines.end(), [](const auto& line) {
                           return line.remarks > 0 && line.signal != Signal::too_little;
                       });
    return known ? Silence::usual : Silence::too_little;
}

/// "Meat and fish 7 (usually 5.5), Checkout 7 (4.9)" of the departments with that silence; `counted` with their remarks.
std::string list_of(const domain::Digest& digest, Silence wanted, bool counted, const Words& words) {
    std::string list;
    for (const domain::DepartmentSection& section : digest.departments) {
        if (silence_of(section, digest) != wanted) {
            continue;
        }
        const bool first = list.empty();
        list += first ? "" : ", ";
        list += one_line(label_in(words, section.department.label_en, section.department.label_es));
        list += counted ? ' ' + number_words(words, section.remarks) : std::string{};
        if (section.usual) {
            list += ' ' + fill(first ? words.departments.usually_brackets : words.departments.brackets,
                               {usual_number(section.usual, words)});
        }
    }
    return list.empty() ? list : list + '.';
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

/// A day without any remark says once, at its head, which silence it is.
void append_silences(std::vector<Quiet>& rest, const domain::Digest& digest, const Words& words) {
    if (digest.remarks == 0) {
        return;
    }
    const bool whole = digest.state == DayState::ended || digest.state == DayState::sealed;
    if (const std::string list = list_of(digest, Silence::usual, true, words); whole && !list.empty()) {
        rest.push_back({std::string{words.loop.unusual_none}, {list}});
    }
    Quiet too_little{std::string{words.rest.too_little}, {}};
    if (const std::string list = list_of(digest, Silence::too_little, true, words); whole && !list.empty()) {
        too_little.sentences.push_back(list);
    }
    if (!digest.usual && digest.state != DayState::closed) {
        const auto weekday = domain::weekday_of(digest.day).c_encoding();
        const std::string days = count_words(words, words.weekdays_counted[weekday], digest.usual_days);
        too_little.sentences.push_back(fill(words.rest.too_little_text, {days}));
    }
    if (!too_little.sentences.empty()) {
        rest.push_back(std::move(too_little));
    }
    if (const std::string list = list_of(digest, Silence::not_heard, false, words); !list.empty()) {
        rest.push_back({std::string{words.rest.not_heard}, {list}});
    }
}

void append_missing(std::vector<Quiet>& rest, const domain::Digest& digest, const domain::StoreCalendar& calendar,
                    const Words& words) {
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
}

}  // namespace

std::vector<Quiet> rest_of(const domain::Digest& digest, const domain::StoreCalendar& calendar, const Words& words) {
    std::vector<Quiet> rest;
    for (auto& unflagged : {larger_shares_of(digest, words), more_of_every_kind_of(digest, words)}) {
        if (unflagged) {
            rest.push_back(*unflagged);
        }
    }
    append_silences(rest, digest, words);
    append_missing(rest, digest, calendar, words);
    if (auto closed = closed_of(digest, words)) {
        rest.push_back(std::move(*closed));
    }
    if (auto goals = goals_of(digest, words)) {
        rest.push_back(std::move(*goals));
    }
    if (auto events = events_of(digest, words)) {
        rest.push_back(std::move(*events));
    }
    return rest;
}

}  // namespace tillnote::render
