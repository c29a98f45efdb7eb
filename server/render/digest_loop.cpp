#include "server/render/digest_loop.hpp"

#include "schema/time_text.hpp"
#include "server/render/goal_parts.hpp"
#include "server/render/local_time.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/theme_words.hpp"

#include <algorithm>
#include <cstdlib>

namespace tillnote::render {
namespace {

using domain::ActionState;
using domain::GoalVerdict;

constexpr std::size_t open_rows_max = 6;  ///< keeps the page one page when nobody closes anything
constexpr std::size_t quiet_sentences_max = 4;
constexpr double chance_named_max = 0.05;  ///< above, chance is said to be a fair explanation

std::string_view state_words(ActionState state, const Words& words) {
    switch (state) {
        case ActionState::open:
            return words.loop.state_open;
        case ActionState::acknowledged:
            return words.loop.state_acknowledged;
        case ActionState::done:
            return words.loop.state_done;
    }
    std::abort();
}

std::string department_words(std::string_view code, const domain::Digest& digest, const Words& words) {
    for (const domain::DepartmentSection& section : digest.departments) {
        if (section.department.code == code) {
            return one_line(label_in(words, section.department.label_en, section.department.label_es));
        }
    }
    return one_line(code);
}

/// Whether a walk-first line of this digest shows the action already.
bool is_walk_line(const domain::ActionLine& action, const domain::Digest& digest) {
    return std::any_of(digest.walk_first.begin(), digest.walk_first.end(),
                       [&](const domain::Flag& flag) { return flag.line_key() == action.line_key; });
}

/// "17:20" on the day itself, "Fri 13 Nov 17:20" on another.
std::string moment_of(Instant instant, const domain::Digest& digest, const domain::StoreCalendar& calendar,
                      const Words& words) {
    if (local_date_of(instant, calendar) == digest.day) {
        return clock_words(calendar.local_time_of(instant));
    }
    return moment_words(instant, calendar, words);
}

std::string count_of(const domain::GoalLine& goal, std::string_view pattern, const Words& words) {
    return fill(pattern,
                {number_words(words, goal.evidence.remarks.remarks), number_words(words, goal.evidence.remarks.of)});
}

std::string share_words(const domain::GoalLine& goal, const Words& words) {
    return goal.share ? fill(words.loop.goal_now, {goal_share_words(goal, words.reads)})
                      : count_of(goal, words.loop.goal_count, words);
}

/// Why it cannot be told is for the reader to see: how much was heard, and how far that leaves the share open.
std::string untold_words(const domain::GoalLine& goal, const Words& words) {
    std::string text{words.loop.goal_cannot_tell};
    text += goal.share ? ", " + goal_share_words(goal, words.reads) : std::string{};
    return text + ", " + count_of(goal, words.loop.goal_counted, words);
}

std::string goal_outcome(const domain::GoalLine& goal, const Words& words) {
    std::string share = share_words(goal, words);
    switch (goal.verdict) {
        case GoalVerdict::running:
            return share;
        case GoalVerdict::met:
            return std::string{words.loop.goal_met} + ", " + share;
        case GoalVerdict::not_met:
            return std::string{words.loop.goal_not_met} + ", " + share;
        case GoalVerdict::cannot_tell:
            return untold_words(goal, words);
    }
    std::abort();
}

std::string event_sentence(const domain::EventLine& event, const Words& words) {
    std::string sentence =
        fill(words.loop.event, {brief_date_words(words, words.date_short, event.day), one_line(event.text)});
    if (event.before_after) {
        sentence += ". ";
        sentence += one_line(event.reason ? label_in(words, event.reason->label_en, event.reason->label_es)
                                          : theme_words(words, event.theme)) +
                    ": ";
        sentence += before_after_words(*event.before_after, words);
    }
    return begin_sentence(sentence) + '.';
}

/// Nothing when there are no sentences; at most a few, so that the page stays one page, and where the others are.
std::optional<Quiet> quiet_of(std::string_view term, std::vector<std::string> sentences, const Plural& more,
                              const Words& words) {
    if (sentences.empty()) {
        return std::nullopt;
    }
    if (const std::size_t all = sentences.size(); all > quiet_sentences_max) {
        sentences.resize(quiet_sentences_max);
        sentences.push_back(count_words(words, more, static_cast<std::int64_t>(all - quiet_sentences_max)));
    }
    return Quiet{std::string{term}, std::move(sentences)};
}

}  // namespace

std::string before_after_words(const domain::BeforeAfter& both, const Words& words) {
    const domain::ShareCounts before = both.before.remarks;
    const domain::ShareCounts after = both.after.remarks;
    std::string text = fill(words.loop.before_after, {number_words(words, before.remarks), number_words(words, before.of),
                                                      number_words(words, after.remarks), number_words(words, after.of)});
    if (const int left_out = both.before.days_left_out + both.after.days_left_out; left_out > 0) {
        text += ", " + count_words(words, words.loop.days_left_out, left_out);
    }
    if (!both.enough) {
        return text + "; " + std::string{words.loop.after_too_few_days};
    }
    return text + "; " +
           (both.p_value <= chance_named_max ? fill(words.loop.after_chance, {chance_words(words, both.p_value)})
                                             : std::string{words.loop.after_may_be_chance});
}

std::string action_words(const domain::ActionLine& action, const domain::Digest& digest, const Words& words) {
    std::string text{state_words(action.state, words)};
    if (!action.assigned.empty()) {
        text += ", " + fill(words.loop.with_department, {department_words(action.assigned, digest, words)});
    }
    if (!action.reply.empty()) {
        text += ": " + one_line(action.reply);
    }
    return text;
}

Listing<AlertRow> alerts_of(const domain::Digest& digest, const domain::StoreCalendar& calendar, const Words& words) {
    Listing<AlertRow> listing{std::string{words.loop.alerts}, {}, {}, {}};
    for (const domain::AlertLine& alert : digest.alerts) {
        AlertRow row;
        row.id = alert.alert_id.to_string();
        row.moment = moment_of(alert.heard_at(), digest, calendar, words);
        row.label = one_line(label_in(words, alert.reason.label_en, alert.reason.label_es));
        row.waiting = !alert.acknowledged_at;
        row.taken_back = alert.taken_back();
        if (row.waiting) {
            row.outcome = alert.taken_back() ? words.loop.alert_taken_back : words.loop.alert_waiting;
        } else {
            const std::string when = moment_of(*alert.acknowledged_at, digest, calendar, words);
            row.outcome = alert.reply.empty() ? fill(words.loop.alert_closed, {when})
                                              : fill(words.loop.alert_closed_reply, {when, one_line(alert.reply)});
        }
        listing.rows.push_back(std::move(row));
    }
    if (listing.rows.empty()) {
        listing.none = words.loop.alerts_none;
    }
    return listing;
}

std::optional<Quiet> closed_of(const domain::Digest& digest, const Words& words) {
    std::vector<std::string> sentences;
    for (const domain::ActionLine& action : digest.open_actions) {
        if (action.state == ActionState::done && !is_walk_line(action, digest)) {
            const std::string label = one_line(label_in(words, action.title_en, action.title_es));
            sentences.push_back(action.reply.empty() ? label + '.' : label + ": " + one_line(action.reply));
        }
    }
    return quiet_of(words.loop.state_done, std::move(sentences), words.loop.more_actions, words);
}

Listing<OpenRow> open_of(const domain::Digest& digest, const Words& words) {
    Listing<OpenRow> listing{std::string{words.loop.still_open}, {}, {}, {}};
    std::int64_t left_out = 0;
    for (const domain::ActionLine& action : digest.open_actions) {
        if (action.state == ActionState::done || is_walk_line(action, digest)) {
            continue;
        }
        if (listing.rows.size() == open_rows_max) {
            ++left_out;
            continue;
        }
        OpenRow row;
        row.key = one_line(action.line_key);
        row.day = format_day(action.day);
        row.label = one_line(label_in(words, action.title_en, action.title_es));
        row.outcome = action_words(action, digest, words) + ", " +
                      fill(words.loop.since, {brief_date_words(words, words.date_short, action.day)});
        row.state = action.state;
        listing.rows.push_back(std::move(row));
    }
    if (listing.rows.empty()) {
        listing.none = words.loop.open_none;
    }
    if (left_out > 0) {
        listing.note = count_words(words, words.loop.more_actions, left_out);
    }
    return listing;
}

std::vector<Fact> change_facts_of(const domain::Digest& digest, const Words& words) {
    std::vector<Fact> facts;
    const std::size_t left_out = digest.changes.size() - std::min(digest.changes.size(), quiet_sentences_max);
    for (std::size_t at = left_out; at < digest.changes.size(); ++at) {
        const domain::ChangeLine& change = digest.changes[at];
        facts.push_back(
            {begin_sentence(fill(words.loop.change_fact, {brief_date_words(words, words.date_short, change.day),
                                                          count_words(words, words.day.remarks, change.remarks_now),
                                                          number_words(words, change.remarks_before)})),
             Tone::warning});
    }
    if (left_out > 0) {
        facts.push_back({count_words(words, words.loop.more_changes, static_cast<std::int64_t>(left_out)), Tone::warning});
    }
    return facts;
}

std::optional<Quiet> goals_of(const domain::Digest& digest, const Words& words) {
    std::vector<std::string> sentences;
    sentences.reserve(digest.goals.size());
    for (const domain::GoalLine& goal : digest.goals) {
        sentences.push_back(
            fill(goal.at_most ? words.loop.goal_at_most : words.loop.goal_at_least,
                 {one_line(theme_words(words, label_in(words, goal.title_en, goal.title_es))),
                  decimal_words(words, goal.target * 100), brief_date_words(words, words.date_brief, goal.last_day)}) +
            ": " + goal_outcome(goal, words) + '.');
    }
    return quiet_of(words.loop.goals, std::move(sentences), words.loop.more_aims, words);
}

std::optional<Quiet> events_of(const domain::Digest& digest, const Words& words) {
    // What is compared is said for a few days only, so newer events must not push it out.
    std::vector<std::string> sentences;
    for (const bool compared : {true, false}) {
        for (const domain::EventLine& event : digest.events) {
            if (event.before_after.has_value() == compared) {
                sentences.push_back(event_sentence(event, words));
            }
        }
    }
    return quiet_of(words.loop.events, std::move(sentences), words.loop.more_aims, words);
}

std::string edition_words(int number, const Words& words) {
    if (number >= 1 && number <= static_cast<int>(words.loop.edition_named.size())) {
        return std::string{words.loop.edition_named[static_cast<std::size_t>(number - 1)]};
    }
    return fill(words.loop.edition_numbered, {number_words(words, number)});
}

std::string edition_sentence(const domain::Digest& digest, const domain::StoreCalendar& calendar, const Words& words) {
    if (!digest.edition) {
        return {};
    }
    const Instant frozen = digest.edition->frozen_at;
    const std::string when = std::string{weekday_words(words, local_date_of(frozen, calendar))} + ' ' +
                             clock_words(calendar.local_time_of(frozen));
    std::string sentence =
        begin_sentence(fill(words.loop.edition_made, {edition_words(digest.edition->number, words), when}));
    if (!digest.edition->as_sent) {
        sentence += ' ' + std::string{words.loop.edition_redrawn};
    }
    return sentence;
}

}  // namespace tillnote::render
