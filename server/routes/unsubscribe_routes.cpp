#include "server/routes/unsubscribe_routes.hpp"

#include "server/render/unsubscribe_page.hpp"
#include "server/routes/secrets.hpp"

namespace tillnote::routes {
namespace {

/// Whose mail the link of this request ends. Errors: not_found, unavailable, internal.
Result<domain::Recipient> get_recipient(const http::Request& request, Scope& scope) {
    const std::string token(request.get_parameter("token"));
    const std::string store = token.substr(0, token.find('.'));
    auto found = is_store_id(store) ? scope.ports.recipients.find_by_token(store, hash_secret(token))
                                    : Result<std::optional<domain::Recipient>>(std::nullopt);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error{ErrorCode::not_found,
                     "This link ends no mail; use the one of your latest mail, or ask the store's manager.", "token"};
    }
    return std::move(**found);
}

http::Response page_of(const domain::Recipient& recipient, const http::Request& request, const Scope& scope) {
    const auto* entry = scope.directory->find_store(recipient.store);
    return http::html_response(
        200, render::render_unsubscribe_page({.store_name = entry == nullptr ? recipient.store : entry->store.name,
                                              .kind = recipient.kind,
                                              .language = recipient.language,
                                              .action = request.path,
                                              .has_left = recipient.unsubscribed_at.has_value()}));
}

/// Only asks: mail scanners follow every link.
Result<http::Response> show_question(const http::Request& request, Scope& scope) {
    const auto recipient = get_recipient(request, scope);
    return recipient ? Result<http::Response>(page_of(*recipient, request, scope)) : recipient.error();
}

/// What mail programs send by themselves and the button of the page: the body says nothing that the token does not.
Result<http::Response> unsubscribe(const http::Request& request, Scope& scope) {
    const auto recipient = get_recipient(request, scope);
    if (!recipient) {
        return recipient.error();
    }
    domain::RecipientChange change;
    change.active = false;
    auto changed = scope.ports.recipients.change_recipient(recipient->store, recipient->recipient_id, change, scope.now);
    return changed ? Result<http::Response>(page_of(*changed, request, scope)) : changed.error();
}

}  // namespace

void add_unsubscribe_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/unsubscribe/{token}", Permission::anyone, Audience::page, show_question);
    guard.add(http::Method::post, "/unsubscribe/{token}", Permission::anyone, Audience::page, unsubscribe);
}

}  // namespace tillnote::routes
