#include "schema/time_text.hpp"
#include "server/render/digest_loop_json.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/json_text.hpp"
#include "server/render/signals_json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

std::optional<double> rounded(const std::optional<double>& number, double steps) {
    return number ? std::optional(std::round(*number * steps) / steps) : std::nullopt;
}

Json share_json(const std::optional<double>& share) {
    const auto thousandths = rounded(share, 1000);
    return thousandths ? Json(*thousandths) : Json(nullptr);
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

void append_reason(std::string& out, const domain::ReasonLine& line, const domain::KnownBaseline& known) {
    JsonObject object(out);
    object.text("reason", line.reason.code)
        .text("department", line.reason.department)
        .text("theme", line.reason.theme)
        .text("polarity", to_text(line.reason.polarity))
        .text("label", line.reason.label_en)
        .number("remarks", line.remarks)
        .figure("usual", rounded(line.usual, 10));
    append_counts(object.open("baseline"), line.baseline.days, line.baseline.remarks, line.baseline.of);
    add_signal(object, line, known);
    object.close();
}

void append_reasons(std::string& out, const domain::Digest& digest) {
    char before = '[';
    for (const domain::ReasonLine& line : digest.reasons) {
        out += std::exchange(before, ',');
        append_reason(out, line, digest.known);
    }
    out += before == '[' ? "[]" : "]";
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
    std::string json;
    JsonObject root(json);
    root.tree("store", {{"id", digest.store.id}, {"name", digest.store.name}, {"district", digest.district.id}})
        .text("day", format_day(digest.day))
        .text("zone", digest.zone)
        .text("starts_at", format_time(digest.bounds.starts_at))
        .text("ends_at", format_time(digest.bounds.ends_at))
        .text("state", domain::to_text(digest.state))
        .tree("edition", edition_json(digest.edition))
        .tree("completeness", completeness_json(digest.completeness))
        .number("notes_unplaced", digest.notes_unplaced)
        .tree("traffic", digest.traffic ? Json(*digest.traffic) : Json(nullptr))
        .number("remarks", digest.remarks);
    append_reasons(root.open("reasons"), digest);
    root.tree("walk_first", flags_json(digest.walk_first))
        .tree("larger_shares", flags_json(digest.larger_shares))
        .tree("more_of_every_kind", flags_json(digest.more_of_every_kind))
        .tree("baseline", known_json(digest.known))
        .tree("alerts", alerts_json(digest.alerts))
        .tree(
            "why_here",
            {{"days", digest.why_here_days}, {"remarks", digest.why_here_remarks}, {"shares", shares_json(digest.why_here)}})
        .tree("competitors", shares_json(digest.competitors))
        .tree("together", together_json(digest.together))
        .tree("asks", asks_json(digest.asks))
        .tree("goals", goals_json(digest.goals))
        .tree("events", events_json(digest.events))
        .tree("open_actions", open_actions_json(digest.open_actions, digest.day))
        .tree("closed_actions", closed_actions_json(digest.open_actions, digest.day))
        .tree("changes", changes_json(digest.changes))
        .close();
    return json;
}

}  // namespace tillnote::render
