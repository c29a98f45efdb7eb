#include "server/routes/admin_retention_page_routes.hpp"

#include "server/domain/retention.hpp"
#include "server/domain/retention_log.hpp"
#include "server/render/admin_retention_page.hpp"
#include "server/routes/admin_page.hpp"

namespace tillnote::routes {
namespace {

Result<http::Response> show_retention(const http::Request& request, Scope& scope) {
    auto runs = scope.ports.retention_log.list_runs();
    if (!runs) {
        return runs.error();
    }
    const auto gone = scope.ports.retention_log.find_notes_gone_before();
    if (!gone) {
        return gone.error();
    }
    render::AdminRetentionPage page;
    page.frame = make_admin_frame(request, scope, "/admin/retention");
    page.sealed_before = domain::sealed_before(*scope.directory, scope.now);
    page.notes_gone_before = *gone;
    page.is_late = domain::is_retention_late(*runs, scope.now);
    page.runs = std::move(*runs);
    return http::html_response(200, render::render_admin_retention_page(page));
}

}  // namespace

void add_admin_retention_page_routes(Guard& guard) {
    guard.add(http::Method::get, "/admin/retention", domain::Permission::administer, Audience::page, show_retention);
}

}  // namespace tillnote::routes
