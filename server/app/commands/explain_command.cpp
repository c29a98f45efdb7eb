#include "schema/time_text.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/delivery_commands.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/placement.hpp"
#include "server/render/arrivals.hpp"
#include "server/render/digest_input_json.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/explanation.hpp"
#include "server/routes/digest_reading.hpp"

#include <cstdio>

namespace tillnote::app::commands {
namespace {

/// What is explained: an edition's input, or where there is none, the input as it is now.
struct Explained {
    domain::DigestInput input;
    std::optional<domain::EditionRecord> record;
    std::optional<domain::RunOutcome> run;  ///< what the schedule decided about the day
};

Result<Explained> load_explained(DatabasePorts& ports, const domain::Directory& directory, const domain::StoreEntry& entry,
                                 domain::Day day, std::optional<int> edition) {
    const auto found = ports.editions.find_edition(entry.store.id, day, edition);
    if (!found) {
        return found.error();
    }
    const std::optional<domain::EditionRecord>& record = *found;
    if (!record && edition) {
        return Error{ErrorCode::not_found, "This day has no edition " + std::to_string(*edition) + ".", "edition"};
    }
    auto input = record ? render::parse_digest_input(record->input)
                        : ports.digests.load_input(entry.store, entry.calendar, directory.catalog, day, wall_clock_now());
    if (!input) {
        return input.error();
    }
    input->district = entry.district;
    auto run = ports.editions.find_run(entry.store.id, day);
    if (!run) {
        return run.error();
    }
    return Explained{std::move(*input), record, *run};
}

void print_edition(const Explained& explained, const domain::Digest& digest) {
    if (!explained.record) {
        const char* const why = explained.run == domain::RunOutcome::missed
                                    ? "No digest was sent of this day: no server ran until it was too old to send."
                                : explained.run == domain::RunOutcome::closed
                                    ? "No digest was sent of this day: the store was closed."
                                    : "There is no edition of this day.";
        std::printf("%s These are the figures as they are now.\n\n", why);
        return;
    }
    const domain::Edition& edition = explained.record->edition;
    std::printf("Edition %d of %d, frozen at %s.\n", edition.number, edition.of, format_time(edition.frozen_at).c_str());
    domain::Digest as_frozen = digest;
    as_frozen.edition = domain::Edition{edition.number, edition.frozen_at, edition.number};
    const bool same = render::render_digest_json(as_frozen) == explained.record->digest;
    std::printf(same ? "What is derived below from its kept input equals what was sent, byte for byte.\n\n"
                     : "This program derives something else from its kept input than what was sent: another version sent"
                       " it. 'digest --edition' shows what was sent.\n\n");
}

/// Every day of the windows whose notes are still kept, from its notes.
Result<render::Recount> recount(const Config& config, const domain::DigestInput& input,
                                const domain::StoreCalendar& calendar) {
    const domain::Day horizon = domain::sealing_horizon(calendar.day_of(wall_clock_now()));
    const auto rollups = make_rollup_store(config.database_migrate);
    render::Recount counted;
    for (const domain::WindowDay& at : input.windows.days) {
        if (at.day < horizon) {
            continue;
        }
        const auto record = rollups->load_day({input.store.id, at.day});
        if (!record) {
            return record.error();
        }
        counted.notes += record->notes.size();
        counted.days.emplace(at.day, domain::count_day(record->notes, calendar.bounds_of(at.day).starts_at, record->around));
    }
    return counted;
}

Result<void> print_recount(const Config& config, const Explained& explained, const domain::DigestInput& now,
                           const domain::StoreCalendar& calendar) {
    const auto counted = recount(config, explained.input, calendar);
    if (!counted) {
        return counted.error();
    }
    const std::size_t sealed = explained.input.windows.days.size() - counted->days.size();
    if (sealed > 0) {
        std::printf("\n%zu of the days behind it are sealed: their notes are no longer kept and cannot be counted again.\n",
                    sealed);
    }
    const auto arrivals = render::list_arrivals(explained.input, now, *counted);
    std::printf("\nCounted again from %zu notes of %zu days, and loaded again: %s\n", counted->notes, counted->days.size(),
                arrivals.empty() ? "the same; nothing has arrived since." : "this has arrived or changed since:");
    for (const std::string& arrival : arrivals) {
        std::printf("  %s\n", arrival.c_str());
    }
    return {};
}

}  // namespace

Result<void> explain(const Config& config, const std::string& store, const std::string& day, std::optional<int> edition) {
    DatabasePorts ports(config.database_migrate);
    auto directory = load_directory(ports.view, wall_clock_now());
    if (!directory) {
        return directory.error();
    }
    const auto* entry = (*directory)->find_store(store);
    if (entry == nullptr) {
        return Error{ErrorCode::not_found, "There is no store '" + store + "'; 'store list' shows them all.", "store"};
    }
    auto resolved = routes::resolve_day(*entry, day, wall_clock_now());
    if (!resolved) {
        return resolved.error();
    }
    const auto explained = load_explained(ports, **directory, *entry, *resolved, edition);
    if (!explained) {
        return explained.error();
    }
    const auto calendar = domain::StoreCalendar::make(explained->input.store);
    if (!calendar) {
        return calendar.error();
    }
    domain::Digest digest = domain::build_digest(explained->input, *calendar);
    if (const std::optional<domain::EditionRecord>& record = explained->record; record) {
        digest.edition = record->edition;
    }
    print_edition(*explained, digest);
    std::printf("%s\n%s", render::render_digest_text(digest).c_str(),
                render::render_explanation(explained->input, digest).c_str());
    const auto now =
        ports.digests.load_input(entry->store, entry->calendar, (*directory)->catalog, *resolved, wall_clock_now());
    return now ? print_recount(config, *explained, *now, *calendar) : now.error();
}

}  // namespace tillnote::app::commands
