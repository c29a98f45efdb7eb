#include "server/routes/unsubscribe_routes.hpp"

#include "server/render/unsubscribe_page.hpp"
#include "server/routes/secrets.hpp"

namespace tillnote::routes {
namespace {

using Found = std::optional<domain::Recipient>;

domain::RowScope scope_of_link(const http::Request& request) {
    return domain::row_scope_of_link(hash_secret(request.get_parameter("token")));
}

/// A district's link begins with "D.", which no store's does.
Result<Found> find_recipient(const std::string& token, Ports& ports) {
    const bool of_district = token.starts_with("D.");
    const std::string rest = of_district ? token.substr(2) : token;
    const std::string place = rest.substr(0, rest.find('.'));
    if (!is_store_id(place)) {  // districts are named alike
        return Found();
    }
    return of_district ? ports.district_recipients.find_by_token(place, hash_secret(token))
                       : ports.recipients.find_by_token(place, hash_secret(token));
}

/// Whose mail the link of this request ends. Errors: not_found, unavailable, internal.
Result<domain::Recipient> get_recipient(const http::Request& request, Scope& scope) {
    auto found = find_recipient(std::string(request.get_parameter("token")), scope.ports);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error{ErrorCode::not_found,
                     "This link ends no mail; use the one of your latest mail, or ask whoever keeps the list.", "token"};
    }
    return std::move(**found);
}

std::string name_of(const domain::Recipient& recipient, const domain::Directory& directory) {
    if (recipient.kind == domain::DeliveryKind::district) {
        const auto* district = directory.find_district(recipient.district);
        return district == nullptr ? recipient.district : district->name;
    }
    const auto* entry = directory.find_store(recipient.store);
    return entry == nullptr ? recipient.store : entry->store.name;
}

http::Response page_of(const domain::Recipient& recipient, const http::Request& request, const Scope& scope) {
    return http::html_response(200, render::render_unsubscribe_page({.place_name = name_of(recipient, *scope.directory),
                                                                     .kind = recipient.kind,
                                                                     .language = recipient.language,
                                                                     .action = request.path,
                                                                     .has_left = recipient.unsubscribed_at.has_value()}));
}

/// Only asks: mail scanners follow every link.
Result<http::Response> show_question(const http::Request& request, Scope& scope) {
    const domain::LimitedRows rows(scope.ports.rows, scope_of_link(request));
    const auto recipient = get_recipient(request, scope);
    return recipient ? Result<http::Response>(page_of(*recipient, request, scope)) : recipient.error();
}

/// What mail programs send by themselves and the button of the page: the body says nothing that the token does not.
Result<http::Response> unsubscribe(const http::Request& request, Scope& scope) {
    const domain::LimitedRows rows(scope.ports.rows, scope_of_link(request));
    const auto recipient = get_recipient(request, scope);
    if (!recipient) {
        return recipient.error();
    }
    if (recipient->unsubscribed_at) {  // a link that is used again changes nothing, and leaves no trace
        return page_of(*recipient, request, scope);
    }
    name_object(scope, recipient->recipient_id.to_string());
    if (scope.entry != nullptr) {
        scope.entry->store = recipient->store;
        scope.entry->district = recipient->district;
    }
    domain::RecipientChange change;
    change.active = false;
    auto changed =
        recipient->kind == domain::DeliveryKind::district
            ? scope.ports.district_recipients.change_recipient(recipient->district, recipient->recipient_id, change,
                                                               scope.now)
            : scope.ports.recipients.change_recipient(recipient->store, recipient->recipient_id, change, scope.now);
    return changed ? Result<http::Response>(page_of(*changed, request, scope)) : changed.error();
}

}  // namespace

void add_unsubscribe_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/unsubscribe/{token}", Permission::anyone, Audience::page, show_question);
    guard.add(http::Method::post, "/unsubscribe/{token}", Permission::anyone, Audience::page, unsubscribe);
}

}  // namespace tillnote::routes
