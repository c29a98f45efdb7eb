#pragma once

#include "server/domain/language.hpp"
#include "server/domain/organisation.hpp"
#include "server/render/digest_words.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// Every word a page or a text shows, in one table per language. Patterns name their arguments {0}, {1} ...
namespace tillnote::render {

/// What a reader reads pages, mail and text in. JSON stays as it is.
using domain::Language;

/// The words of one language. Immutable; any thread.
struct Words {
    Language reads = Language::english;
    std::string_view language;  ///< BCP 47, for the lang attribute
    char thousands = ',';
    char decimal_point = '.';

    std::array<std::string_view, 7> weekdays;        ///< Sunday first
    std::array<std::string_view, 7> weekdays_short;  ///< Sunday first
    std::array<Plural, 7> weekdays_counted;          ///< "{0} Mondays"
    std::array<std::string_view, 12> months;
    std::array<std::string_view, 12> months_short;
    std::string_view date_heading;  ///< {0} weekday, {1} day, {2} month, {3} year
    std::string_view date_title;    ///< as above, for the window's title
    std::string_view date_short;    ///< {0} short weekday, {1} day, {2} short month
    std::string_view date_brief;    ///< {1} day, {2} short month
    std::string_view date_day;      ///< {0} weekday, {1} day, {2} month

    struct Frame {
        std::string_view skip, previous_day, next_day, all_stores, lanes, signed_in_as, sign_out, days_around;
    } frame;

    struct Head {
        std::string_view title;          ///< {0} store, {1} date
        std::string_view bounds;         ///< {0} from, {1} to, {2} zone
        std::string_view bounds_two;     ///< {0} from, {1} its zone, {2} to, {3} its zone
        std::string_view bounds_length;  ///< {0} hours; for days that are not 24 hours long
        std::string_view open, ended, closed, sealed;
    } head;

    struct Facts {
        std::string_view incomplete;  ///< {0} percent, {1} lanes and notes
        Plural lanes_of;              ///< {0} expected, {1} heard
        Plural notes_of;              ///< {0} known, {1} received
        std::string_view no_lanes, no_lanes_expected;
        std::string_view lane_silent;   ///< {0} lane number
        std::string_view lanes_silent;  ///< {0} numbers
        Plural lanes_silent_many;
        Plural notes_missing, notes_unplaced;
        std::string_view remarks_usual;   ///< {0} remarks, {1} usual, {2} weekday
        std::string_view remarks_so_far;  ///< {0} remarks
        std::string_view remarks_so_far_usual;
        Plural traffic;
    } facts;

    struct Day {
        std::string_view heading;
        Plural remarks, praise, complaint, request, competitor, why_here, other;
        std::string_view range;  ///< {0} days before, {1} least, {2} most, {3} mean
        Plural days_before;
        Plural days_known;             ///< {0} that something is known of, {1} days before
        std::string_view chart_label;  ///< {0} first date, {1} last date
        std::string_view chart_key;    ///< {0} weekdays, in the plural
        std::string_view none_open, none_ended, none_closed, none_sealed, none_unheard, none_unenrolled;
    } day;

    struct Departments {
        std::string_view heading, note, note_open, note_unknown;
        std::string_view caption;           ///< {0} department
        std::string_view usually;           ///< {0} number
        std::string_view usually_brackets;  ///< {0} number; the first of a list
        std::string_view brackets;          ///< {0} number
        std::string_view not_heard;         ///< {0} list
        std::string_view reason, remarks, usual;
    } departments;

    struct Like {
        std::string_view heading, caption, none, none_open;
    } like;

    struct Why {
        std::string_view heading;  ///< {0} days, {1} remarks
        Plural days;
        std::string_view caption, none, counts_only, interval;  ///< interval: {0} share, {1} low, {2} high, in percent
        std::string_view interval_key, share;
    } why;

    struct Compared {
        std::string_view heading, caption, none;  ///< heading: {0} days, {1} remarks
    } compared;

    struct Asked {
        std::string_view heading;         ///< {0} question
        std::string_view sampled, shown;  ///< {0} how often shown, {1} answered, {2} first day
        Plural sales, showings;
        std::string_view caption, answer, answers, none;
        std::string_view counts_only;
    } asked;

    struct Rest {
        std::string_view heading;
        std::string_view not_heard, not_heard_text;    ///< text: {0} list
        std::string_view too_little, too_little_text;  ///< text: {0} how many comparable days
        std::string_view silent;
        std::string_view silent_since;  ///< {0} lane, {1} when
        std::string_view silent_ever;   ///< {0} lane
        Plural silent_more;
        std::string_view missing;
        Plural missing_text;
        std::string_view unplaced;
        Plural unplaced_text;
    } rest;

    struct Foot {
        std::string_view recount, command, privacy;
    } foot;

    struct SignIn {
        std::string_view title, heading, promise, email, password, submit, problem;
        // Where a proxy signs people in. {0}: an e-mail address.
        std::string_view by_company, no_account, signed_out, still_in, sign_out_there, again;
    } sign_in;

    struct Stores {
        std::string_view title, skip, heading, note, caption, store, latest, remarks, complete, today, today_of, none,
            none_help;
        std::string_view percent;  ///< {0}
        Plural remark_unit;        ///< without the number
        std::string_view complete_unit;
        Plural alerts;  ///< {0} that nobody has acknowledged
        std::string_view compare, compare_districts;
    } stores;

    struct Lanes {
        std::string_view title, heading;  ///< {0} store
        std::string_view skip, note, problem, digest;
        std::string_view approve_heading, approve_note, code, number, approve, deny;
        std::string_view pending_caption, code_heading, device, until;
        std::string_view lanes_heading, lanes_caption, lane, state, heard, holds, version, none;
        std::string_view enrolled, revoked, cloned, never;
        std::array<std::string_view, 3> waiting;  ///< in the order of QueueLength
        std::string_view refused;
        Plural more;
        std::string_view revoke_heading, revoke_note, revoke;
        std::string_view done_approved, done_denied, done_revoked;  ///< {0} lane number
    } lanes;

    struct Problem {
        std::string_view title;    ///< {0} what
        std::string_view request;  ///< before the id
        std::string_view to_stores, to_sign_in;
    } problem;

    WalkWords walk;
    LoopWords loop;
    MailWords mail;
    HistoryWords history;
    SwitchWords change_language;
};

extern const Words english;
extern const Words spanish;

[[nodiscard]] const Words& words_of(Language language) noexcept;
/// The first of an Accept-Language header's languages, by its weights, that there is; English for none.
[[nodiscard]] Language choose_language(std::string_view accept_language);

/// The one of two labels that the reader reads; the English one where there is no Spanish one.
[[nodiscard]] std::string_view label_in(const Words& words, std::string_view english_label, std::string_view spanish_label);

/// Replaces {0} to {9} by `arguments`. A number beyond them is left out.
[[nodiscard]] std::string fill(std::string_view pattern, std::initializer_list<std::string_view> arguments);
/// "1 remark", "2 remarks", "1,834 staffed sales". The count is {0}; `more` are {1} and on.
[[nodiscard]] std::string count_words(const Words& words, const Plural& plural, std::int64_t count,
                                      std::initializer_list<std::string_view> more = {});
/// "1,834"
[[nodiscard]] std::string number_words(const Words& words, std::int64_t number);
/// To one decimal, without a trailing zero: "6", "0.4", "1,030.5".
[[nodiscard]] std::string decimal_words(const Words& words, double number);
/// "38%": rounded to whole percent without the sign.
[[nodiscard]] std::string percent_words(double share);
/// A pattern with whole names: date_heading, date_title, date_day.
[[nodiscard]] std::string date_words(const Words& words, std::string_view pattern, domain::Day day);
/// A pattern with short names: date_short, date_brief.
[[nodiscard]] std::string brief_date_words(const Words& words, std::string_view pattern, domain::Day day);
[[nodiscard]] std::string_view weekday_words(const Words& words, domain::Day day);
/// "Mondays"
[[nodiscard]] std::string weekdays_words(const Words& words, domain::Day day);
/// `text` with a capital at its beginning where that is a plain letter.
[[nodiscard]] std::string begin_sentence(std::string text);
/// `text` as it stands inside a sentence: "Produce" as "produce", but "TV" as it is.
[[nodiscard]] std::string inside_sentence(std::string text);
/// 1 / `p_value` to one significant figure, at most 10,000: "2,000". Source: PRODUCT "The statistics".
[[nodiscard]] std::string chance_words(const Words& words, double p_value);
/// "04:00" from minutes after midnight.
[[nodiscard]] std::string clock_words(std::chrono::minutes after_midnight);

}  // namespace tillnote::render
