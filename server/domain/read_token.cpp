#include "server/domain/read_token.hpp"

#include "schema/time_text.hpp"
#include "schema/written_text.hpp"

#include <cstdlib>

namespace tillnote::domain {
namespace {

std::optional<Role> role_that_reads(std::string_view reads) {
    if (reads == "store") {
        return Role::manager;
    }
    const auto role = find_role(reads);
    return role == Role::district || role == Role::chain ? role : std::nullopt;
}

}  // namespace

std::string_view to_text(ReadTokenState state) noexcept {
    switch (state) {
        case ReadTokenState::live:
            return "live";
        case ReadTokenState::expired:
            return "expired";
        case ReadTokenState::revoked:
            return "revoked";
    }
    std::abort();
}

ReadTokenState state_of(const ReadToken& token, Instant now) noexcept {
    if (token.revoked_at) {
        return ReadTokenState::revoked;
    }
    return token.expires_at <= now ? ReadTokenState::expired : ReadTokenState::live;
}

std::string_view reads_of(const Grant& grant) noexcept {
    return grant.role == Role::manager ? "store" : to_text(grant.role);
}

Result<ReadToken> parse_read_token(const ReadTokenText& text, Instant now) {
    if (auto checked = check_written_text(text.name, 1, read_token_name_characters_max,
                                          "Say what the token is for ('Power BI') in 1 to 60 characters", "/name");
        !checked) {
        return checked.error();
    }
    const auto role = role_that_reads(text.reads);
    if (!role) {
        return Error{ErrorCode::invalid_field, "Expected 'store', 'district' or 'chain'.", "/reads"};
    }
    const bool whole_chain = *role == Role::chain;
    if (whole_chain != text.scope.empty() || (!whole_chain && !is_store_id(text.scope))) {  // districts are named alike
        return Error{ErrorCode::invalid_field, "Name the id of the store or district; for the chain, leave it out.",
                     "/scope"};
    }
    if (auto checked = check_no_card_number(text.scope, "/scope"); !checked) {
        return checked.error();
    }
    if (text.days < 1 || text.days > read_token_days_max) {
        return Error{ErrorCode::invalid_field, "A token lives 1 to 366 days; make another before it ends.", "/days"};
    }
    ReadToken token;
    token.name = text.name;
    token.grant = {*role, text.scope};
    token.created_at = now;
    token.expires_at = now + std::chrono::days{text.days};
    return token;
}

std::string actor_name_of(std::string_view token_name) {
    return "token " + std::string(token_name);
}

Result<Identity> identity_of(const ReadToken& token, Instant now) {
    switch (state_of(token, now)) {
        case ReadTokenState::live:
            return Identity{.account_id = token.token_id,
                            .email = actor_name_of(token.name),
                            .grants = {token.grant},
                            .session_id = token.token_id,
                            .csrf_token = {},
                            .by_cookie = false,
                            .read_only = true};
        case ReadTokenState::expired:
            return Error{ErrorCode::unauthenticated,
                         "This token expired on " + format_time(token.expires_at) +
                             "; ask an administrator for a new one ('tillnote-server token add').",
                         "Authorization"};
        case ReadTokenState::revoked:
            return Error{ErrorCode::unauthenticated,
                         "This token was revoked; ask an administrator for a new one ('tillnote-server token add').",
                         "Authorization"};
    }
    std::abort();
}

Error outside_scope(const Identity& token) {
    const Grant& grant = token.grants.front();
    return {ErrorCode::forbidden,
            "This token reads only the " + std::string(reads_of(grant)) + " '" + grant.scope +
                "'; ask an administrator for one that reads more.",
            "Authorization"};
}

}  // namespace tillnote::domain
