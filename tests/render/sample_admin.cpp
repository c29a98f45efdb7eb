#include "tests/render/sample_admin.hpp"

#include "tests/render/sample_audit.hpp"
#include "tests/render/sample_users.hpp"

namespace tillnote::render::samples {

std::vector<std::pair<std::string, std::string>> admin_pages() {
    std::vector<std::pair<std::string, std::string>> pages;
    AuditLogPage log = audit();
    pages.emplace_back("admin-audit", render_audit_page(log));
    log.frame.language = domain::Language::spanish;
    log.typed = {"2025-11-01", "2025-11-30", "admin@chain.example", "changed", "oak-street", ""};
    pages.emplace_back("admin-audit-es", render_audit_page(log));
    log = audit();
    log.typed.from = "yesterday";
    log.frame.problem = Error{ErrorCode::invalid_field, "Name a day as YYYY-MM-DD; it is meant in UTC.", "from"};
    log.page = {};
    pages.emplace_back("admin-audit-empty", render_audit_page(log));
    UsersPage people = users();
    pages.emplace_back("admin-users", render_users_page(people));
    people.frame.language = domain::Language::spanish;
    people.frame.done = "invited";
    pages.emplace_back("admin-users-es", render_users_page(people));
    UserPage one = user();
    pages.emplace_back("admin-user", render_user_page(one));
    one.frame.language = domain::Language::spanish;
    one.frame.problem =
        Error{ErrorCode::conflict, "This is the last administrator; make somebody else one first.", "last_administrator"};
    pages.emplace_back("admin-user-es", render_user_page(one));
    one = user();
    one.own = true;
    pages.emplace_back("admin-user-own", render_user_page(one));
    AdminFrame overview = user().frame;
    overview.path = "/admin";
    pages.emplace_back("admin", render_admin_page(overview));
    return pages;
}

}  // namespace tillnote::render::samples
