#include "server/render/digest_mail.hpp"

#include "server/render/digest_sheet.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/page_data.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/polarity_sign.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr int bar_height_max = 30;  ///< pixels
constexpr int bar_height_min = 1;   ///< of a day without a remark

/// One bar a day, for the cells of a table: mail programs show no SVG.
Data bars_data(const Spark& spark) {
    const int most = std::max(1, std::ranges::max(spark.remarks).value_or(0));
    const auto days = static_cast<int>(spark.remarks.size());
    Data bars{Data::type::list};
    for (int day = 0; day < days; ++day) {
        const std::optional<int>& remarks = spark.remarks[static_cast<std::size_t>(day)];
        Data bar;
        bar.set("height", std::to_string(remarks ? std::max(bar_height_min, *remarks * bar_height_max / most) : 0));
        bar.set("in_window", Data{day >= days - spark.window_days});
        bars.push_back(bar);
    }
    return bars;
}

/// The 24 hours of the day, those of the span marked.
Data hours_cells(const HourStrip& strip) {
    const bool over_midnight = strip.to_hour <= strip.from_hour;
    Data hours{Data::type::list};
    for (int hour = 0; hour < 24; ++hour) {
        const bool after = hour >= strip.from_hour;
        const bool before = hour < strip.to_hour;
        Data cell;
        cell.set("on", Data{over_midnight ? after || before : after && before});
        hours.push_back(cell);
    }
    return hours;
}

Data walk_data(const DigestSheet& sheet, const std::string& page_url) {
    Data lines{Data::type::list};
    for (const WalkLine& line : sheet.walk.rows) {
        Data entry = walk_line_data(line);
        entry.set("good", Data{line.polarity == Polarity::praise});
        entry.set("has_bars", Data{line.spark.has_value()});
        entry.set("bars", line.spark ? bars_data(*line.spark) : Data{false});
        entry.set("chart", text(line.spark ? line.spark->first + " – " + line.spark->last : std::string{}));
        entry.set("has_hours", Data{line.hours.has_value()});
        entry.set("hours", line.hours ? hours_cells(*line.hours) : Data{false});
        entry.set("line_url", optional_text(page_url.empty() ? std::string{} : page_url + '#' + line.anchor));
        lines.push_back(entry);
    }
    return lines;
}

Data alerts_data(const DigestSheet& sheet) {
    Data alerts{Data::type::list};
    for (const AlertRow& row : sheet.alerts.rows) {
        Data entry;
        entry.set("label", text(row.moment + ' ' + row.label));
        entry.set("outcome", text(row.outcome));
        alerts.push_back(entry);
    }
    return alerts;
}

/// A share's bar with its interval: up to the low end, to the share, to the high end, and the rest of the track.
Data bar_data(const ShareRow& row) {
    struct Part {
        const char* name;
        const char* color;
        double from, to;
    };
    Data parts{Data::type::list};
    for (const Part& part : {Part{"share", "#4a78a3", 0, row.low}, Part{"under", "#2b5d8a", row.low, row.share},
                             Part{"over", "#a9c4dd", row.share, row.high}, Part{"track", "#e7eff6", row.high, 1}}) {
        if (part.to > part.from) {
            Data cell;
            cell.set("part", text(part.name));
            cell.set("color", text(part.color));
            cell.set("width", text(percent_attribute(part.to - part.from)));
            parts.push_back(cell);
        }
    }
    return parts;
}

Data mail_shares_data(const std::vector<ShareRow>& rows) {
    Data list{Data::type::list};
    for (const ShareRow& row : rows) {
        Data data;
        data.set("label", text(row.label));
        data.set("count", text(row.count));
        data.set("bar", Data{!row.interval.empty()});
        data.set("interval", text(row.interval));
        data.set("parts", bar_data(row));
        list.push_back(data);
    }
    return list;
}

/// A section of the mail: heading, then one of counts, shares or a sentence.
struct Section {
    std::string_view heading;
    Data counts{false};
    Data shares{false};
    std::string_view note;
    std::string_view none;
};

Data section_data(const Section& section) {
    Data data;
    data.set("heading", text(section.heading));
    data.set("counts", section.counts);
    data.set("shares", section.shares);
    data.set("note", optional_text(section.note));
    data.set("none", optional_text(section.none));
    return data;
}

Data sections_data(const DigestSheet& sheet, const Words& words) {
    const auto counted = [&](const Listing<CountRow>& listing) {
        return section_data({listing.heading, counts_data(listing.rows, words), Data{false}, {}, listing.none});
    };
    const auto shared = [](const Listing<ShareRow>& listing) {
        return section_data({listing.heading, Data{false}, mail_shares_data(listing.rows), listing.note, listing.none});
    };
    Data sections{Data::type::list};
    sections.push_back(counted(sheet.likes));
    sections.push_back(shared(sheet.why_here));
    sections.push_back(counted(sheet.together));
    sections.push_back(shared(sheet.compared));
    sections.push_back(counted(sheet.asked_for));
    for (const Listing<ShareRow>& ask : sheet.asks) {
        sections.push_back(shared(ask));
    }
    return sections;
}

/// What is still open stands with the quiet terms; there are no forms in a mail.
std::vector<Quiet> rest_with_open(const DigestSheet& sheet) {
    std::vector<Quiet> rest = sheet.rest;
    Quiet open{sheet.open.heading, {}};
    for (const OpenRow& row : sheet.open.rows) {
        open.sentences.push_back(row.label + ": " + row.outcome);
    }
    if (open.sentences.empty()) {
        open.sentences.push_back(sheet.open.none);
    }
    if (!sheet.open.note.empty()) {
        open.sentences.push_back(sheet.open.note);
    }
    rest.push_back(std::move(open));
    return rest;
}

std::string render_html(const domain::Digest& digest, const DigestSheet& sheet, const std::string& subject,
                        const MailLinks& links, const Words& words) {
    Data data;
    set_head(data, words.language, subject);
    data.set("preview", text(sheet.walk.rows.empty() ? sheet.walk.none
                                                     : sheet.walk.rows.front().count + sheet.walk.rows.front().sentence));
    data.set("store", text(sheet.store));
    data.set("district", text(sheet.district));
    data.set("heading", text(sheet.heading));
    data.set("bounds", text(sheet.bounds));
    data.set("state", text(sheet.state));
    data.set("facts", facts_data(sheet.facts));
    data.set("has_parts", Data{!sheet.parts.empty()});
    data.set("parts", parts_data(sheet.parts));
    data.set("walk_heading", text(sheet.walk.heading));
    data.set("walk", walk_data(sheet, links.page_url));
    data.set("walk_none", optional_text(sheet.walk.none));
    data.set("walk_note", optional_text(sheet.walk.note));
    data.set("walk_more", optional_text(sheet.walk_more));
    data.set("act", text(words.mail.act));
    data.set("heard", sheet.heard.rows.empty()
                          ? Data{false}
                          : section_data({sheet.heard.heading, counts_data(sheet.heard.rows, words), Data{false}, {}, {}}));
    data.set("alerts_heading", text(sheet.alerts.heading));
    data.set("alerts", alerts_data(sheet));
    data.set("alerts_none", optional_text(sheet.alerts.none));
    data.set("sections", sections_data(sheet, words));
    data.set("rest_heading", text(words.rest.heading));
    data.set("rest", rest_data(rest_with_open(sheet)));
    data.set("page_url", optional_text(links.page_url));
    data.set("read", text(words.mail.read));
    data.set("unsubscribe_url", optional_text(links.unsubscribe_url));
    data.set("unsubscribe", text(words.mail.unsubscribe));
    data.set("why", text(fill(words.mail.why, {one_line(digest.store.name)})));
    data.set("privacy", text(words.foot.privacy));
    return render_template(Template::mail, data);
}

}  // namespace

MailBody render_digest_mail(const domain::Digest& digest, const MailLinks& links, Language language) {
    const Words& words = words_of(language);
    const DigestSheet sheet = make_digest_sheet(digest, words);
    const domain::Completeness& completeness = digest.completeness;
    std::string headline = sheet.headline;
    if (completeness.lanes_heard < completeness.lanes_expected && completeness.lanes_heard > 0) {
        headline = fill(words.mail.incomplete,
                        {number_words(words, completeness.lanes_heard), number_words(words, completeness.lanes_expected)}) +
                   headline;
    }
    MailBody body;
    body.subject = fill(words.mail.subject, {sheet.store, brief_date_words(words, words.date_short, digest.day), headline});
    body.text = render_digest_text(digest, language, links.page_url);
    if (!links.unsubscribe_url.empty()) {
        body.text += '\n' + std::string{words.mail.unsubscribe} + ":\n" + one_line(links.unsubscribe_url) + '\n';
    }
    body.html = render_html(digest, sheet, body.subject, links, words);
    return body;
}

}  // namespace tillnote::render
