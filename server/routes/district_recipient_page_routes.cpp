#include "server/routes/district_recipient_page_routes.hpp"

#include "server/render/recipients_page.hpp"
#include "server/routes/district_asking.hpp"
#include "server/routes/loop_page.hpp"
#include "server/routes/recipient_keeping.hpp"

namespace tillnote::routes {
namespace {

render::RecipientsPage make_page(const http::Request& request, const Scope& scope) {
    render::RecipientsPage page;
    page.frame = make_district_frame(request, scope, scope.district->id);
    page.frame.district = *scope.district;  // by its name also where no store belongs to it
    page.typed.language = domain::to_text(page.frame.language);
    if (const auto stores = list_district_stores(*scope.directory, scope.district->id); !stores.empty()) {
        page.calendar = stores.front()->calendar;
    }
    return page;
}

Result<http::Response> show(Scope& scope, int status, render::RecipientsPage page) {
    const std::string& district = scope.district->id;
    const auto rhythm = scope.ports.district_recipients.get_rhythm(district);
    if (!rhythm) {
        return rhythm.error();
    }
    page.rhythm = *rhythm;
    auto recipients = scope.ports.district_recipients.list_recipients(district);
    if (!recipients) {
        return recipients.error();
    }
    const auto reports = scope.ports.deliveries.list_district_deliveries(district);
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
    return http::redirect_response("/districts/" + scope.district->id + "/recipients?done=" + std::string(done));
}

Result<http::Response> add_recipient(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    auto page = make_page(request, scope);
    page.typed = {typed(*form, "email"), {}, typed(*form, "language"), {}};
    auto recipient = domain::parse_district_recipient({page.typed.email, {}, page.typed.language, {}});
    if (!recipient) {
        return show_problem(scope, recipient.error(), std::move(page));
    }
    if (auto added = add_to_district_list(scope, std::move(*recipient)); !added) {
        return show_problem(scope, added.error(), std::move(page));
    }
    return back(scope, "added");
}

/// The three buttons of a row.
Result<domain::RecipientChange> change_of(const Form& form, std::string_view verb) {
    if (verb == "stop" || verb == "start") {
        return domain::parse_recipient_change(std::nullopt, std::nullopt, verb == "start");
    }
    if (verb == "save") {
        return domain::parse_recipient_change(form.find("language"), std::nullopt, std::nullopt);
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
        return show_problem(scope,
                            {ErrorCode::not_found, "This district has no such recipient; reload the page.", "recipient"},
                            std::move(page));
    }
    name_object(scope, id->to_string());
    const std::string verb = typed(*form, "do");
    const auto change = change_of(*form, verb);
    const auto changed = change
                             ? scope.ports.district_recipients.change_recipient(scope.district->id, *id, *change, scope.now)
                             : change.error();
    if (!changed) {
        page.changing = *id;
        return show_problem(scope, changed.error(), std::move(page));
    }
    return back(scope, verb == "save" ? "saved" : verb == "stop" ? "stopped" : "started");
}

Result<http::Response> set_rhythm(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    const auto rhythm = domain::find_digest_rhythm(typed(*form, "rhythm"));
    if (!rhythm) {
        return show_problem(scope, {ErrorCode::invalid_field, "Expected 'daily' or 'weekly'.", "rhythm"},
                            make_page(request, scope));
    }
    if (auto set = scope.ports.district_recipients.set_rhythm(scope.district->id, *rhythm, scope.now); !set) {
        return set.error();
    }
    return back(scope, "rhythm");
}

}  // namespace

void add_district_recipient_page_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::keep_district_mail;
    constexpr auto page = Audience::page;
    guard.add(http::Method::get, "/districts/{district}/recipients", permission, page, show_recipients);
    guard.add(http::Method::post, "/districts/{district}/recipients", permission, page, add_recipient);
    guard.add(http::Method::post, "/districts/{district}/recipients/change", permission, page, change_recipient);
    guard.add(http::Method::post, "/districts/{district}/recipients/rhythm", permission, page, set_rhythm);
}

}  // namespace tillnote::routes
