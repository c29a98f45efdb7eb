#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/commands/store_place.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/catalog_change.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace tillnote::app::commands {
namespace {

using Json = nlohmann::ordered_json;

Json reason_json(const domain::DatedReason& entry, domain::Day day) {
    const Reason& reason = entry.worded_on(day);
    return {{"code", reason.code},
            {"department", reason.department},
            {"theme", reason.theme},
            {"polarity", to_text(reason.polarity)},
            {"label_en", reason.label_en},
            {"label_es", reason.label_es},
            {"owner", reason.owner},
            {"starter", reason.starter},
            {"first_screen", reason.first_screen},
            {"urgent", reason.urgent},
            {"about_staff", reason.about_staff},
            {"valid_from", format_day(entry.valid_from)},
            {"valid_to", entry.valid_to ? Json(format_day(*entry.valid_to)) : Json(nullptr)}};
}

void print_reason(const domain::DatedReason& entry, domain::Day day) {
    const Reason& reason = entry.worded_on(day);
    std::string flags;
    for (const auto& [set, name] :
         {std::pair{reason.first_screen, "first screen"}, {reason.urgent, "urgent"}, {reason.about_staff, "about staff"}}) {
        flags.append(set ? "  " : "").append(set ? name : "");
    }
    std::printf("%-8s %-14s %-18s  from %s%s%s\n", reason.code.c_str(), reason.department.c_str(), reason.label_en.c_str(),
                format_day(entry.valid_from).c_str(), entry.valid_to ? (" to " + format_day(*entry.valid_to)).c_str() : "",
                flags.c_str());
}

}  // namespace

Result<void> list_catalog(const Config& config, const std::string& on, bool as_json) {
    const DatabasePorts ports(config.database_migrate);
    const Instant now = wall_clock_now();
    const auto directory = load_directory(ports.view, now);
    if (!directory) {
        return directory.error();
    }
    const domain::Day today = domain::add_days(domain::first_free_day(**directory, now), -1);
    const auto day = day_or(on, today, "--on");
    if (!day) {
        return day.error();
    }
    const domain::DatedCatalog& catalog = (*directory)->catalog;
    auto reasons = Json::array();
    for (const domain::DatedReason& entry : catalog.reasons) {
        if (as_json) {
            reasons.push_back(reason_json(entry, *day));
        } else {
            print_reason(entry, *day);
        }
    }
    auto planned = Json::array();
    for (const domain::Day from : domain::planned_after(catalog, today)) {
        planned.push_back(format_day(from));
        if (!as_json) {
            std::printf("Another catalog is planned from %s on; '--on %s' shows it.\n", format_day(from).c_str(),
                        format_day(from).c_str());
        }
    }
    if (as_json) {
        const Json shown{{"on", format_day(*day)}, {"planned", std::move(planned)}, {"reasons", std::move(reasons)}};
        std::printf("%s\n", shown.dump().c_str());
    }
    return {};
}

}  // namespace tillnote::app::commands
