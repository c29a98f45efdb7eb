#include "server/routes/audit_routes.hpp"

#include "server/render/audit_data.hpp"
#include "server/render/audit_page.hpp"
#include "server/routes/admin_page.hpp"
#include "server/routes/form.hpp"

namespace tillnote::routes {
namespace {

constexpr std::size_t query_bytes_max = 300;

domain::AuditFilterText filter_of(const http::Request& request) {
    const auto query = [&request](std::string_view name) {
        return std::string(request.find_query(name).value_or("").substr(0, query_bytes_max));
    };
    return {query("from"), query("to"), query("actor"), query("action"), query("store"), query("after")};
}

Result<domain::AuditPage> read_page(Scope& scope, const domain::AuditFilterText& text, int rows_max) {
    auto filter = domain::parse_audit_filter(text);
    if (!filter) {
        return filter.error();
    }
    filter->rows_max = rows_max;
    return domain::read_audit_page(scope.ports.audit, std::move(*filter));
}

Result<http::Response> send(const http::Request& request, Scope& scope) {
    const bool csv = wants_csv(request);
    const auto page = read_page(scope, filter_of(request), csv ? domain::audit_rows_csv : domain::audit_rows_page);
    if (!page) {
        return page.error();
    }
    if (!csv) {
        return http::json_response(200, render::render_audit_json(*page));
    }
    return csv_response("audit.csv", render::render_audit_csv(*page));
}

Result<http::Response> show(const http::Request& request, Scope& scope) {
    render::AuditLogPage page;
    page.typed = filter_of(request);
    page.frame = make_admin_frame(request, scope, render::audit_path(page.typed, page.typed.after));
    auto read = read_page(scope, page.typed, domain::audit_rows_page);
    if (read) {
        page.page = std::move(*read);
    } else if (read.error().code == ErrorCode::invalid_field) {
        page.frame.problem = read.error();
    } else {
        return read.error();
    }
    return http::html_response(page.frame.problem ? 400 : 200, render::render_audit_page(page));
}

}  // namespace

void add_audit_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::administer;
    guard.add(http::Method::get, "/v1/audit", permission, Audience::script, send);
    guard.add(http::Method::get, "/admin/audit", permission, Audience::page, show);
}

}  // namespace tillnote::routes
