#include "server/routes/recipient_page_routes.hpp"

#include "server/render/recipients_page.hpp"
#include "server/routes/loop_page.hpp"
#include "server/routes/recipient_keeping.hpp"

namespace tillnote::routes {
namespace {

render::RecipientsPage make_page(const http::Request& request, const Scope& scope) {
    render::RecipientsPage page;
    page.frame = make_loop_frame(request, scope);
    page.typed.language = domain::to_text(page.frame.language);
    page.typed.local_time = domain::format_clock_time(domain::digest_time_default);
    return page;
}

Result<http::Response> show(Scope& scope, int status, render::RecipientsPage page) {
    auto recipients = scope.ports.recipients.list_recipients(scope.store->store.id);
    if (!recipients) {
        return recipients.error();
    }
    const auto reports = scope.ports.deliveries.list_deliveries(scope.store->store.id, std::nullopt);
    if (!reports) {
        return reports.error();
    }
    for (domain::Recipient& recipient : *recipients) {
        auto last = find_last_delivery(*reports, recipient.recipient_id);
        page.rows.push_back({std::move(recipient), std::move(last)});
    }
    return http::html_response(status, render::render_recipients_page(page));
}

Result<http::Response> show_problem(Scope& scope, const Error& error, render::RecipientsPage page) {
    if (!is_said_on_page(error)) {
        return error;
    }
    page.frame.problem = error;
    return show(scope, error_row(error.code).status, std::move(page));
}

Result<http::Response> show_recipients(const http::Request& request, Scope& scope) {
    auto page = make_page(request, scope);
    page.frame.done = request.find_query("done").value_or("");
    return show(scope, 200, std::move(page));
}

http::Response back(const Scope& scope, std::string_view done) {
    return http::redirect_response("/stores/" + scope.store->store.id + "/recipients?done=" + std::string(done));
}

Result<http::Response> add_recipient(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    auto page = make_page(request, scope);
    page.typed = {typed(*form, "email"), typed(*form, "kind"), typed(*form, "language"), typed(*form, "local_time")};
    auto recipient =
        domain::parse_recipient({page.typed.email, page.typed.kind, page.typed.language, page.typed.local_time});
    if (!recipient) {
        return show_problem(scope, recipient.error(), std::move(page));
    }
    if (auto added = add_to_list(scope, std::move(*recipient)); !added) {
        return show_problem(scope, added.error(), std::move(page));
    }
    return back(scope, "added");
}

/// The three buttons of a row; alerts have no time of their own.
Result<domain::RecipientChange> change_of(const Form& form, std::string_view verb) {
    if (verb == "stop" || verb == "start") {
        return domain::parse_recipient_change(std::nullopt, std::nullopt, verb == "start");
    }
    if (verb == "save") {
        return domain::parse_recipient_change(form.find("language"), form.find("local_time"), std::nullopt);
    }
    return Error{ErrorCode::invalid_field, "Say what to do: save, stop or start.", "do"};
}

Result<http::Response> change_recipient(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    auto page = make_page(request, scope);
    const auto id = Uuid::parse(typed(*form, "recipient"));
    if (!id) {
        return show_problem(scope, {ErrorCode::not_found, "This store has no such recipient; reload the page.", "recipient"},
                            std::move(page));
    }
    name_object(scope, id->to_string());
    const std::string verb = typed(*form, "do");
    const auto change = change_of(*form, verb);
    const auto changed =
        change ? scope.ports.recipients.change_recipient(scope.store->store.id, *id, *change, scope.now) : change.error();
    if (!changed) {
        page.changing = *id;
        page.typed.local_time = typed(*form, "local_time");
        return show_problem(scope, changed.error(), std::move(page));
    }
    return back(scope, verb == "save" ? "saved" : verb == "stop" ? "stopped" : "started");
}

}  // namespace

void add_recipient_page_routes(Guard& guard) {
    using domain::Permission;
    // Addresses are personal: who may read the store's figures need not know who else is sent them.
    constexpr auto permission = Permission::keep_store_mail;
    guard.add(http::Method::get, "/stores/{store}/recipients", permission, Audience::page, show_recipients);
    guard.add(http::Method::post, "/stores/{store}/recipients", permission, Audience::page, add_recipient);
    guard.add(http::Method::post, "/stores/{store}/recipients/change", permission, Audience::page, change_recipient);
}

}  // namespace tillnote::routes
