#pragma once

#include "server/domain/ask.hpp"
#include "server/domain/business_day.hpp"
#include "server/domain/completeness.hpp"
#include "server/domain/dated_catalog.hpp"
#include "server/domain/digest_loop.hpp"
#include "server/domain/digest_parts.hpp"
#include "server/domain/digest_tests.hpp"
#include "server/domain/digest_windows.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tillnote::domain {

enum class DayState { open, ended, closed, sealed };

[[nodiscard]] std::string_view to_text(DayState state) noexcept;

/// Remarks of one past business day.
struct DayCounts {
    Day day;
    bool usable = true;                  ///< not closed, no holiday, and is_usable()
    std::map<std::string, int> remarks;  ///< by reason; without staff and lane-only reasons
};

/// What became of one ask's showings from its first day up to the digest's.
struct AskCounts {
    Ask ask;
    int shown = 0;
    std::map<std::string, int> answers;  ///< showings by their answer
    bool sampled = false;                ///< every showing was drawn among transactions, so that shown is a sample of them
};

/// Reasons a digest may name at all: staff reasons are in no daily figure, lane-only ones are no remarks.
[[nodiscard]] bool is_shown(const Reason& reason) noexcept;
/// Reasons in N: why-here answers would inflate it, because asks provoke them.
[[nodiscard]] bool is_in_total(const Reason& reason) noexcept;

/// Everything a digest is computed from. Loaded in one REPEATABLE READ transaction.
struct DigestInput {
    Store store;
    District district;
    Day day;
    DayBounds bounds;
    std::string zone;
    DayState state = DayState::open;
    Catalog catalog;  ///< valid on the day, departments in this store's walking order
    std::vector<LaneFacts> lanes;
    std::int64_t notes_unplaced = 0;  ///< day unknown, received in the 28 days up to this one
    std::optional<std::int64_t> traffic;
    std::map<std::string, int> remarks;          ///< of the day, by reason
    std::vector<DayCounts> same_weekdays;        ///< the last 8 weeks, newest first, only days since opening
    std::map<std::string, int> remarks_28_days;  ///< the 28 days that end with this one
    int days_28 = 0;                             ///< how many of those 28 the store was open and known
    /// All counted remarks, oldest first, since the store opened; nothing where it was closed or no lane was heard.
    std::vector<std::optional<int>> remarks_by_day_28;
    std::vector<AskCounts> asks;      ///< those that run on the day
    DigestWindows windows;            ///< what the tests are made of
    LoopInput loop;                   ///< alerts, actions, goals and events
    std::vector<ChangeLine> changes;  ///< earlier days amended since the digest before this one
};

struct Baseline {
    int days = 0;     ///< usable same weekdays
    int remarks = 0;  ///< of this reason on those days
    int of = 0;       ///< all remarks on those days
};

struct ReasonLine {
    Reason reason;
    int remarks = 0;
    std::optional<double> usual;  ///< mean per usable same weekday; nothing below 4 of them
    Baseline baseline;
    Signal signal = Signal::not_heard;
    std::optional<ReasonTests> tests = std::nullopt;  ///< nothing while the day is open, and for reasons that are not tested
};

struct DepartmentSection {
    Department department;
    int remarks = 0;
    std::optional<double> usual;
    std::vector<ReasonLine> lines;  ///< heard reasons first, most remarks first, then catalog order
};

struct ShareLine {
    Reason reason;
    int remarks = 0;
    std::optional<double> share;  ///< from 30 remarks up
    std::optional<double> low;    ///< Clopper-Pearson 95%
    std::optional<double> high;
};

struct AnswerLine {
    AskAnswer answer;
    int count = 0;
    std::optional<double> share;  ///< of asked, from 30 up
    std::optional<double> low;    ///< Clopper-Pearson 95%
    std::optional<double> high;
};

/// An ask that runs on the day, from its first day on.
struct AskLine {
    Uuid ask_id;
    std::string question_en;
    std::string question_es;
    Day first_day;
    Day last_day;
    std::int64_t one_in = 0;
    bool sampled = false;  ///< shown on a sample of the transactions
    int shown = 0;
    int asked = 0;  ///< of shown, those with an answer
    std::vector<AnswerLine> answers;
};

/// The one view that JSON, text and page are rendered from. Staff and lane-only reasons are nowhere in it.
struct Digest {
    Store store;
    District district;
    Day day;
    DayBounds bounds;
    std::string zone;
    std::string zone_abbreviation;
    DayState state = DayState::open;
    Completeness completeness;
    std::int64_t notes_unplaced = 0;
    std::optional<std::int64_t> traffic;
    int remarks = 0;
    std::optional<double> usual;  ///< all remarks, for this weekday
    int usual_days = 0;
    std::vector<ReasonLine> reasons;  ///< every reason valid on the day, catalog order
    std::vector<DepartmentSection>
        departments;                 ///< walking order; walk=1 first, then sections other than why-here and competitors
    std::vector<ReasonLine> praise;  ///< heard, most first
    int why_here_days = 0;
    int why_here_remarks = 0;
    std::vector<ShareLine> why_here;
    std::vector<ShareLine> competitors;                 ///< 28 days, counts
    std::vector<std::optional<int>> remarks_by_day_28;  ///< as in the input
    std::vector<AskLine> asks;
    std::optional<Edition> edition;        ///< nothing: computed live
    std::vector<Flag> walk_first;          ///< worst first; complaints before everything else
    std::vector<Flag> larger_shares;       ///< unusual, but only "a larger share of a quieter day": no flags
    std::vector<Flag> more_of_every_kind;  ///< more of it than usual, but so of everything else: no flags
    KnownBaseline known;
    std::vector<AlertLine> alerts;
    std::vector<Together> together;  ///< most pairs first
    std::vector<GoalLine> goals;
    std::vector<EventLine> events;
    std::vector<ActionLine> open_actions;  ///< and those done on this day or of this day's lines, so that it can be said
    std::vector<ChangeLine> changes;
};

/// Pure. `calendar` is the store's.
[[nodiscard]] Digest build_digest(const DigestInput& input, const StoreCalendar& calendar);

/// An ask's answers with shares and intervals. Pure.
[[nodiscard]] AskLine make_ask_line(const AskCounts& counts);

}  // namespace tillnote::domain
