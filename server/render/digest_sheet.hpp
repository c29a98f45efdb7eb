#pragma once

#include "server/domain/digest.hpp"
#include "server/render/words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tillnote::render {

enum class Tone { plain, good, warning };

/// One short fact under the heading.
struct Fact {
    std::string text;
    Tone tone = Tone::plain;
};

/// One polarity's part of the day.
struct Part {
    Polarity polarity = Polarity::other;
    std::string text;  ///< "12 complaints"
};

/// One reason with its number, and what is usual beside it.
struct CountRow {
    Polarity polarity = Polarity::other;
    std::string label;
    std::string count;
    std::string usual;  ///< "1.3"; empty when it is not known
};

/// One department or section with the reasons that were heard in it.
struct DepartmentBlock {
    CountRow total;
    std::vector<CountRow> rows;  ///< heard reasons; none where the only reason has the department's own name
    std::string not_heard;       ///< "Produce fresh (1.3), Produce price high (0.4)"; empty when all were heard
};

/// One reason's part in 28 days. Shares lie in 0..1.
struct ShareRow {
    std::string label;
    std::string count;
    std::string interval;  ///< "38% (28–48)"; empty where there is too little to tell
    double share = 0;
    double low = 0;
    double high = 0;
};

/// All remarks of each of the last 28 days.
struct Trend {
    std::string sentence;  ///< the same in words
    std::string label;     ///< what the chart shows
    std::string key;       ///< "Marked: Mondays"; empty where there are too few days
    std::string first;     ///< "19 Oct"
    std::string last;
    std::vector<std::optional<int>> remarks;  ///< oldest first; the last is the digest's day; nothing where none can be told
    bool last_is_open = false;
};

/// The 28 days of one walk-first line, with where most of the earlier days lie.
struct Spark {
    std::string label;  ///< the chart in words
    std::string first;  ///< "20 Oct"
    std::string last;
    std::vector<std::optional<int>> remarks;  ///< oldest first; the last is the digest's day; nothing where none can be told
    int window_days = 1;                      ///< how many of them, from the end, the line is about
    int usual_low = 0;                        ///< the 10th and the 90th percentile of the days before the window
    int usual_high = 0;
};

/// When most of a line's remarks were heard. Only where PRODUCT "Privacy" lets it be known.
struct HourStrip {
    std::string label;
    int from_hour = 0;  ///< 0..23
    int to_hour = 0;    ///< 1..24, exclusive; not after from_hour where the span goes over midnight
};

/// One rise that chance does not explain, as a sentence with its numbers.
struct WalkLine {
    std::string key;     ///< Flag::line_key, as the forms send it
    std::string anchor;  ///< the same as an id within the page
    Polarity polarity = Polarity::other;
    std::string title;     ///< "Produce: complaints", "Long line"
    std::string place;     ///< the department of a single reason; empty where the title has it
    std::string count;     ///< "7 remarks"
    std::string sentence;  ///< what follows the count: ", usually 1 on a Monday. Heard by ..."
    std::string what;      ///< "Produce bad 6, Produce price high 1."; empty for a single reason
    std::string headline;  ///< "produce complaints up", for a subject
    std::string done;      ///< "Somebody is on it, with Produce"; empty where nobody is
    domain::ActionState state = domain::ActionState::open;
    std::optional<Spark> spark;
    std::optional<HourStrip> hours;
};

/// An urgent reason's alert.
struct AlertRow {
    std::string id;
    std::string moment;  ///< "17:20", with the day where it is not the digest's
    std::string label;
    std::string outcome;
    bool waiting = false;     ///< not acknowledged yet
    bool taken_back = false;  ///< undone on the lane since
};

/// What the manager has begun and not closed, of this day or an earlier one.
struct OpenRow {
    std::string key;
    std::string day;  ///< YYYY-MM-DD, of the digest whose line it is
    std::string label;
    std::string outcome;  ///< "Somebody is on it, with Produce, since Fri 13 Nov"
    domain::ActionState state = domain::ActionState::open;
};

/// A department that a line can be assigned to.
struct Choice {
    std::string code;
    std::string label;
};

/// One term of the quiet list at the end.
struct Quiet {
    std::string term;
    std::vector<std::string> sentences;
};

/// A list of numbers under a heading. With no rows, `none` says so in words.
template <typename Row>
struct Listing {
    std::string heading;
    std::string note;
    std::vector<Row> rows;
    std::string none;
};

/// One Digest in words: everything that text, page and mail show, in their order, so that they can never differ.
/// All strings are one harmless line each (one_line), not yet escaped for HTML.
struct DigestSheet {
    std::string title;
    std::string headline;  ///< the day in a few words, for a subject: "produce complaints up, 2 more"
    std::string heading;
    std::string store;
    std::string district;
    std::string bounds;
    std::string state;  ///< which edition this is, or how the day stands
    std::vector<Fact> facts;
    std::vector<Part> parts;  ///< of the day's remarks, and why-here beside them
    Listing<WalkLine> walk;   ///< `none` says which silence it is
    std::string walk_more;    ///< how many lines there are beyond these; empty where there are none
    Listing<CountRow> heard;  ///< what was heard most, where nothing is flagged; no heading where this has no place
    Listing<AlertRow> alerts;
    Listing<CountRow> likes;
    Listing<ShareRow> why_here;
    Listing<CountRow> together;
    Listing<ShareRow> compared;
    Listing<CountRow> asked_for;
    std::vector<Listing<ShareRow>> asks;
    Listing<OpenRow> open;
    std::vector<Quiet> rest;     ///< the silences, what has changed, goals and events
    std::optional<Trend> trend;  ///< from two days up
    Listing<DepartmentBlock> departments;
    std::vector<Choice> assignable;
};

/// Pure, no clock; any thread.
[[nodiscard]] DigestSheet make_digest_sheet(const domain::Digest& digest, const Words& words);

}  // namespace tillnote::render
