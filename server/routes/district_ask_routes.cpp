#include "server/routes/district_ask_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/district_asking.hpp"
#include "server/routes/district_goals.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;

ordered_json or_null(const std::optional<double>& share) {
    return share ? ordered_json(*share) : ordered_json(nullptr);
}

ordered_json answers_json(const domain::AskLine& line) {
    auto answers = ordered_json::array();
    for (const domain::AnswerLine& answer : line.answers) {
        answers.push_back({{"answer", answer.answer.answer},
                           {"label", answer.answer.label_en},
                           {"count", answer.count},
                           {"share", or_null(answer.share)},
                           {"low", or_null(answer.low)},
                           {"high", or_null(answer.high)}});
    }
    return {{"sampled", line.sampled}, {"shown", line.shown}, {"asked", line.asked}, {"answers", std::move(answers)}};
}

ordered_json store_json(const render::StoreAskRow& store) {
    ordered_json json{{"id", store.store},
                      {"name", store.name},
                      {"ask_id", store.line.ask_id.to_string()},
                      {"state", domain::to_text(store.state)},
                      {"to", format_day(store.line.last_day)}};
    json.update(answers_json(store.line));
    return json;
}

ordered_json ask_json(const render::DistrictAskRow& ask) {
    auto stores = ordered_json::array();
    for (const render::StoreAskRow& store : ask.stores) {
        stores.push_back(store_json(store));
    }
    return {{"question", ask.together.question_en},    {"from", format_day(ask.together.first_day)},
            {"to", format_day(ask.together.last_day)}, {"state", domain::to_text(ask.state)},
            {"together", answers_json(ask.together)},  {"stores", std::move(stores)}};
}

Result<http::Response> list_asks(const http::Request& /*request*/, Scope& scope) {
    const std::string& district = scope.district->id;
    const auto asks = read_district_asks(scope, district, district_today(scope, district));
    if (!asks) {
        return asks.error();
    }
    auto rows = ordered_json::array();
    for (const render::DistrictAskRow& ask : *asks) {
        rows.push_back(ask_json(ask));
    }
    return http::json_response(200, dump_json(ordered_json{{"asks", std::move(rows)}}));
}

}  // namespace

void add_district_ask_routes(Guard& guard) {
    guard.add(http::Method::get, "/v1/districts/{district}/asks", domain::Permission::read_district, Audience::script,
              list_asks);
}

}  // namespace tillnote::routes
