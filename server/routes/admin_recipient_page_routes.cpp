#include "server/routes/admin_recipient_page_routes.hpp"

#include "server/domain/chain_watch.hpp"
#include "server/render/admin_recipients_page.hpp"
#include "server/render/recipient_words.hpp"
#include "server/routes/admin_page.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

void append(std::vector<render::RecipientRow>& rows, std::vector<domain::Recipient> recipients,
            const domain::LastDeliveries& last) {
    for (domain::Recipient& recipient : recipients) {
        const auto found = last.find(recipient.recipient_id);
        rows.push_back({std::move(recipient), found == last.end() ? std::nullopt : std::optional(found->second)});
    }
}

Result<http::Response> show_recipients(const http::Request& request, Scope& scope) {
    auto of_stores = scope.ports.recipients.list_all_recipients();
    if (!of_stores) {
        return of_stores.error();
    }
    auto of_districts = scope.ports.district_recipients.list_all_recipients();
    if (!of_districts) {
        return of_districts.error();
    }
    const auto last = domain::find_last_deliveries(scope.ports.deliveries, scope.now);
    if (!last) {
        return last.error();
    }
    render::AdminRecipientsPage page;
    page.frame = make_admin_frame(request, scope, "/admin/recipients");
    page.directory = scope.directory;
    page.unread = domain::list_unread_stores(*of_stores, *scope.directory, scope.now);
    append(page.rows, std::move(*of_districts), *last);
    append(page.rows, std::move(*of_stores), *last);
    std::ranges::stable_partition(page.rows, render::is_failing);
    return http::html_response(200, render::render_admin_recipients_page(page));
}

}  // namespace

void add_admin_recipient_page_routes(Guard& guard) {
    guard.add(http::Method::get, "/admin/recipients", domain::Permission::administer, Audience::page, show_recipients);
}

}  // namespace tillnote::routes
