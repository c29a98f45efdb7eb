#include "server/routes/admin_store_page_routes.hpp"

#include "schema/time_text.hpp"
#include "server/domain/recipient.hpp"
#include "server/domain/store_setup.hpp"
#include "server/render/admin_store_page.hpp"
#include "server/render/admin_stores_page.hpp"
#include "server/routes/admin_page.hpp"
#include "server/routes/loop_page.hpp"

#include <algorithm>
#include <functional>

namespace tillnote::routes {
namespace {

using domain::Store;

constexpr std::string_view cutoff_default = "04:00";

Result<int> typed_cutoff(const std::string& typed) {
    const auto time = domain::find_clock_time(typed);
    if (!time) {
        return Error{ErrorCode::invalid_field, "Give the local time as HH:MM, 00:00 to 23:59.", "cutoff"};
    }
    return static_cast<int>(time->count());
}

/// The open business day of a store by its own calendar; an unknown zone is a bug, which the rules keep out.
domain::Day today_of(const Store& store, Instant now) {
    return domain::StoreCalendar::make(store).value().day_of(now);
}

Result<http::Response> show_list(Scope& scope, int status, render::AdminStoresPage page) {
    auto stores = scope.ports.organisation.list_stores();
    if (!stores) {
        return stores.error();
    }
    auto districts = scope.ports.organisation.list_districts();
    if (!districts) {
        return districts.error();
    }
    const auto digest_times = scope.ports.district_editions.list_digest_times();
    if (!digest_times) {
        return digest_times.error();
    }
    for (Store& store : *stores) {
        const auto digest = digest_times->find(store.id);
        const domain::Day today = today_of(store, scope.now);
        const std::string id = domain::district_on(store, today);
        const auto district = std::ranges::find(*districts, id, &domain::District::id);
        page.stores.push_back({std::move(store), today, district == districts->end() ? id : district->name,
                               digest == digest_times->end() ? std::nullopt : std::optional(digest->second)});
    }
    page.districts = std::move(*districts);
    return http::html_response(status, render::render_admin_stores_page(page));
}

Result<http::Response> show_list_problem(Scope& scope, const Error& error, render::AdminStoresPage page) {
    if (!is_said_on_page(error)) {
        return error;
    }
    page.frame.problem = error;
    return show_list(scope, error_row(error.code).status, std::move(page));
}

render::AdminStoresPage make_list_page(const http::Request& request, const Scope& scope) {
    render::AdminStoresPage page;
    page.frame = make_admin_frame(request, scope, "/admin/stores");
    page.typed.cutoff = cutoff_default;
    return page;
}

Result<http::Response> show_stores(const http::Request& request, Scope& scope) {
    return show_list(scope, 200, make_list_page(request, scope));
}

Result<void> add_typed_store(Scope& scope, const Form& form, const render::AdminStoresPage::NewStoreText& text) {
    const auto cutoff = typed_cutoff(text.cutoff);
    if (!cutoff) {
        return cutoff.error();
    }
    domain::NewStore wanted{text.id, text.name, text.district, text.zone, *cutoff};
    if (!text.opened_on.empty()) {
        const auto day = typed_day(form, "opened_on");
        if (!day) {
            return day.error();
        }
        wanted.opened_on = *day;
    }
    name_store(scope, text.id);
    const auto store = domain::make_store(wanted, scope.now);
    return store ? scope.ports.organisation.add_store(*store) : store.error();
}

Result<http::Response> add_store(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    auto page = make_list_page(request, scope);
    page.typed = {typed(*form, "id"),   typed(*form, "name"),   typed(*form, "district"),
                  typed(*form, "zone"), typed(*form, "cutoff"), typed(*form, "opened_on")};
    if (const auto added = add_typed_store(scope, *form, page.typed); !added) {
        return show_list_problem(scope, added.error(), std::move(page));
    }
    return http::redirect_response("/admin/stores?done=added");
}

Result<http::Response> put_district(const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    auto page = make_list_page(request, scope);
    page.in_district_form = true;
    page.typed_district = {typed(*form, "id"), typed(*form, "name")};
    name_district(scope, page.typed_district.id);
    const auto district = domain::make_district(page.typed_district.id, page.typed_district.name);
    const auto put = district ? scope.ports.organisation.put_district(*district) : district.error();
    if (!put) {
        return show_list_problem(scope, put.error(), std::move(page));
    }
    return http::redirect_response("/admin/stores?done=district");
}

Result<http::Response> show_one(const http::Request& request, Scope& scope, int status, render::AdminStorePage page) {
    const std::string id(request.get_parameter("store"));
    auto store = scope.ports.organisation.find_store(id);
    if (!store) {
        return store.error();
    }
    if (!*store) {
        return Error{ErrorCode::not_found, "There is no such store; the list of stores has them all.", "store"};
    }
    auto districts = scope.ports.organisation.list_districts();
    if (!districts) {
        return districts.error();
    }
    page.store = std::move(**store);
    page.today = today_of(page.store, scope.now);
    auto closed = scope.ports.organisation.list_closed_days(id, domain::add_days(page.today, -domain::closed_days_shown));
    if (!closed) {
        return closed.error();
    }
    page.districts = std::move(*districts);
    page.departments = scope.directory->catalog.departments;
    page.closed_days = std::move(*closed);
    return http::html_response(status, render::render_admin_store_page(page));
}

Result<http::Response> show_store(const http::Request& request, Scope& scope) {
    render::AdminStorePage page;
    page.frame = make_admin_frame(request, scope, request.path);
    return show_one(request, scope, 200, std::move(page));
}

/// What one of the store's forms asks for.
using Wanted = std::function<Result<void>(Scope&, const std::string& store, const Form&)>;

/// A form of a store's page: does what it asks for and says `done`, or shows it again with its mistake.
BlockingHandler store_form(render::StoreForm which, std::string done, Wanted wanted) {
    return [which, done = std::move(done), wanted = std::move(wanted)](const http::Request& request,
                                                                       Scope& scope) -> Result<http::Response> {
        const auto form = parse_form(request);
        if (!form) {
            return form.error();
        }
        const std::string store(request.get_parameter("store"));
        const auto changed = wanted(scope, store, *form);
        if (changed) {
            return http::redirect_response("/admin/stores/" + store + "?done=" + done);
        }
        if (!is_said_on_page(changed.error())) {
            return changed.error();
        }
        render::AdminStorePage page;
        page.frame = make_admin_frame(request, scope, "/admin/stores/" + store);
        page.frame.problem = changed.error();
        page.form = which;
        page.typed = {typed(*form, "name"),       typed(*form, "zone"),     typed(*form, "cutoff"),
                      typed(*form, "valid_from"), typed(*form, "district"), typed(*form, "on"),
                      typed(*form, "day"),        typed(*form, "why"),      typed(*form, "walk")};
        return show_one(request, scope, error_row(changed.error().code).status, std::move(page));
    };
}

Result<void> change(Scope& scope, const std::string& store, const domain::StoreChange& change) {
    for (auto& [name, value] : domain::facts_of(change)) {
        add_fact(scope, name, std::move(value));
    }
    return scope.ports.organisation.change_store(
        store, [&](Store known) { return domain::change_store(std::move(known), change, scope.now); });
}

Result<void> rename(Scope& scope, const std::string& store, const Form& form) {
    return change(scope, store, {.name = typed(form, "name")});
}

Result<void> change_days(Scope& scope, const std::string& store, const Form& form) {
    const auto cutoff = typed_cutoff(typed(form, "cutoff"));
    if (!cutoff) {
        return cutoff.error();
    }
    const auto from = typed_day(form, "valid_from");
    if (!from) {
        return from.error();
    }
    return change(scope, store, {.zone = typed(form, "zone"), .cutoff_minutes = *cutoff, .valid_from = *from});
}

Result<void> move(Scope& scope, const std::string& store, const Form& form) {
    const auto on = typed_day(form, "on");
    return on ? change(scope, store, {.district = typed(form, "district"), .moves_on = *on}) : on.error();
}

Result<void> change_walk(Scope& scope, const std::string& store, const Form& form) {
    auto walk = domain::parse_walk(typed(form, "walk"), scope.directory->catalog.departments);
    return walk ? change(scope, store, {.walk = std::move(*walk)}) : walk.error();
}

Result<void> change_free_text(Scope& scope, const std::string& store, const Form& form) {
    const std::string wanted = typed(form, "free_text");
    if (wanted != "on" && wanted != "off") {
        return Error{ErrorCode::invalid_field, "Say 'on' or 'off'.", "free_text"};
    }
    return change(scope, store, {.free_text = wanted == "on"});
}

Result<void> close_day(Scope& scope, const std::string& store, const Form& form) {
    const auto day = typed_day(form, "day");
    if (!day) {
        return day.error();
    }
    name_object(scope, format_day(*day));
    const std::string why = typed(form, "why");
    const auto checked = domain::check_closed_day(why);
    return checked ? scope.ports.organisation.close_day(store, *day, why) : checked;
}

Result<void> open_day(Scope& scope, const std::string& store, const Form& form) {
    const auto day = typed_day(form, "day");
    if (!day) {
        return day.error();
    }
    name_object(scope, format_day(*day));
    return scope.ports.organisation.open_day(store, *day);
}

Result<void> close(Scope& scope, const std::string& store, const Form& form) {
    const auto on = typed_day(form, "on");
    if (!on) {
        return on.error();
    }
    add_fact(scope, "on", format_day(*on));
    return scope.ports.organisation.change_store(store,
                                                 [&](Store known) { return domain::close_store(std::move(known), *on); });
}

Result<void> reopen(Scope& scope, const std::string& store, const Form& /*form*/) {
    return scope.ports.organisation.change_store(
        store, [](Store known) { return domain::close_store(std::move(known), std::nullopt); });
}

}  // namespace

void add_admin_store_page_routes(Guard& guard) {
    using render::StoreForm;
    constexpr auto permission = domain::Permission::administer;
    guard.add(http::Method::get, "/admin/stores", permission, Audience::page, show_stores);
    guard.add(http::Method::post, "/admin/stores", permission, Audience::page, add_store);
    guard.add(http::Method::post, "/admin/districts", permission, Audience::page, put_district);
    guard.add(http::Method::get, "/admin/stores/{store}", permission, Audience::page, show_store);
    const auto add = [&](std::string_view form, BlockingHandler handler) {
        guard.add(http::Method::post, "/admin/stores/{store}/" + std::string(form), permission, Audience::page,
                  std::move(handler));
    };
    add("name", store_form(StoreForm::name, "name", rename));
    add("days", store_form(StoreForm::days, "days", change_days));
    add("district", store_form(StoreForm::district, "district", move));
    add("walk", store_form(StoreForm::walk, "walk", change_walk));
    add("free-text", store_form(StoreForm::free_text, "free_text", change_free_text));
    add("closed-days", store_form(StoreForm::closed_day, "closed_day", close_day));
    add("open-days", store_form(StoreForm::closed_day, "opened_day", open_day));
    add("closing", store_form(StoreForm::closing, "closing", close));
    add("reopening", store_form(StoreForm::closing, "reopened", reopen));
}

}  // namespace tillnote::routes
