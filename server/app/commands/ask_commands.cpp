#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/commands/store_place.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/routes/make_id.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace tillnote::app::commands {
namespace {

Result<AskAnswer> parse_answer(const std::string& text) {
    const auto first = text.find('=');
    const auto second = first == std::string::npos ? first : text.find('=', first + 1);
    if (second == std::string::npos) {
        return Error{ErrorCode::usage, "--answer must be like 'yes=Yes=Sí': what is stored, in English, in Spanish.",
                     "answer"};
    }
    return AskAnswer{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

Result<domain::Ask> make_ask(const AskOptions& options, domain::Day today) {
    domain::Ask ask;
    ask.ask_id = routes::make_random_id();
    ask.store = options.store;
    ask.question_en = options.question_en;
    ask.question_es = options.question_es;
    ask.one_in = options.one_in;
    for (const auto& text : options.answers) {
        auto answer = parse_answer(text);
        if (!answer) {
            return answer.error();
        }
        ask.answers.push_back(std::move(*answer));
    }
    auto from = day_or(options.from, today, "--from");
    if (!from) {
        return from.error();
    }
    auto to = day_or(options.to, *from, "--to");
    if (!to) {
        return to.error();
    }
    ask.first_day = *from;
    ask.last_day = *to;
    return ask;
}

}  // namespace

Result<void> list_asks(const Config& config, const std::string& store, bool as_json) {
    DatabasePorts ports(config.database_migrate);
    auto place = find_store_place(ports, store);
    if (!place) {
        return place.error();
    }
    auto asks = ports.view.asks.list_asks(store);
    if (!asks) {
        return asks.error();
    }
    const auto today = place->calendar.day_of(wall_clock_now());
    auto rows = nlohmann::ordered_json::array();
    for (const auto& ask : *asks) {
        const std::string state(domain::to_text(domain::state_of(ask, today)));
        rows.push_back({{"ask_id", ask.ask_id.to_string()},
                        {"question_en", ask.question_en},
                        {"from", format_day(ask.first_day)},
                        {"to", format_day(ask.last_day)},
                        {"one_in", ask.one_in},
                        {"state", state}});
        if (!as_json) {
            std::printf("%s  %s to %s  1 in %-4lld  %-8s  %s\n", ask.ask_id.to_string().c_str(),
                        format_day(ask.first_day).c_str(), format_day(ask.last_day).c_str(),
                        static_cast<long long>(ask.one_in), state.c_str(), ask.question_en.c_str());
        }
    }
    if (as_json) {
        std::printf("%s\n", rows.dump().c_str());
    }
    return {};
}

Result<void> add_ask(const Config& config, const AskOptions& options) {
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::ask, "", options.store);
    auto place = find_store_place(ports, options.store);
    if (!place) {
        return place.error();
    }
    const auto now = wall_clock_now();
    const auto today = place->calendar.day_of(now);
    auto ask = make_ask(options, today);
    if (!ask) {
        return ask.error();
    }
    if (auto checked = domain::check_ask(*ask, today); !checked) {
        return name_field(checked.error());
    }
    ports.entry().object_id = ask->ask_id.to_string();
    if (auto added = ports.view.asks.add_ask(*ask, now); !added) {
        return added;
    }
    std::printf("%s\n", ask->ask_id.to_string().c_str());
    return {};
}

Result<void> close_ask(const Config& config, const std::string& store, const std::string& ask_id) {
    const auto id = Uuid::parse(ask_id);
    if (!id) {
        return Error{ErrorCode::usage, "ASK must be an id as 'ask list' shows it.", "ask"};
    }
    OperatorPorts ports(config, domain::AuditAction::ended, domain::AuditObject::ask, ask_id, store);
    auto place = find_store_place(ports, store);
    if (!place) {
        return place.error();
    }
    const auto now = wall_clock_now();
    auto closed = ports.view.asks.change_ask(store, *id, [&](domain::Ask ask) {
        return domain::change_ask(std::move(ask), {.last_day = {}, .one_in = {}, .close = true}, place->calendar.day_of(now),
                                  now);
    });
    return closed ? Result<void>{} : Result<void>(closed.error());
}

}  // namespace tillnote::app::commands
