#pragma once

#include <array>
#include <string_view>

/// Word groups of the digest and the history that are more than counts. Part of Words; same rules.
namespace tillnote::render {

/// One thing in its two grammatical numbers; `{0}` is the count.
struct Plural {
    std::string_view one;
    std::string_view other;
};

/// A pattern for each Polarity, in the order of the enumeration.
using ByPolarity = std::array<std::string_view, 7>;

struct WalkWords {
    std::string_view heading;
    ByPolarity title;                    ///< {0} department
    ByPolarity headline;                 ///< {0} department; begins inside a sentence
    std::string_view headline_reason;    ///< {0} reason
    std::string_view headline_first;     ///< {0} reason
    Plural in_days;                      ///< {0} remarks, {1} days
    std::string_view usual_day;          ///< {0} usual number, {1} weekday
    Plural usual_days, usual_open_days;  ///< {0} days, {1} usual number
    std::string_view never_before;
    std::string_view since;                        ///< {0} short date
    std::string_view heard;                        ///< by different people
    std::string_view heard_mostly;                 ///< {0} and {1} clock times
    std::string_view chance;                       ///< {0} "2,000"
    std::string_view larger_shares, larger_share;  ///< share: {0} line, {1} x, {2} N
    std::string_view more_of_every_kind;
    Plural unflagged_more;
    Plural more;
    std::string_view none, none_open;
    std::string_view first_weeks, first_weeks_note, too_little, too_little_note;  ///< notes: {0} how many comparable days
    std::string_view none_of_windows;
    std::string_view chart_label;  ///< {0} line, {1} first date, {2} last date, {3} the numbers
    std::string_view hours_label;  ///< {0} and {1} clock times
    std::string_view heard_most, heard_so_far;
};

/// Alerts, actions, goals, events, late changes and editions: what was done, and what has changed.
struct LoopWords {
    std::string_view alerts, alerts_none;
    std::string_view alert_waiting, alert_taken_back, alert_closed, alert_closed_reply;  ///< {0} when, {1} reply
    std::string_view on_it, done, done_more, assign, assign_to, reply_label, reopen;
    std::string_view acts_on;  ///< {0} the line; for those who hear the buttons
    std::string_view state_open, state_acknowledged, state_done, with_department;  ///< {0} department
    std::string_view still_open, since;                                            ///< since: {0} short date
    std::string_view open_none;
    std::string_view actions_link, goals_link, asks_link, recipients_link;
    Plural more_actions, more_aims, more_changes;
    std::string_view goals;
    std::string_view goal_at_most, goal_at_least;  ///< {0} reason or theme, {1} percent, {2} date
    std::string_view goal_now;                     ///< {0} interval
    std::string_view goal_count, goal_counted;     ///< {0} of {1} remarks
    std::string_view goal_met, goal_not_met, goal_cannot_tell;
    std::string_view events, event;  ///< event: {0} date, {1} text
    std::string_view before_after;   ///< {0} of {1} remarks before, {2} of {3} after
    std::string_view after_chance;   ///< {0} "2,000"
    std::string_view after_may_be_chance, after_too_few_days;
    Plural days_left_out;
    std::string_view change_fact;                            ///< {0} short date, {1} remarks, {2} number before
    std::string_view together, together_row, together_none;  ///< row: {0} and {1}
    Plural together_times;
    std::string_view asked_for, asked_for_none;
    std::string_view unusual_none, edition_live, edition_missed, edition_other, edition_current;
    std::array<std::string_view, 3> edition_named;  ///< first, second, third
    std::string_view edition_numbered;              ///< {0} number
    std::string_view edition_made;                  ///< {0} edition, {1} weekday and time
    std::string_view edition_redrawn;
    std::string_view editions;
};

struct MailWords {
    std::string_view subject;     ///< {0} store, {1} short date, {2} headline
    std::string_view incomplete;  ///< {0} lanes heard of expected
    Plural more;                  ///< "2 more"
    std::string_view nothing, first_weeks, too_little, open, closed, unheard, no_remarks;
    std::string_view act, read, read_text, unsubscribe, why;  ///< why: {0} store
};

struct HistoryWords {
    std::string_view title, skip, note, link;                                               ///< title: {0} what, {1} store
    std::string_view search, search_label, no_match, choose, reasons, themes, departments;  ///< no_match: {0} what was typed
    std::string_view chart_label;                                                           ///< {0} what, {1} and {2} dates
    std::string_view most;                                                                  ///< {0} number
    std::string_view table, week, remarks, of, share, part_week;
    std::string_view months, month, events, events_none;
    Plural events_more;
    std::string_view comments, comments_none, comments_off, download, digest, none;
};

struct SwitchWords {
    std::string_view other;  ///< the other language in its own words
    std::string_view other_code;
};

}  // namespace tillnote::render
