#include "server/render/lanes_page.hpp"

#include "server/render/lane_parts.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr std::size_t lanes_max = 100;

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

void set_lists(Data& data, const LanesPage& page, const std::string& path, const Words& words) {
    const domain::StoreCalendar calendar = domain::StoreCalendar::make(page.store).value();
    Data lanes{Data::type::list};
    for (std::size_t index = 0; index < std::min(page.lanes.size(), lanes_max); ++index) {
        lanes.push_back(lane_data(page.lanes[index], calendar, words));
    }
    data.set("has_lanes", Data{!page.lanes.empty()});
    data.set("lanes", lanes);
    data.set("more_lanes", more_lanes(page.lanes.size(), lanes_max, words));
    set_pending_lanes(data, page.pending, path, calendar, "", words);
}

}  // namespace

std::string render_lanes_page(const LanesPage& page) {
    const Words& words = words_of(page.language);
    const std::string path = "/stores/" + page.store.id + "/lanes";
    Data data;
    set_head(data, words.language, fill(words.lanes.title, {one_line(page.store.name)}));
    set_lane_labels(data, words);
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
