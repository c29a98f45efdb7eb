#include "server/domain/business_day.hpp"
#include "tests/render/sample_digest.hpp"

namespace tillnote::render::samples {
namespace {

using namespace std::chrono_literals;

domain::DatedCatalog catalog() {
    const Digest digest = complete_day();
    domain::DatedCatalog catalog;
    for (const domain::DepartmentSection& section : digest.departments) {
        catalog.departments.push_back(section.department);
    }
    for (const domain::ReasonLine& line : digest.reasons) {
        catalog.reasons.push_back({line.reason, 2025y / 1 / 1, std::nullopt});
    }
    return catalog;
}

/// A few a week, a hump in summer, and a rise since the middle of October.
int remarks_of(int index) {
    const int season = index > 220 && index < 300 ? 1 : 0;
    const int rise = index > 360 ? 1 : 0;
    return (index * 7 % 5 == 0 ? 1 : 0) + (index % 11 == 3 ? season : 0) + (index % 3 == 0 ? rise : 0);
}

}  // namespace

HistoryPage history() {
    const Digest digest = complete_day();
    const domain::DatedCatalog dated = catalog();
    const domain::HistoryRange range = domain::history_range(2026y / 11 / 17, 2024y / 3 / 1);
    std::vector<domain::HistoryDay> days;
    int index = 0;
    for (domain::Day day = range.from; day <= range.to; day = domain::add_days(day, 1)) {
        days.push_back({day, remarks_of(index), 28 + index * 13 % 17});
        ++index;
    }
    HistoryPage page;
    page.store = digest.store.id;
    page.store_name = digest.store.name;
    page.signed_in_as = "m.oak-street@demo.example";
    page.csrf_token = "sample-token";
    page.free_text = true;
    page.subjects = domain::list_history_subjects(dated);
    page.found = page.subjects;
    page.history =
        domain::build_history(*domain::find_history_subject(dated, domain::HistoryBy::reason, "103"), range, days);
    domain::EventLine supplier;
    supplier.event_id = *Uuid::parse("0198f3a2-7c1e-7d42-9a60-2f6f0f3f9d21");
    supplier.day = 2026y / 3 / 9;
    supplier.text = "new produce supplier";
    domain::EventLine cooler = supplier;
    cooler.event_id = *Uuid::parse("0198f3a2-7c1e-7d42-9a60-2f6f0f3f9d22");
    cooler.day = 2026y / 10 / 19;
    cooler.text = "cooler of aisle 1 replaced";
    page.history->events = {supplier, cooler};
    page.comments = {{2026y / 11 / 16, "103", "Strawberries were moldy under the top layer"},
                     {2026y / 11 / 14, "103", "lettuce brown, call me at ***"}};
    page.history->comments = page.comments;
    return page;
}

HistoryPage history_search() {
    HistoryPage page = history();
    page.history.reset();
    page.comments.clear();
    page.free_text = false;
    page.query = "produce";
    page.found = domain::search_history_subjects(domain::list_history_subjects(catalog()), page.query);
    return page;
}

}  // namespace tillnote::render::samples
