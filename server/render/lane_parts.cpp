#include "server/render/lane_parts.hpp"

#include "server/render/local_time.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

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

Data pending_data(const domain::PendingEnrolment& pending, const std::string& path, const domain::StoreCalendar& calendar,
                  std::string_view zone) {
    Data data;
    data.set("code", text(pending.code));
    data.set("code_path", text(path + "?code=" + pending.code));
    data.set("device", text(pending.device));
    data.set("until", text(clock_words(calendar.local_time_of(pending.expires_at)) + std::string{zone}));
    return data;
}

}  // namespace

void set_lane_labels(Data& data, const Words& words) {
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

Data lane_data(const domain::LaneStatus& lane, const domain::StoreCalendar& calendar, const Words& words) {
    const bool in_force = domain::is_in_force(lane);
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

void set_pending_lanes(Data& data, const std::vector<domain::PendingEnrolment>& pending, const std::string& path,
                       const domain::StoreCalendar& calendar, std::string_view zone, const Words& words) {
    Data rows{Data::type::list};
    for (std::size_t index = 0; index < std::min(pending.size(), pending_max); ++index) {
        rows.push_back(pending_data(pending[index], path, calendar, zone));
    }
    data.set("has_pending", Data{!pending.empty()});
    data.set("pending", rows);
    data.set("more_pending", more_lanes(pending.size(), pending_max, words));
}

Data more_lanes(std::size_t count, std::size_t shown_max, const Words& words) {
    return optional_text(count > shown_max
                             ? count_words(words, words.lanes.more, static_cast<std::int64_t>(count - shown_max))
                             : std::string{});
}

}  // namespace tillnote::render
