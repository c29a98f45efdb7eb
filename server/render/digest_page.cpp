#include "schema/time_text.hpp"
#include "server/render/digest_sheet.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/polarity_sign.hpp"
#include "server/render/templates.hpp"

#include <algorithm>
#include <cstdio>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr int trend_height = 48;
constexpr int trend_step = 8;

Data text(std::string_view value) {
    return Data{std::string{value}};
}

std::string percent_attribute(double share) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%.1f", std::clamp(share, 0.0, 1.0) * 100);
    return digits;
}

std::string_view tone_class(Tone tone) {
    switch (tone) {
        case Tone::plain:
            return "plain";
        case Tone::good:
            return "good";
        case Tone::warning:
            return "warning";
    }
    std::abort();
}

Data count_data(const CountRow& row, const Words& words) {
    Data data;
    data.set("polarity", text(to_text(row.polarity)));
    data.set("sign", text(sign_of(row.polarity)));
    data.set("label", text(row.label));
    data.set("count", text(row.count));
    data.set("usual", text(row.usual.empty() ? std::string{} : fill(words.departments.usually, {row.usual})));
    return data;
}

Data counts_data(const std::vector<CountRow>& rows, const Words& words) {
    Data list{Data::type::list};
    for (const CountRow& row : rows) {
        list.push_back(count_data(row, words));
    }
    return list;
}

Data shares_data(const std::vector<ShareRow>& rows) {
    Data list{Data::type::list};
    for (const ShareRow& row : rows) {
        Data data;
        data.set("label", text(row.label));
        data.set("count", text(row.count));
        data.set("sign", text(sign_of(Polarity::competitor)));
        data.set("bar", Data{!row.interval.empty()});
        data.set("interval", text(row.interval));
        data.set("share", text(percent_attribute(row.share)));
        data.set("low", text(percent_attribute(row.low)));
        data.set("range", text(percent_attribute(row.high - row.low)));
        list.push_back(data);
    }
    return list;
}

/// One bar a day; a day with remarks is never invisible, and the running day is told apart from whole ones.
Data trend_data(const Trend& trend) {
    const int most = std::max(1, *std::max_element(trend.remarks.begin(), trend.remarks.end()));
    const auto count = static_cast<int>(trend.remarks.size());
    Data bars{Data::type::list};
    for (int index = 0; index < count; ++index) {
        const int remarks = trend.remarks[static_cast<std::size_t>(index)];
        const int height = std::max(remarks > 0 ? 2 : 1, remarks * trend_height / most);
        const bool last = index == count - 1;
        const bool same_weekday = (count - 1 - index) % 7 == 0;
        Data bar;
        bar.set("kind", text(last ? (trend.last_is_open ? "running" : "this") : same_weekday ? "same" : "day"));
        bar.set("x", text(std::to_string(index * trend_step)));
        bar.set("y", text(std::to_string(trend_height + 1 - height)));
        bar.set("h", text(std::to_string(height)));
        bars.push_back(bar);
    }
    Data data;
    data.set("width", text(std::to_string(count * trend_step - 2)));
    data.set("label", text(trend.label));
    data.set("bars", bars);
    data.set("first", text(trend.first));
    data.set("key", text(trend.key));
    data.set("last", text(trend.last));
    data.set("sentence", text(trend.sentence));
    return data;
}

Data departments_data(const DigestSheet& sheet, const Words& words) {
    Data list{Data::type::list};
    for (const DepartmentBlock& block : sheet.departments.rows) {
        Data data = count_data(block.total, words);
        data.set("caption", text(fill(words.departments.caption, {block.total.label})));
        data.set("has_rows", Data{!block.rows.empty()});
        data.set("rows", counts_data(block.rows, words));
        data.set("not_heard", optional_text(block.not_heard.empty() ? std::string{}
                                                                    : fill(words.departments.not_heard, {block.not_heard})));
        list.push_back(data);
    }
    return list;
}

void set_glance(Data& data, const DigestSheet& sheet, const Words& words) {
    Data facts{Data::type::list};
    for (const Fact& fact : sheet.facts) {
        Data entry;
        entry.set("tone", text(tone_class(fact.tone)));
        entry.set("good", Data{fact.tone == Tone::good});
        entry.set("text", text(fact.text));
        facts.push_back(entry);
    }
    Data parts{Data::type::list};
    for (const Part& part : sheet.parts) {
        Data entry;
        entry.set("polarity", text(to_text(part.polarity)));
        entry.set("sign", text(sign_of(part.polarity)));
        entry.set("text", text(part.text));
        parts.push_back(entry);
    }
    data.set("facts", facts);
    data.set("glance_heading", text(words.day.heading));
    data.set("has_glance", Data{!sheet.parts.empty() || sheet.trend.has_value() || !sheet.nothing.empty()});
    data.set("parts", parts);
    data.set("nothing", optional_text(sheet.nothing));
    data.set("trend", sheet.trend ? trend_data(*sheet.trend) : Data{false});
}

void set_departments(Data& data, const DigestSheet& sheet, const Words& words) {
    data.set("has_departments", Data{!sheet.departments.rows.empty()});
    data.set("departments_heading", text(sheet.departments.heading));
    data.set("departments_note", text(sheet.departments.note));
    data.set("departments", departments_data(sheet, words));
    data.set("reason", text(words.departments.reason));
    data.set("remarks", text(words.departments.remarks));
    data.set("usual_heading", text(words.departments.usual));
}

void set_listings(Data& data, const DigestSheet& sheet, const Words& words) {
    data.set("likes_heading", text(sheet.likes.heading));
    data.set("likes_caption", text(words.like.caption));
    data.set("has_likes", Data{!sheet.likes.rows.empty()});
    data.set("likes", counts_data(sheet.likes.rows, words));
    data.set("likes_none", text(sheet.likes.none));
    data.set("why_heading", text(sheet.why_here.heading));
    data.set("why_caption", text(words.why.caption));
    data.set("has_why", Data{!sheet.why_here.rows.empty()});
    data.set("why_shares", Data{!sheet.why_here.rows.empty() && !sheet.why_here.rows.front().interval.empty()});
    data.set("share_heading", text(words.why.share));
    data.set("why", shares_data(sheet.why_here.rows));
    data.set("why_note", text(sheet.why_here.note));
    data.set("why_none", text(sheet.why_here.none));
    data.set("compared_heading", text(sheet.compared.heading));
    data.set("compared_caption", text(words.compared.caption));
    data.set("has_compared", Data{!sheet.compared.rows.empty()});
    data.set("compared", shares_data(sheet.compared.rows));
    data.set("compared_none", text(sheet.compared.none));
}

void set_asks(Data& data, const DigestSheet& sheet, const Words& words) {
    Data asks{Data::type::list};
    for (const Listing<ShareRow>& listing : sheet.asks) {
        Data ask;
        ask.set("ask_heading", text(listing.heading));
        ask.set("ask_caption", text(words.asked.caption));
        ask.set("answer", text(words.asked.answer));
        ask.set("answers", text(words.asked.answers));
        ask.set("has_answers", Data{!listing.rows.empty()});
        ask.set("answer_shares", Data{!listing.rows.empty() && !listing.rows.front().interval.empty()});
        ask.set("answer_rows", shares_data(listing.rows));
        ask.set("ask_note", text(listing.note));
        ask.set("ask_none", text(listing.none));
        asks.push_back(ask);
    }
    data.set("asks", asks);
}

void set_rest(Data& data, const DigestSheet& sheet, const Words& words) {
    Data rest{Data::type::list};
    for (const Quiet& quiet : sheet.rest) {
        Data sentences{Data::type::list};
        for (const std::string& sentence : quiet.sentences) {
            sentences.push_back(text(sentence));
        }
        Data entry;
        entry.set("term", text(quiet.term));
        entry.set("sentences", sentences);
        rest.push_back(entry);
    }
    data.set("has_rest", Data{!sheet.rest.empty()});
    data.set("rest_heading", text(words.rest.heading));
    data.set("rest", rest);
}

Data day_link(const std::string& store, const std::optional<domain::Day>& day, const Words& words) {
    if (!day) {
        return Data{false};
    }
    Data link;
    link.set("path", text("/stores/" + store + '/' + format_day(*day)));
    link.set("text", text(brief_date_words(words, words.date_short, *day)));
    return link;
}

void set_frame(Data& data, const domain::Digest& digest, const PageFrame& frame, const Words& words) {
    data.set("skip", text(words.frame.skip));
    data.set("days_around", text(words.frame.days_around));
    data.set("previous_day", text(words.frame.previous_day));
    data.set("next_day", text(words.frame.next_day));
    data.set("previous", day_link(digest.store.id, frame.previous, words));
    data.set("next", day_link(digest.store.id, frame.next, words));
    data.set("recount", text(words.foot.recount));
    data.set("command", text(words.foot.command));
    data.set("privacy", text(words.foot.privacy));
    data.set("all_stores", text(words.frame.all_stores));
    data.set("lanes_path", optional_text(frame.manages_lanes ? "/stores/" + digest.store.id + "/lanes" : ""));
    data.set("lanes_of_store", text(words.frame.lanes));
    set_account(data, frame.signed_in_as, frame.csrf_token, words);
}

}  // namespace

std::string render_digest_page(const domain::Digest& digest, const PageFrame& frame) {
    const Words& words = english;
    const DigestSheet sheet = make_digest_sheet(digest, words);
    Data data;
    set_head(data, words.language, sheet.title);
    set_frame(data, digest, frame, words);
    data.set("store", text(sheet.store));
    data.set("district", text(sheet.district));
    data.set("heading", text(sheet.heading));
    data.set("bounds", text(sheet.bounds));
    data.set("state", text(sheet.edition.empty() ? sheet.state : sheet.state + ' ' + sheet.edition));
    data.set("state_class", text(domain::to_text(digest.state)));
    set_glance(data, sheet, words);
    set_departments(data, sheet, words);
    set_listings(data, sheet, words);
    set_asks(data, sheet, words);
    set_rest(data, sheet, words);
    return render_template(Template::digest, data);
}

}  // namespace tillnote::render
