#include "server/render/lanes_page.hpp"

#include "server/render/local_time.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr std::size_t lanes_max = 100;
constexpr std::size_t pending_max = 20;

std::string holds_words(const domain::LaneStatus& lane, const Words& words) {
    // Never how many: notes waiting on a lane that is offline are notes of its cashier.
    std::string holds{words.lanes.waiting[static_cast<std::size_t>(queue_length_of(lane.pending))]};
    if (lane.rejected > 0) {
        holds += ", ";
        holds += words.lanes.refused;
    }
    return holds;
}

Data lane_data(const domain::LaneStatus& lane, const domain::StoreCalendar& calendar, const Words& words) {
    const bool in_force = lane.enrolment_id && !lane.revoked;
    Data data;
    data.set("number", std::to_string(lane.lane));
    data.set("state", text(lane.cloned ? words.lanes.cloned : in_force ? words.lanes.enrolled : words.lanes.revoked));
    data.set("state_tone", text(lane.cloned ? "warning" : in_force ? "plain" : "soft"));
    data.set("holds_tone", text(lane.rejected > 0 ? "warning" : "plain"));
    data.set("heard",
             text(lane.last_heard_at ? moment_words(*lane.last_heard_at, calendar, words) : std::string{words.lanes.never}));
    data.set("holds", text(holds_words(lane, words)));
    data.set("device", text(lane.device));
    data.set("version", text(lane.version));
    return data;
}

Data pending_data(const domain::PendingEnrolment& pending, const std::string& path, const domain::StoreCalendar& calendar) {
    Data data;
    data.set("code", text(pending.code));
    data.set("code_path", text(path + "?code=" + pending.code));
    data.set("device", text(pending.device));
    data.set("until", text(clock_words(calendar.local_time_of(pending.expires_at))));
    return data;
}

std::string event_words(const LanesPage& page, const Words& words) {
    const std::string lane = std::to_string(page.done_lane);
    switch (page.done) {
        case LaneEvent::none:
            return {};
        case LaneEvent::approved:
            return fill(words.lanes.done_approved, {lane});
        case LaneEvent::denied:
            return std::string{words.lanes.done_denied};
        case LaneEvent::revoked:
            return fill(words.lanes.done_revoked, {lane});
    }
    std::abort();
}

void set_labels(Data& data, const Words& words) {
    data.set("approve_heading", text(words.lanes.approve_heading));
    data.set("approve_note", text(words.lanes.approve_note));
    data.set("code_label", text(words.lanes.code));
    data.set("lane_label", text(words.lanes.number));
    data.set("approve", text(words.lanes.approve));
    data.set("deny", text(words.lanes.deny));
    data.set("pending_caption", text(words.lanes.pending_caption));
    data.set("code_heading", text(words.lanes.code_heading));
    data.set("device_heading", text(words.lanes.device));
    data.set("until_heading", text(words.lanes.until));
    data.set("lanes_heading", text(words.lanes.lanes_heading));
    data.set("lanes_caption", text(words.lanes.lanes_caption));
    data.set("lane_heading", text(words.lanes.lane));
    data.set("state_heading", text(words.lanes.state));
    data.set("heard_heading", text(words.lanes.heard));
    data.set("holds_heading", text(words.lanes.holds));
    data.set("version_heading", text(words.lanes.version));
    data.set("none", text(words.lanes.none));
    data.set("revoke_heading", text(words.lanes.revoke_heading));
    data.set("revoke_note", text(words.lanes.revoke_note));
    data.set("revoke", text(words.lanes.revoke));
}

void set_lists(Data& data, const LanesPage& page, const std::string& path, const Words& words) {
    const domain::StoreCalendar calendar = domain::StoreCalendar::make(page.store).value();
    Data lanes{Data::type::list};
    for (std::size_t index = 0; index < std::min(page.lanes.size(), lanes_max); ++index) {
        lanes.push_back(lane_data(page.lanes[index], calendar, words));
    }
    Data pending{Data::type::list};
    for (std::size_t index = 0; index < std::min(page.pending.size(), pending_max); ++index) {
        pending.push_back(pending_data(page.pending[index], path, calendar));
    }
    const auto more = [&](std::size_t count, std::size_t max) {
        return optional_text(count > max ? count_words(words, words.lanes.more, static_cast<std::int64_t>(count - max))
                                         : std::string{});
    };
    data.set("has_lanes", Data{!page.lanes.empty()});
    data.set("lanes", lanes);
    data.set("more_lanes", more(page.lanes.size(), lanes_max));
    data.set("has_pending", Data{!page.pending.empty()});
    data.set("pending", pending);
    data.set("more_pending", more(page.pending.size(), pending_max));
}

}  // namespace

std::string render_lanes_page(const LanesPage& page) {
    const Words& words = words_of(page.language);
    const std::string path = "/stores/" + page.store.id + "/lanes";
    Data data;
    set_head(data, words.language, fill(words.lanes.title, {one_line(page.store.name)}));
    set_labels(data, words);
    set_lists(data, page, path, words);
    data.set("skip", text(words.lanes.skip));
    data.set("heading", text(fill(words.lanes.heading, {page.store.name})));
    data.set("note", text(words.lanes.note));
    data.set("done", optional_text(event_words(page, words)));
    data.set("problem", optional_text(one_line(page.problem)));
    data.set("problem_heading", text(words.lanes.problem));
    data.set("path", text(path));
    data.set("code", text(page.code));
    data.set("lane", text(page.lane));
    data.set("revoking", text(page.revoking));
    data.set("digest_path", optional_text(page.reads_store ? "/stores/" + page.store.id + "/latest" : ""));
    data.set("digest", text(words.lanes.digest));
    data.set("all_stores", text(words.frame.all_stores));
    data.set("privacy", text(words.foot.privacy));
    set_languages(data, path, words);
    set_account(data, page.signed_in_as, page.csrf_token, words);
    return render_template(Template::lanes, data);
}

}  // namespace tillnote::render
