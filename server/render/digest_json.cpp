#include "schema/time_text.hpp"
#include "server/render/digest_loop_json.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/signals_json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

Json rounded(const std::optional<double>& number, double steps) {
    return number ? Json(std::round(*number * steps) / steps) : Json(nullptr);
}

Json usual_json(const std::optional<double>& usual) {
    return rounded(usual, 10);
}

Json share_json(const std::optional<double>& share) {
    return rounded(share, 1000);
}

Json edge_json(const std::optional<Instant>& instant) {
    return instant ? Json(format_time(*instant)) : Json(nullptr);
}

Json completeness_json(const domain::Completeness& completeness) {
    Json silent = Json::array();
    for (const domain::SilentLane& lane : completeness.silent) {
        silent.push_back({{"lane", lane.lane}, {"last_heard_at", edge_json(lane.last_heard_at)}});
    }
    return {{"lanes_heard", completeness.lanes_heard},
            {"lanes_expected", completeness.lanes_expected},
            {"notes_received", completeness.notes_received},
            {"notes_missing", completeness.notes_missing},
            {"percent", completeness.percent},
            {"silent", std::move(silent)}};
}

Json reason_json(const domain::ReasonLine& line, const domain::KnownBaseline& known) {
    return {{"reason", line.reason.code},
            {"department", line.reason.department},
            {"theme", line.reason.theme},
            {"polarity", to_text(line.reason.polarity)},
            {"label", line.reason.label_en},
            {"remarks", line.remarks},
            {"usual", usual_json(line.usual)},
            {"baseline", {{"days", line.baseline.days}, {"remarks", line.baseline.remarks}, {"of", line.baseline.of}}},
            {"signal", signal_json(line)},
            {"tests", tests_json(line, known)}};
}

Json shares_json(const std::vector<domain::ShareLine>& lines) {
    Json rows = Json::array();
    for (const domain::ShareLine& line : lines) {
        rows.push_back({{"reason", line.reason.code},
                        {"remarks", line.remarks},
                        {"share", share_json(line.share)},
                        {"low", share_json(line.low)},
                        {"high", share_json(line.high)}});
    }
    return rows;
}

Json asks_json(const std::vector<domain::AskLine>& asks) {
    Json rows = Json::array();
    for (const domain::AskLine& ask : asks) {
        Json answers = Json::array();
        for (const domain::AnswerLine& line : ask.answers) {
            answers.push_back({{"answer", line.answer.answer},
                               {"label", line.answer.label_en},
                               {"count", line.count},
                               {"share", share_json(line.share)},
                               {"low", share_json(line.low)},
                               {"high", share_json(line.high)}});
        }
        rows.push_back({{"ask_id", ask.ask_id.to_string()},
                        {"question", ask.question_en},
                        {"from", format_day(ask.first_day)},
                        {"to", format_day(ask.last_day)},
                        {"one_in", ask.one_in},
                        {"sampled", ask.sampled},
                        {"shown", ask.shown},
                        {"asked", ask.asked},
                        {"answers", std::move(answers)}});
    }
    return rows;
}

Json edition_json(const std::optional<domain::Edition>& edition) {
    if (!edition) {
        return nullptr;
    }
    return {{"number", edition->number}, {"frozen_at", format_time(edition->frozen_at)}, {"of", edition->of}};
}

Json changes_json(const std::vector<domain::ChangeLine>& changes) {
    Json rows = Json::array();
    for (const domain::ChangeLine& change : changes) {
        rows.push_back({{"day", format_day(change.day)},
                        {"remarks_before", change.remarks_before},
                        {"remarks_now", change.remarks_now},
                        {"edition", change.edition}});
    }
    return rows;
}

}  // namespace

std::string render_digest_json(const domain::Digest& digest) {
    Json reasons = Json::array();
    for (const domain::ReasonLine& line : digest.reasons) {
        reasons.push_back(reason_json(line, digest.known));
    }
    const Json none = Json::array();
    const Json root{
        {"store", {{"id", digest.store.id}, {"name", digest.store.name}, {"district", digest.district.id}}},
        {"day", format_day(digest.day)},
        {"zone", digest.zone},
        {"starts_at", format_time(digest.bounds.starts_at)},
        {"ends_at", format_time(digest.bounds.ends_at)},
        {"state", domain::to_text(digest.state)},
        {"edition", edition_json(digest.edition)},
        {"completeness", completeness_json(digest.completeness)},
        {"notes_unplaced", digest.notes_unplaced},
        {"traffic", digest.traffic ? Json(*digest.traffic) : Json(nullptr)},
        {"remarks", digest.remarks},
        {"reasons", std::move(reasons)},
        {"walk_first", flags_json(digest.walk_first)},
        {"larger_shares", flags_json(digest.larger_shares)},
        {"baseline", known_json(digest.known)},
        {"alerts", alerts_json(digest.alerts)},
        {"why_here",
         {{"days", digest.why_here_days}, {"remarks", digest.why_here_remarks}, {"shares", shares_json(digest.why_here)}}},
        {"competitors", shares_json(digest.competitors)},
        {"together", together_json(digest.together)},
        {"asks", asks_json(digest.asks)},
        {"goals", goals_json(digest.goals)},
        {"events", events_json(digest.events)},
        {"open_actions", open_actions_json(digest.open_actions, digest.day)},
        {"closed_actions", closed_actions_json(digest.open_actions, digest.day)},
        {"changes", changes_json(digest.changes)}};
    return root.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tillnote::render
