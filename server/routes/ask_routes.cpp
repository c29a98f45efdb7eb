#include "server/routes/ask_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/district_asking.hpp"
#include "server/routes/form.hpp"
#include "server/routes/json_day.hpp"
#include "server/routes/make_id.hpp"

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t text_bytes_max = 1024;  ///< check_ask counts characters; this only bounds what is read

ordered_json ask_json(const domain::Ask& ask, domain::Day today) {
    auto answers = ordered_json::array();
    for (const AskAnswer& answer : ask.answers) {
        answers.push_back({{"answer", answer.answer}, {"label_en", answer.label_en}, {"label_es", answer.label_es}});
    }
    return {{"ask_id", ask.ask_id.to_string()},
            {"question_en", ask.question_en},
            {"question_es", ask.question_es},
            {"answers", std::move(answers)},
            {"from", format_day(ask.first_day)},
            {"to", format_day(ask.last_day)},
            {"one_in", ask.one_in},
            {"state", domain::to_text(domain::state_of(ask, today))}};
}

std::vector<AskAnswer> read_answers(ObjectReader& reader) {
    const JsonArray& entries = reader.array("answers", limits::ask_answers_max, true);
    std::vector<AskAnswer> answers;
    for (std::size_t index = 0; index < entries.size() && !reader.failed(); ++index) {
        ObjectReader entry(entries[index], "answers", index);
        answers.push_back({entry.text("answer", 1, text_bytes_max), entry.text("label_en", 1, text_bytes_max),
                           entry.text("label_es", 1, text_bytes_max)});
        if (auto error = entry.finish()) {
            reader.fail(std::move(*error));
        }
    }
    return answers;
}

Result<domain::Ask> parse_ask(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::Ask ask;
    ask.question_en = reader.text("question_en", 1, text_bytes_max);
    ask.question_es = reader.text("question_es", 1, text_bytes_max);
    ask.answers = read_answers(reader);
    ask.first_day = require_day(reader, "from");
    ask.last_day = require_day(reader, "to");
    ask.one_in = reader.optional_integer("one_in", 1, limits::ask_one_in_max).value_or(limits::ask_one_in_default);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return ask;
}

Result<domain::AskChange> parse_change(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::AskChange change;
    change.last_day = read_day(reader, "to");
    change.one_in = reader.optional_integer("one_in", 1, limits::ask_one_in_max);
    change.close = reader.optional_boolean("closed", false);
    if (!reader.failed() && !change.last_day && !change.one_in && !change.close) {
        reader.fail(ErrorCode::invalid_field, "to", "Nothing would change: name 'to', 'one_in' or 'closed' as true.");
    }
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return change;
}

Result<http::Response> list_asks(const http::Request& /*request*/, Scope& scope) {
    auto asks = scope.ports.asks.list_asks(scope.store->store.id);
    if (!asks) {
        return asks.error();
    }
    const auto today = scope.store->calendar.day_of(scope.now);
    auto rows = ordered_json::array();
    for (const domain::Ask& ask : *asks) {
        rows.push_back(ask_json(ask, today));
    }
    return http::json_response(200, dump_json(ordered_json{{"asks", std::move(rows)}}));
}

Result<http::Response> add_ask(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    auto ask = parse_ask(request.body);
    if (!ask) {
        return ask.error();
    }
    ask->ask_id = name_new_object(scope, make_random_id());
    ask->store = scope.store->store.id;
    const auto today = scope.store->calendar.day_of(scope.now);
    if (auto checked = domain::check_ask(*ask, today); !checked) {
        return checked.error();
    }
    if (auto added = scope.ports.asks.add_ask(*ask, scope.now); !added) {
        return added.error();
    }
    return http::json_response(201, dump_json(ask_json(*ask, today)));
}

Result<http::Response> change_ask(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto id = Uuid::parse(request.get_parameter("ask"));
    if (!id) {
        return Error{ErrorCode::not_found, "This store has no such ask; list its asks to see their ids.", "ask"};
    }
    auto change = parse_change(request.body);
    if (!change) {
        return change.error();
    }
    const auto today = scope.store->calendar.day_of(scope.now);
    auto changed = scope.ports.asks.change_ask(scope.store->store.id, *id, [&](domain::Ask ask) {
        return domain::change_ask(std::move(ask), *change, today, scope.now);
    });
    if (!changed) {
        return changed.error();
    }
    return http::json_response(200, dump_json(ask_json(*changed, today)));
}

/// One ask for every store of the district that is open on its days: of all of them, or of none.
Result<http::Response> add_district_ask(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    auto ask = parse_ask(request.body);
    if (!ask) {
        return ask.error();
    }
    const auto asks = put_district_ask(scope, request.get_parameter("district"), std::move(*ask));
    if (!asks) {
        return asks.error();
    }
    auto rows = ordered_json::array();
    for (const domain::Ask& added : *asks) {
        rows.push_back({{"store", added.store}, {"ask_id", added.ask_id.to_string()}});
    }
    return http::json_response(201, dump_json(ordered_json{{"asks", std::move(rows)}}));
}

}  // namespace

void add_ask_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/v1/stores/{store}/asks", Permission::read_store, Audience::script, list_asks);
    guard.add(http::Method::post, "/v1/stores/{store}/asks", Permission::manage_store, Audience::script, add_ask);
    guard.add(http::Method::patch, "/v1/stores/{store}/asks/{ask}", Permission::manage_store, Audience::script, change_ask);
    guard.add(http::Method::post, "/v1/districts/{district}/asks", Permission::manage_district, Audience::script,
              add_district_ask);
}

}  // namespace tillnote::routes
