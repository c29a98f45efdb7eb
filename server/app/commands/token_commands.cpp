#include "server/app/token_commands.hpp"

#include "schema/time_text.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace tillnote::app::commands {
namespace {

using Json = nlohmann::ordered_json;

Json time_or_null(const std::optional<Instant>& time) {
    return time ? Json(format_time(*time)) : Json(nullptr);
}

Json token_json(const domain::ReadToken& token, Instant now) {
    return {{"token_id", token.token_id.to_string()},
            {"name", token.name},
            {"reads", domain::reads_of(token.grant)},
            {"scope", token.grant.scope.empty() ? Json(nullptr) : Json(token.grant.scope)},
            {"state", domain::to_text(domain::state_of(token, now))},
            {"created_by", token.created_by},
            {"created_at", format_time(token.created_at)},
            {"expires_at", format_time(token.expires_at)},
            {"last_used_at", time_or_null(token.last_used_at)},
            {"revoked_at", time_or_null(token.revoked_at)}};
}

void print_token(const domain::ReadToken& token, Instant now) {
    const std::string reads =
        std::string(domain::reads_of(token.grant)) + (token.grant.scope.empty() ? "" : " ") + token.grant.scope;
    std::printf("%s  %-7s %-24s  expires %s, last used %s  %s\n", token.token_id.to_string().c_str(),
                std::string(domain::to_text(domain::state_of(token, now))).c_str(), reads.c_str(),
                format_time(token.expires_at).c_str(),
                token.last_used_at ? format_time(*token.last_used_at).c_str() : "never", token.name.c_str());
}

}  // namespace

Result<void> add_read_token(const Config& config, const TokenOptions& options) {
    domain::ReadTokenText text;
    text.name = options.name;
    text.reads = options.chain ? "chain" : options.district.empty() ? "store" : "district";
    text.scope = options.district.empty() ? options.store : options.district;
    text.days = options.days;
    auto token = domain::parse_read_token(text, wall_clock_now());
    if (!token) {
        return Error{ErrorCode::usage, token.error().detail, token.error().field};
    }
    token->token_id = routes::make_random_id();
    token->created_by = "operator";
    const std::string secret = routes::make_read_token();
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::read_token, token->token_id.to_string());
    ports.entry().facts = {{"name", token->name}, {"reads", text.reads}, {"scope", token->grant.scope}};
    if (auto added = ports.read_tokens.add_token(*token, routes::hash_secret(secret)); !added) {
        return added;
    }
    std::printf("%s\n", secret.c_str());
    return {};
}

Result<void> list_read_tokens(const Config& config, bool as_json) {
    DatabasePorts ports(config.database_migrate);
    const auto tokens = ports.read_tokens.list_tokens();
    if (!tokens) {
        return tokens.error();
    }
    const Instant now = wall_clock_now();
    auto rows = Json::array();
    for (const domain::ReadToken& token : *tokens) {
        if (as_json) {
            rows.push_back(token_json(token, now));
        } else {
            print_token(token, now);
        }
    }
    if (as_json) {
        std::printf("%s\n", rows.dump().c_str());
    } else if (tokens->empty()) {
        std::printf("There are no read tokens; 'token add NAME --chain' makes one.\n");
    }
    return {};
}

Result<void> revoke_read_token(const Config& config, const std::string& id) {
    const auto token_id = Uuid::parse(id);
    if (!token_id) {
        return Error{ErrorCode::usage, "ID must be as 'token list' shows it.", "id"};
    }
    OperatorPorts ports(config, domain::AuditAction::revoked, domain::AuditObject::read_token, id);
    return ports.read_tokens.revoke_token(*token_id, wall_clock_now());
}

}  // namespace tillnote::app::commands
