#include "tests/render/sample_setup.hpp"

#include "server/render/recipient_words.hpp"
#include "tests/render/sample_digest.hpp"
#include "tests/render/sample_loop.hpp"
#include "tests/support/grocery_catalog.hpp"

#include <algorithm>

namespace tillnote::render::samples {

using namespace std::chrono_literals;
using domain::Language;

namespace {

AdminFrame admin_frame() {
    return {.language = Language::english,
            .signed_in_as = "admin@demo.example",
            .csrf_token = "sample-token",
            .path = "/admin/stores",
            .done = {},
            .problem = {}};
}

domain::Store store_of(const std::string& id, const std::string& name, const std::string& zone) {
    domain::Store store;
    store.id = id;
    store.name = name;
    store.district = "north";
    store.opened_on = 2024y / 3 / 1;
    store.day_rules = {{store.opened_on, zone, 240}};
    store.memberships = {{store.opened_on, "north"}};
    return store;
}

/// The page in both languages, the Spanish one with "-es" behind its name.
template <typename Page>
void add_both(std::map<std::string, std::string>& pages, const std::string& name, Page page,
              std::string (*render)(const Page&)) {
    pages[name] = render(page);
    page.frame.language = Language::spanish;
    pages[name + "-es"] = render(page);
}

}  // namespace

AdminStoresPage admin_stores() {
    AdminStoresPage page;
    page.frame = admin_frame();
    page.typed.cutoff = "04:00";
    page.districts = {{"north", "North District"}, {"south", "South District"}};
    const domain::Day today = 2026y / 11 / 17;
    page.stores = {{store_of("oak-street", "Oak Street", "America/Chicago"), today, "North District"},
                   {store_of("rio-plaza", "Rio Plaza", "America/Denver"), today, "South District"},
                   {store_of("station-square", "Station Square", "America/Chicago"), today, "North District"},
                   {store_of("old-town", "Old Town", "America/Chicago"), today, "South District"}};
    page.stores[0].digest_time = std::chrono::minutes{345};
    page.stores[1].store.day_rules.front().cutoff_minutes = 180;
    page.stores[2].store.opened_on = 2026y / 12 / 1;
    page.stores[3].store.closed_on = 2026y / 8 / 31;
    return page;
}

AdminStorePage admin_store() {
    AdminStorePage page;
    page.frame = admin_frame();
    page.store = store_of("oak-street", "Oak Street", "America/Chicago");
    page.store.day_rules.push_back({2027y / 1 / 4, "America/Chicago", 300});
    page.store.memberships.push_back({2026y / 2 / 1, "south"});
    page.store.district = "south";
    page.today = 2026y / 11 / 17;
    page.districts = {{"north", "North District"}, {"south", "South District"}};
    page.departments = {{"produce", "Produce", "Frutas y verduras", true, 10},
                        {"meat", "Meat and fish", "Carnes y pescados", true, 20},
                        {"deli", "Deli and bakery", "Deli y panadería", true, 30},
                        {"why_here", "Why they shop here", "Por qué compran aquí", false, 100}};
    page.store.walk = {"deli", "produce"};
    page.closed_days = {{2026y / 11 / 26, "Thanksgiving"}, {2026y / 12 / 25, "Christmas"}};
    return page;
}

AdminLanesPage admin_lanes() {
    const LanesPage one = lanes();
    AdminLanesPage page;
    page.frame = admin_frame();
    auto directory = std::make_shared<domain::Directory>();
    for (const domain::Store& store :
         {one.store, store_of("rio-plaza", "Rio Plaza with a long name for a small screen", "America/Denver")}) {
        directory->stores.emplace(store.id,
                                  domain::StoreEntry{store, {"north", "North"}, domain::StoreCalendar::make(store).value()});
    }
    page.directory = directory;
    for (const domain::LaneStatus& lane : one.lanes) {
        page.lanes.push_back({lane, !lane.last_heard_at});
    }
    page.lanes.push_back(page.lanes.front());
    page.lanes.back().lane.store = "rio-plaza";
    std::ranges::stable_partition(page.lanes, &AdminLaneLine::silent);
    page.pending = one.pending;
    return page;
}

namespace {

const domain::Day opened = 2024y / 3 / 1;
const domain::Day today = 2026y / 11 / 17;
const domain::Day planned = 2027y / 1 / 4;

Reason reworded(Reason reason) {
    reason.label_en = "Produce is great";
    reason.label_es = "Fruta muy buena";
    reason.urgent = true;
    return reason;
}

/// The grocery catalog, with a change that is planned: 101 says something else, 104 ends.
domain::DatedCatalog grocery() {
    const Catalog first = test::grocery_catalog();
    domain::DatedCatalog catalog = domain::change_catalog({}, first, opened, opened).value();
    const Catalog next =
        domain::end_reason(domain::reword_reason(first, reworded(*first.find_reason("101"))).value(), "104").value();
    catalog = domain::change_catalog(std::move(catalog), next, planned, planned).value();
    catalog.version = "0123456789abcdef";
    return catalog;
}

void add_catalog_pages(std::map<std::string, std::string>& pages) {
    AdminCatalogPage catalog = admin_catalog();
    add_both(pages, "admin-catalog", catalog, render_admin_catalog_page);
    catalog.catalog = {};
    catalog.planned.clear();
    catalog.form = CatalogForm::add;
    catalog.typed.label_en = "Nineteen characters";
    catalog.frame.problem =
        Error{ErrorCode::invalid_field, "Expected 1 to 18 characters of UTF-8 without control characters.", "label_en"};
    pages["admin-catalog-empty"] = render_admin_catalog_page(catalog);
    AdminReasonPage reason = admin_reason();
    add_both(pages, "admin-reason", reason, render_admin_reason_page);
    reason.ends = true;
    reason.entry.valid_to = planned;
    pages["admin-reason-ended"] = render_admin_reason_page(reason);
    AdminCatalogChangePage change = admin_catalog_change();
    add_both(pages, "admin-catalog-change", change, render_admin_catalog_change_page);
    change.after = change.before;
    change.falling_away.clear();
    pages["admin-catalog-change-none"] = render_admin_catalog_change_page(change);
    AdminRecipientsPage mail = admin_recipients();
    add_both(pages, "admin-recipients", mail, render_admin_recipients_page);
    mail.rows.clear();
    mail.unread.clear();
    pages["admin-recipients-empty"] = render_admin_recipients_page(mail);
    AdminRetentionPage retention = admin_retention();
    add_both(pages, "admin-retention", retention, render_admin_retention_page);
    retention = {};
    retention.frame = admin_frame();
    pages["admin-retention-empty"] = render_admin_retention_page(retention);
}

}  // namespace

AdminCatalogPage admin_catalog() {
    AdminCatalogPage page;
    page.frame = admin_frame();
    page.catalog = grocery();
    page.today = page.day = today;
    page.planned = {planned};
    page.valid_from = "2027-01-04";
    return page;
}

AdminReasonPage admin_reason() {
    AdminReasonPage page;
    page.frame = admin_frame();
    page.entry = grocery().reasons.front();
    page.valid_from = "2027-01-04";
    page.typed.label_en = page.entry.worded_on(planned).label_en;
    page.typed.label_es = page.entry.worded_on(planned).label_es;
    page.typed.owner = "Produce mgr";
    return page;
}

AdminCatalogChangePage admin_catalog_change() {
    AdminCatalogChangePage page;
    page.frame = admin_frame();
    page.path = "/admin/catalog/layout";
    page.fields = {{"key1", "604"}, {"key2", "101"}, {"valid_from", "2026-12-01"}};
    page.version = "0123456789abcdef";
    page.valid_from = 2026y / 12 / 1;
    page.falling_away = {planned};
    const domain::DatedCatalog catalog = grocery();
    page.before = catalog.on(today);
    page.after = domain::put_first_screen(catalog.on(planned), {"604", "101", "202", "403", "501", "601"}).value();
    return page;
}

AdminRecipientsPage admin_recipients() {
    AdminRecipientsPage page;
    page.frame = admin_frame();
    page.directory = admin_lanes().directory;
    page.rows = recipients().rows;
    for (RecipientRow& row : page.rows) {
        row.recipient.store = "oak-street";
    }
    std::ranges::stable_partition(page.rows, is_failing);
    page.rows.push_back(page.rows.front());
    page.rows.back().recipient.kind = domain::DeliveryKind::district;
    page.rows.back().recipient.district = "north";
    page.rows.back().last.reset();
    page.unread = {"rio-plaza"};
    return page;
}

AdminRetentionPage admin_retention() {
    const Instant now{std::chrono::sys_days{today} + 9h};
    AdminRetentionPage page;
    page.frame = admin_frame();
    page.sealed_before = 2025y / 10 / 17;
    page.notes_gone_before = 2025y / 10 / 2;
    page.runs = {{now, 0, {}, 0},
                 {now - std::chrono::hours{24 * 15}, 18'231, {2025y / 9 / 1}, 0},
                 {now - std::chrono::hours{24 * 40}, 12, {}, 3}};
    return page;
}

std::map<std::string, std::string> setup_pages() {
    std::map<std::string, std::string> pages;
    add_catalog_pages(pages);
    AdminStoresPage stores = admin_stores();
    add_both(pages, "admin-stores", stores, render_admin_stores_page);
    stores.stores.clear();
    stores.districts.clear();
    stores.typed = {"Elm Court", "Elm Court", "", "Chicago", "04:00", ""};
    stores.frame.problem = Error{ErrorCode::invalid_field, "An id is 1 to 32 of a-z, 0-9 and '-'.", "id"};
    pages["admin-stores-empty"] = render_admin_stores_page(stores);

    AdminStorePage store = admin_store();
    add_both(pages, "admin-store", store, render_admin_store_page);
    store.store.closed_on = 2026y / 12 / 31;
    store.closed_days.clear();
    store.store.free_text = true;
    store.form = StoreForm::days;
    store.typed.zone = "Chicago";
    store.typed.cutoff = "05:00";
    store.typed.valid_from = "2026-11-18";
    store.frame.problem =
        Error{ErrorCode::invalid_field, "'Chicago' is not an IANA time zone; America/Chicago is one.", "zone"};
    pages["admin-store-closing"] = render_admin_store_page(store);

    AdminLanesPage all = admin_lanes();
    all.frame.done = "revoked";
    all.done_store = "oak-street";
    all.done_lane = 3;
    add_both(pages, "admin-lanes", all, render_admin_lanes_page);
    all = admin_lanes();
    all.of_store = "oak-street";
    all.lanes.clear();
    all.pending.clear();
    all.typed = {"WRNG-CODE", "oak-street", "7"};
    all.frame.problem = Error{ErrorCode::not_found, "No terminal shows this code; check the letters.", "code"};
    pages["admin-lanes-empty"] = render_admin_lanes_page(all);
    return pages;
}

}  // namespace tillnote::render::samples
