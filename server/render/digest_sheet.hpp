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
    std::vector<int> remarks;  ///< oldest first; the last is the digest's day
    bool last_is_open = false;
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

/// One Digest in words: everything that text and page show, in their order, so that the two can never differ.
/// All strings are one harmless line each (one_line), not yet escaped for HTML.
struct DigestSheet {
    std::string title;
    std::string heading;
    std::string store;
    std::string district;
    std::string bounds;
    std::string state;
    std::string edition;  ///< which one is shown; empty while the day is open
    std::vector<Fact> facts;
    std::vector<Part> parts;     ///< of the day's remarks, and why-here beside them
    std::optional<Trend> trend;  ///< from two days up
    std::string nothing;         ///< says why there are no remarks; empty when there are some
    Listing<DepartmentBlock> departments;
    Listing<CountRow> likes;
    Listing<ShareRow> why_here;
    Listing<ShareRow> compared;
    std::vector<Listing<ShareRow>> asks;
    std::vector<Quiet> rest;
};

/// Pure, no clock; any thread.
[[nodiscard]] DigestSheet make_digest_sheet(const domain::Digest& digest, const Words& words);

}  // namespace tillnote::render
