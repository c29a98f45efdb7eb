#include "server/routes/admin_catalog_page_routes.hpp"

#include "schema/time_text.hpp"
#include "server/domain/catalog_change.hpp"
#include "server/render/admin_catalog_change_page.hpp"
#include "server/render/admin_reason_page.hpp"
#include "server/routes/admin_page.hpp"
#include "server/routes/catalog_form.hpp"
#include "server/routes/form.hpp"
#include "server/routes/loop_page.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

using domain::DatedCatalog;
using domain::Day;
using render::CatalogForm;

/// The day of `?on=`, else the latest that is open somewhere.
Day shown_day(const http::Request& request, const Scope& scope) {
    const auto on = parse_day(request.find_query("on").value_or(""));
    return on ? *on : domain::add_days(domain::first_free_day(*scope.directory, scope.now), -1);
}

/// Where a change begins unless somebody says otherwise: the first free day, or the last one with a plan, so that no plan
/// falls away by accident.
std::string default_day(const DatedCatalog& catalog, const Scope& scope) {
    const Day first = domain::first_free_day(*scope.directory, scope.now);
    const auto planned = domain::planned_after(catalog, first);
    return format_day(planned.empty() ? first : planned.back());
}

/// What was typed into a form of the catalog's page.
struct TypedChange {
    CatalogForm form;
    Error problem;
    const Form& fields;
};

Result<http::Response> show_catalog(const http::Request& request, Scope& scope, const std::optional<TypedChange>& change) {
    auto catalog = scope.ports.organisation.load_catalog();
    if (!catalog) {
        return catalog.error();
    }
    render::AdminCatalogPage page;
    page.frame = make_admin_frame(request, scope, "/admin/catalog?on=" + format_day(shown_day(request, scope)));
    page.today = domain::add_days(domain::first_free_day(*scope.directory, scope.now), -1);
    page.day = shown_day(request, scope);
    page.planned = domain::planned_after(*catalog, page.today);
    page.valid_from = default_day(*catalog, scope);
    page.catalog = std::move(*catalog);
    if (change) {
        page.form = change->form;
        page.frame.problem = change->problem;
        page.valid_from = typed(change->fields, "valid_from");
        page.typed = typed_reason(change->fields);
        page.layout = typed_layout(change->fields);
    }
    return http::html_response(change ? error_row(change->problem.code).status : 200,
                               render::render_admin_catalog_page(page));
}

Result<http::Response> show_reason(const http::Request& request, Scope& scope, const std::optional<TypedChange>& change) {
    auto catalog = scope.ports.organisation.load_catalog();
    if (!catalog) {
        return catalog.error();
    }
    const auto entry = std::ranges::find_if(catalog->reasons, [&](const domain::DatedReason& dated) {
        return dated.reason.code == request.get_parameter("reason");
    });
    if (entry == catalog->reasons.end()) {
        return Error{ErrorCode::not_found, "There is no such reason; the catalog lists them all.", "reason"};
    }
    render::AdminReasonPage page;
    page.frame = make_admin_frame(request, scope, "/admin/catalog/reasons/" + entry->reason.code);
    page.valid_from = default_day(*catalog, scope);
    page.typed = text_of(entry->worded_on(*parse_day(page.valid_from)));
    page.ends = entry->valid_to.has_value();
    page.entry = *entry;
    if (change) {
        page.form = change->form;
        page.frame.problem = change->problem;
        page.valid_from = typed(change->fields, "valid_from");
        if (change->form == CatalogForm::reword) {
            page.typed = typed_reason(change->fields);
        }
    }
    return http::html_response(change ? error_row(change->problem.code).status : 200,
                               render::render_admin_reason_page(page));
}

/// What a form asks for, checked against everything that is stored.
struct PlannedChange {
    DatedCatalog stored;
    Day valid_from;
    Catalog before;
    Catalog after;
};

Result<PlannedChange> plan(Scope& scope, const Form& form, const CatalogEdit& edit) {
    const auto day = typed_day(form, "valid_from");
    if (!day) {
        return day.error();
    }
    if (auto checked = domain::check_first_day(*scope.directory, *day, scope.now); !checked) {
        return checked.error();
    }
    auto stored = scope.ports.organisation.load_catalog();
    if (!stored) {
        return stored.error();
    }
    Catalog before = stored->on(*day);
    auto after = edit(form, before);
    if (!after) {
        return after.error();
    }
    if (const auto changed = domain::change_catalog(*stored, *after, *day, *day); !changed) {
        return Error{changed.error().code, changed.error().detail, "reason_code"};
    }
    return PlannedChange{std::move(*stored), *day, std::move(before), std::move(*after)};
}

/// Asks whether it is meant.
http::Response ask(const http::Request& request, Scope& scope, const Form& form, PlannedChange change,
                   const std::optional<Error>& problem) {
    render::AdminCatalogChangePage page;
    page.frame = make_admin_frame(request, scope, "/admin/catalog");
    page.frame.problem = problem;
    page.path = request.path;
    for (const auto& [name, value] : form.fields()) {
        if (name != "csrf_token" && name != "version") {
            page.fields.emplace_back(name, value);
        }
    }
    page.version = change.stored.version;
    page.valid_from = change.valid_from;
    page.falling_away = domain::planned_after(change.stored, change.valid_from);
    page.before = std::move(change.before);
    page.after = std::move(change.after);
    return http::html_response(problem ? error_row(problem->code).status : 200,
                               render::render_admin_catalog_change_page(page));
}

using ShowForm = std::function<Result<http::Response>(const http::Request&, Scope&, const std::optional<TypedChange>&)>;

/// A form of the editor: shows what `edit` would change, and changes it once that was confirmed.
BlockingHandler catalog_form(CatalogForm which, const ShowForm& show,
                             std::function<CatalogEdit(const http::Request&)> edit) {
    return [which, show, edit = std::move(edit)](const http::Request& request, Scope& scope) -> Result<http::Response> {
        const auto form = parse_form(request);
        if (!form) {
            return form.error();
        }
        if (which == CatalogForm::add) {
            name_object(scope, typed(*form, "reason_code"));
        }
        auto change = plan(scope, *form, edit(request));
        if (!change) {
            return is_said_on_page(change.error()) ? show(request, scope, TypedChange{which, change.error(), *form})
                                                   : change.error();
        }
        const auto version = form->find("version");
        if (!version) {
            return ask(request, scope, *form, std::move(*change), std::nullopt);
        }
        add_fact(scope, "from", format_day(change->valid_from));
        const auto imported =
            scope.ports.organisation.import_catalog(change->after, change->valid_from, change->valid_from, version);
        if (!imported && imported.error().code == ErrorCode::conflict) {
            return ask(request, scope, *form, std::move(*change), imported.error());
        }
        if (!imported) {
            return imported.error();
        }
        return http::redirect_response("/admin/catalog?done=changed&on=" + format_day(change->valid_from));
    };
}

/// The catalog of the day before.
Result<Catalog> take_back(Scope& scope, const Form& form) {
    const auto day = typed_day(form, "valid_from");
    const auto stored = scope.ports.organisation.load_catalog();
    if (!day || !stored) {
        return day ? stored.error() : day.error();
    }
    return stored->on(domain::add_days(*day, -1));
}

BlockingHandler taking_back() {
    return [](const http::Request& request, Scope& scope) -> Result<http::Response> {
        const auto edit = [&scope](const Form& form, const Catalog& /*base*/) { return take_back(scope, form); };
        return catalog_form(CatalogForm::layout, show_catalog, [&edit](const http::Request&) { return edit; })(request,
                                                                                                               scope);
    };
}

/// A file that `catalog import` reads, of the day that is shown.
BlockingHandler catalog_file(std::string name, std::function<std::string(const Scope&, const Catalog&)> format) {
    return [name = std::move(name), format = std::move(format)](const http::Request& request,
                                                                Scope& scope) -> Result<http::Response> {
        const auto catalog = scope.ports.organisation.load_catalog();
        if (!catalog) {
            return catalog.error();
        }
        return file_response("text/tab-separated-values; charset=utf-8", name,
                             format(scope, catalog->on(shown_day(request, scope))));
    };
}

void add_files(Guard& guard, domain::Permission permission) {
    const auto add = [&](const std::string& name, std::function<std::string(const Scope&, const Catalog&)> format) {
        guard.add(http::Method::get, "/admin/catalog/" + name, permission, Audience::page,
                  catalog_file(name, std::move(format)));
    };
    add("reasons.tsv", [](const Scope&, const Catalog& catalog) { return format_reasons(catalog); });
    add("departments.tsv", [](const Scope&, const Catalog& catalog) { return format_departments(catalog); });
    add("hot_keys.tsv", [](const Scope& scope, const Catalog& catalog) {
        return domain::format_hot_keys(domain::lane_keys({}, scope.directory->hot_keys, catalog).hot_keys);
    });
}

}  // namespace

void add_admin_catalog_page_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::administer;
    guard.add(http::Method::get, "/admin/catalog", permission, Audience::page,
              [](const http::Request& request, Scope& scope) { return show_catalog(request, scope, std::nullopt); });
    guard.add(http::Method::get, "/admin/catalog/reasons/{reason}", permission, Audience::page,
              [](const http::Request& request, Scope& scope) { return show_reason(request, scope, std::nullopt); });
    const auto add = [&](std::string_view path, BlockingHandler handler) {
        guard.add(http::Method::post, path, permission, Audience::page, std::move(handler));
    };
    add("/admin/catalog/layout",
        catalog_form(CatalogForm::layout, show_catalog, [](const http::Request&) { return CatalogEdit(put_typed_layout); }));
    add("/admin/catalog/reasons",
        catalog_form(CatalogForm::add, show_catalog, [](const http::Request&) { return CatalogEdit(add_typed_reason); }));
    add("/admin/catalog/reasons/{reason}", catalog_form(CatalogForm::reword, show_reason, [](const http::Request& request) {
            return reword_typed_reason(std::string(request.get_parameter("reason")));
        }));
    add("/admin/catalog/reasons/{reason}/end", catalog_form(CatalogForm::end, show_reason, [](const http::Request& request) {
            return CatalogEdit([code = std::string(request.get_parameter("reason"))](const Form&, const Catalog& base) {
                return domain::end_reason(base, code);
            });
        }));
    add("/admin/catalog/taking-back", taking_back());
    add_files(guard, permission);
}

}  // namespace tillnote::routes
