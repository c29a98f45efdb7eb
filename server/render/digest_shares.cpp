#include "server/render/digest_shares.hpp"

#include "server/render/plain_text.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

constexpr std::size_t pairs_max = 3;

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

}  // namespace

bool has_shares(const Listing<ShareRow>& listing) {
    return std::any_of(listing.rows.begin(), listing.rows.end(), [](const ShareRow& row) { return !row.interval.empty(); });
}

Listing<ShareRow> why_here_of(const domain::Digest& digest, const Words& words) {
    Listing<ShareRow> listing{heading_28_days(words.why.heading, digest, digest.why_here_remarks, words), {}, {}, {}};
    for (const domain::ShareLine& line : digest.why_here) {
        if (line.remarks > 0) {
            listing.rows.push_back(
                share_row(label_in(words, line.reason.label_en, line.reason.label_es), line.remarks, line, words));
        }
    }
    if (listing.rows.empty()) {
        listing.none = words.why.none;
    } else {
        listing.note = has_shares(listing) ? words.why.interval_key : words.why.counts_only;
    }
    return listing;
}

Listing<CountRow> together_of(const domain::Digest& digest, const Words& words) {
    Listing<CountRow> listing{std::string{words.loop.together}, {}, {}, {}};
    for (std::size_t at = 0; at < std::min(digest.together.size(), pairs_max); ++at) {
        const domain::Together& pair = digest.together[at];
        const auto label = [&](const Reason& reason) { return one_line(label_in(words, reason.label_en, reason.label_es)); };
        listing.rows.push_back({Polarity::why_here,
                                fill(words.loop.together_row, {label(pair.first), label(pair.second)}),
                                count_words(words, words.loop.together_times, pair.pairs),
                                {}});
    }
    if (listing.rows.empty()) {
        listing.none = words.loop.together_none;
    }
    return listing;
}

Listing<ShareRow> compared_of(const domain::Digest& digest, const Words& words) {
    int remarks = 0;
    Listing<ShareRow> listing;
    for (const domain::ShareLine& line : digest.competitors) {
        remarks += line.remarks;
        if (line.remarks > 0) {
            listing.rows.push_back(
                share_row(label_in(words, line.reason.label_en, line.reason.label_es), line.remarks, line, words));
        }
    }
    listing.heading = heading_28_days(words.compared.heading, digest, remarks, words);
    if (listing.rows.empty()) {
        listing.none = words.compared.none;
    }
    return listing;
}

Listing<ShareRow> ask_of(const domain::AskLine& ask, bool interval_explained, const Words& words) {
    Listing<ShareRow> listing{
        fill(words.asked.heading, {one_line(label_in(words, ask.question_en, ask.question_es))}), {}, {}, {}};
    if (ask.shown == 0) {
        listing.none = words.asked.none;
        return listing;
    }
    listing.note = fill(ask.sampled ? words.asked.sampled : words.asked.shown,
                        {count_words(words, ask.sampled ? words.asked.sales : words.asked.showings, ask.shown),
                         number_words(words, ask.asked), brief_date_words(words, words.date_brief, ask.first_day)});
    for (const domain::AnswerLine& line : ask.answers) {
        listing.rows.push_back(
            share_row(label_in(words, line.answer.label_en, line.answer.label_es), line.count, line, words));
    }
    if (!has_shares(listing)) {
        listing.note += ' ' + std::string{words.asked.counts_only};
    } else if (!interval_explained) {
        listing.note += ' ' + std::string{words.why.interval_key};
    }
    return listing;
}

}  // namespace tillnote::render
