#include "schema/time_text.hpp"
#include "server/render/digest_loop.hpp"
#include "server/render/digest_sheet.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/page_data.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/polarity_sign.hpp"
#include "server/render/templates.hpp"
#include "server/render/walk_chart.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::ActionState;

constexpr int editions_linked_max = 4;

/// What the forms of one line need besides the page's own words.
struct ActTarget {
    std::string_view key;
    std::string_view day;  ///< YYYY-MM-DD
    std::string_view title;
    std::string id;  ///< unique within the page
    ActionState state = ActionState::open;
};

Data act_data(const ActTarget& target, const DigestSheet& sheet, const PageFrame& frame, const Words& words) {
    if (!frame.manages_store) {
        return Data{false};
    }
    Data choices{Data::type::list};
    for (const Choice& choice : sheet.assignable) {
        Data option;
        option.set("code", text(choice.code));
        option.set("label", text(choice.label));
        choices.push_back(option);
    }
    Data data;
    data.set("line_key", text(target.key));
    data.set("line_day", text(target.day));
    data.set("id", text(target.id));
    data.set("may_acknowledge", Data{target.state == ActionState::open});
    data.set("may_reopen", Data{target.state != ActionState::open});
    data.set("is_open", Data{target.state != ActionState::done});
    data.set("acts_on", text(fill(words.loop.acts_on, {target.title})));
    data.set("choices", choices);
    return data;
}

void set_walk(Data& data, const DigestSheet& sheet, const domain::Digest& digest, const PageFrame& frame,
              const Words& words) {
    const std::string day = format_day(digest.day);
    Data lines{Data::type::list};
    for (const WalkLine& line : sheet.walk.rows) {
        Data entry = walk_line_data(line);
        entry.set("polarity", text(to_text(line.polarity)));
        entry.set("anchor", text(line.anchor));
        entry.set("has_chart", Data{line.spark || line.hours});
        entry.set("spark", line.spark ? spark_data(*line.spark) : Data{false});
        entry.set("hours", line.hours ? hours_data(*line.hours) : Data{false});
        entry.set("act", act_data({line.key, day, line.title, line.anchor, line.state}, sheet, frame, words));
        lines.push_back(entry);
    }
    data.set("walk_heading", text(sheet.walk.heading));
    data.set("has_walk", Data{!sheet.walk.rows.empty()});
    data.set("walk", lines);
    data.set("walk_none", text(sheet.walk.none));
    data.set("walk_note", optional_text(sheet.walk.note));
    data.set("walk_more", optional_text(sheet.walk_more));
    data.set("has_heard", Data{!sheet.heard.rows.empty()});
    data.set("heard_heading", text(sheet.heard.heading));
    data.set("heard", counts_data(sheet.heard.rows, words));
}

void set_alerts(Data& data, const DigestSheet& sheet, const domain::Digest& digest, const PageFrame& frame,
                const Words& words) {
    const std::string day = format_day(digest.day);
    Data alerts{Data::type::list};
    for (const AlertRow& row : sheet.alerts.rows) {
        const std::string key = "alert:" + row.id;
        const std::string anchor = "alert-" + row.id;
        Data entry;
        entry.set("tone", text(row.waiting && !row.taken_back ? "waiting" : "closed"));
        entry.set("anchor", text(anchor));
        entry.set("moment", text(row.moment));
        entry.set("label", text(row.label));
        entry.set("outcome", text(row.outcome));
        entry.set("act", row.waiting ? act_data({key, day, row.label, anchor, ActionState::open}, sheet, frame, words)
                                     : Data{false});
        alerts.push_back(entry);
    }
    data.set("alerts_heading", text(sheet.alerts.heading));
    data.set("has_alerts", Data{!sheet.alerts.rows.empty()});
    data.set("alerts", alerts);
    data.set("alerts_none", text(sheet.alerts.none));
}

void set_open(Data& data, const DigestSheet& sheet, const PageFrame& frame, const Words& words) {
    Data rows{Data::type::list};
    int number = 0;
    for (const OpenRow& row : sheet.open.rows) {
        Data entry;
        entry.set("label", text(row.label));
        entry.set("outcome", text(row.outcome));
        entry.set("act", act_data({row.key, row.day, row.label, "open-" + std::to_string(++number), row.state}, sheet, frame,
                                  words));
        rows.push_back(entry);
    }
    data.set("open_heading", text(sheet.open.heading));
    data.set("has_open", Data{!sheet.open.rows.empty()});
    data.set("open", rows);
    data.set("open_none", text(sheet.open.none));
    data.set("open_note", optional_text(sheet.open.note));
}

void set_act_words(Data& data, const domain::Digest& digest, const Words& words) {
    data.set("actions_path", text("/stores/" + digest.store.id + "/actions"));
    data.set("on_it", text(words.loop.on_it));
    data.set("reopen", text(words.loop.reopen));
    data.set("assign", text(words.loop.assign));
    data.set("assign_to", text(words.loop.assign_to));
    data.set("done_more", text(words.loop.done_more));
    data.set("mark_done", text(words.loop.done));
    data.set("reply_label", text(words.loop.reply_label));
}

void set_departments(Data& data, const DigestSheet& sheet, const Words& words) {
    Data list{Data::type::list};
    for (const DepartmentBlock& block : sheet.departments.rows) {
        Data entry = count_data(block.total, words);
        entry.set("caption", text(fill(words.departments.caption, {block.total.label})));
        entry.set("has_rows", Data{!block.rows.empty()});
        entry.set("rows", counts_data(block.rows, words));
        entry.set(
            "not_heard",
            optional_text(block.not_heard.empty() ? std::string{} : fill(words.departments.not_heard, {block.not_heard})));
        list.push_back(entry);
    }
    data.set("has_departments", Data{!sheet.departments.rows.empty()});
    data.set("departments_heading", text(sheet.departments.heading));
    data.set("departments_note", text(sheet.departments.note));
    data.set("departments", list);
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
    data.set("together_heading", text(sheet.together.heading));
    data.set("has_together", Data{!sheet.together.rows.empty()});
    data.set("together", counts_data(sheet.together.rows, words));
    data.set("together_none", text(sheet.together.none));
    data.set("compared_heading", text(sheet.compared.heading));
    data.set("compared_caption", text(words.compared.caption));
    data.set("has_compared", Data{!sheet.compared.rows.empty()});
    data.set("compared", shares_data(sheet.compared.rows));
    data.set("compared_none", text(sheet.compared.none));
    data.set("asked_for_heading", text(sheet.asked_for.heading));
    data.set("has_asked_for", Data{!sheet.asked_for.rows.empty()});
    data.set("asked_for", counts_data(sheet.asked_for.rows, words));
    data.set("asked_for_none", text(sheet.asked_for.none));
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

Data day_link(const std::string& store, const std::optional<domain::Day>& day, const Words& words) {
    if (!day) {
        return Data{false};
    }
    Data link;
    link.set("path", text("/stores/" + store + '/' + format_day(*day)));
    link.set("text", text(brief_date_words(words, words.date_short, *day)));
    return link;
}

/// The other editions of the day, the newest first; the page's own is named in its heading.
void set_editions(Data& data, const domain::Digest& digest, const std::string& path, const Words& words) {
    Data links{Data::type::list};
    int linked = 0;
    if (digest.edition) {
        for (int number = digest.edition->of; number >= 1 && linked < editions_linked_max; --number) {
            if (number == digest.edition->number) {
                continue;
            }
            const bool newest = number == digest.edition->of;
            Data link;
            link.set("path", text(path + "?edition=" + std::to_string(number)));
            link.set("text", text(fill(newest ? words.loop.edition_current : words.loop.edition_other,
                                       {edition_words(number, words)})));
            links.push_back(link);
            ++linked;
        }
    }
    data.set("has_editions", Data{linked > 0});
    data.set("editions_label", text(words.loop.editions));
    data.set("editions", links);
}

void set_frame(Data& data, const domain::Digest& digest, const PageFrame& frame, const Words& words) {
    const std::string store_path = "/stores/" + digest.store.id;
    const std::string path = store_path + '/' + format_day(digest.day);
    const bool older = digest.edition && digest.edition->number != digest.edition->of;
    data.set("skip", text(words.frame.skip));
    data.set("missed", optional_text(frame.missed ? words.loop.edition_missed : ""));
    data.set("days_around", text(words.frame.days_around));
    data.set("previous_day", text(words.frame.previous_day));
    data.set("next_day", text(words.frame.next_day));
    data.set("previous", day_link(digest.store.id, frame.previous, words));
    data.set("next", day_link(digest.store.id, frame.next, words));
    data.set("recount", text(words.foot.recount));
    data.set("command", text(words.foot.command));
    data.set("privacy", text(words.foot.privacy));
    data.set("all_stores", text(words.frame.all_stores));
    data.set("history_path", text(store_path + "/history"));
    data.set("history_link", text(words.history.link));
    data.set("actions_path", text(store_path + "/actions"));
    data.set("actions_link", text(words.loop.actions_link));
    data.set("goals_path", text(store_path + "/goals"));
    data.set("goals_link", text(words.loop.goals_link));
    data.set("asks_path", text(store_path + "/asks"));
    data.set("recipients_path", optional_text(frame.manages_store ? store_path + "/recipients" : ""));
    data.set("recipients_link", text(words.loop.recipients_link));
    data.set("asks_link", text(words.loop.asks_link));
    data.set("lanes_path", optional_text(frame.manages_lanes ? store_path + "/lanes" : ""));
    data.set("lanes_of_store", text(words.frame.lanes));
    set_editions(data, digest, path, words);
    set_languages(data, older ? path + "?edition=" + std::to_string(digest.edition->number) : path, words);
    set_account(data, frame.signed_in_as, frame.csrf_token, words);
}

}  // namespace

std::string render_digest_page(const domain::Digest& digest, const PageFrame& frame) {
    const Words& words = words_of(frame.language);
    const DigestSheet sheet = make_digest_sheet(digest, words);
    Data data;
    set_head(data, words.language, sheet.title);
    set_frame(data, digest, frame, words);
    data.set("store", text(sheet.store));
    data.set("district", text(sheet.district));
    data.set("heading", text(sheet.heading));
    data.set("bounds", text(sheet.bounds));
    data.set("state", text(sheet.state));
    data.set("state_class", text(domain::to_text(digest.state)));
    data.set("facts", facts_data(sheet.facts));
    data.set("has_parts", Data{!sheet.parts.empty()});
    data.set("parts", parts_data(sheet.parts));
    set_act_words(data, digest, words);
    set_walk(data, sheet, digest, frame, words);
    set_alerts(data, sheet, digest, frame, words);
    set_listings(data, sheet, words);
    set_asks(data, sheet, words);
    data.set("glance_heading", text(words.day.heading));
    data.set("trend", sheet.trend ? trend_data(*sheet.trend) : Data{false});
    data.set("rest_heading", text(words.rest.heading));
    data.set("rest", rest_data(sheet.rest));
    set_open(data, sheet, frame, words);
    set_departments(data, sheet, words);
    return render_template(Template::digest, data);
}

}  // namespace tillnote::render
