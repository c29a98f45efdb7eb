#include "server/app/digest_freezer.hpp"

#include "server/domain/digest_schedule.hpp"
#include "server/render/digest_input_json.hpp"
#include "server/render/digest_view.hpp"
#include "server/routes/make_id.hpp"

#include <algorithm>

namespace tillnote::app {
namespace {

using domain::Day;
using domain::RunOutcome;

/// The earliest that anybody wants it: an edition is frozen once, and then sent to each at a time of his own.
std::chrono::minutes freezing_time(const domain::StoreSchedule& schedule) {
    std::optional<std::chrono::minutes> earliest;
    for (const domain::DigestTarget& target : schedule.targets) {
        if (target.local_time) {
            earliest = std::min(earliest.value_or(*target.local_time), *target.local_time);
        }
    }
    return earliest.value_or(domain::digest_time_default);
}

/// Whether notes have come or gone: nothing else makes an amendment.
bool differs(const domain::DigestInput& kept, const domain::DigestInput& now) {
    const domain::Completeness before = domain::assess_completeness(kept.lanes);
    const domain::Completeness after = domain::assess_completeness(now.lanes);
    return kept.remarks != now.remarks || before.notes_received != after.notes_received ||
           before.notes_missing != after.notes_missing || before.lanes_heard != after.lanes_heard;
}

domain::Digest build_edition(const domain::DigestInput& input, const domain::StoreCalendar& calendar,
                             const domain::Edition& edition) {
    domain::Digest digest = domain::build_digest(input, calendar);
    digest.edition = edition;
    return digest;
}

domain::EditionRecord record_of(const domain::DigestInput& input, const domain::Digest& digest,
                                const domain::Edition& edition) {
    return {input.store.id,
            input.day,
            edition,
            digest.remarks,
            render::render_digest_input(input),
            render::render_digest_json(digest)};
}

}  // namespace

struct DigestFreezer::Work {
    const domain::Directory& directory;
    const domain::StoreEntry& entry;
    const domain::StoreSchedule& schedule;
    Instant now;
    std::optional<Instant> started_at;

    [[nodiscard]] const std::string& store() const { return entry.store.id; }
};

Result<FreezeSummary> DigestFreezer::freeze_due(const domain::Directory& directory, Instant now,
                                                const std::atomic<bool>& stopping, StoreShare share,
                                                std::optional<Instant> started_at) {
    auto schedules = editions_.list_schedules();
    if (!schedules) {
        return schedules.error();
    }
    FreezeSummary summary;
    for (std::size_t index = share.which; index < schedules->size(); index += share.of) {
        const domain::StoreSchedule& schedule = (*schedules)[index];
        const auto* const entry = directory.find_store(schedule.store);
        if (stopping || entry == nullptr) {  // made a moment ago: the next pass knows it
            continue;
        }
        if (auto worked = work_on({directory, *entry, schedule, now, started_at}, summary); !worked) {
            ++summary.failed;
        }
    }
    return summary;
}

Result<void> DigestFreezer::work_on(const Work& work, FreezeSummary& summary) {
    const auto time_of_day = freezing_time(work.schedule);
    const auto& calendar = work.entry.calendar;
    const auto report = [&](Day day, const Error& error) -> Error {
        options_.on_failure({work.store(), day}, error);
        return error;
    };
    if (!work.schedule.last_decided) {
        const Day before = domain::last_due_day(calendar, time_of_day, work.now);
        ++summary.begun;
        const auto begun = editions_.record_run(work.store(), before, RunOutcome::begun, work.now);
        return begun ? begun : Result<void>(report(before, begun.error()));
    }
    const auto found =
        domain::find_due_digests(work.entry.store, calendar, time_of_day, *work.schedule.last_decided, work.now);
    for (const Day day : found.missed) {
        if (auto missed = editions_.record_run(work.store(), day, RunOutcome::missed, work.now); !missed) {
            return report(day, missed.error());
        }
        ++summary.missed;
    }
    for (const Day day : found.due) {
        if (work.started_at &&
            domain::waits_for_lanes(domain::digest_due_at(calendar, day, time_of_day), *work.started_at, work.now)) {
            break;
        }
        if (auto frozen = freeze_day(work, day, summary); !frozen) {
            return report(day, frozen.error());  // later days wait, so that the order of the runs stays that of the days
        }
    }
    if (found.due.empty() && !work.schedule.changed_days.empty()) {
        if (auto amended = amend_days(work, *work.schedule.last_decided, true, summary); !amended) {
            return report(work.schedule.changed_days.front(), amended.error());
        }
    }
    return {};
}

Result<domain::DigestInput> DigestFreezer::load_input(const Work& work, Day day) {
    auto input = digests_.load_input(work.entry.store, work.entry.calendar, work.directory.catalog, day, work.now);
    if (input) {
        input->district = work.entry.district;
    }
    return input;
}

Result<void> DigestFreezer::freeze_day(const Work& work, Day day, FreezeSummary& summary) {
    std::optional<domain::DayChange> seen;
    if (!work.schedule.changed_days.empty()) {
        if (auto amended = amend_days(work, domain::add_days(day, -1), false, summary); !amended) {
            return amended;
        }
        auto changes = editions_.list_changes(work.store());
        if (!changes) {
            return changes.error();
        }
        const auto own = std::ranges::find(*changes, day, &domain::DayChange::day);
        seen = own == changes->end() ? std::nullopt : std::optional(*own);
    }
    auto input = load_input(work, day);
    if (!input) {
        return input.error();
    }
    if (input->state == domain::DayState::closed) {
        ++summary.closed;
        return editions_.record_run(work.store(), day, RunOutcome::closed, work.now);
    }
    auto amended = editions_.list_amended(work.store(), day);
    if (!amended) {
        return amended.error();
    }
    input->changes = std::move(*amended);
    const domain::Edition edition{1, work.now, 1};
    auto digest = build_edition(*input, work.entry.calendar, edition);
    auto frozen = editions_.freeze(record_of(*input, digest, edition), deliveries_of(work, day), seen);
    if (!frozen) {
        return frozen.error();
    }
    if (*frozen) {
        ++summary.frozen;
        if (options_.on_frozen) {
            options_.on_frozen(std::move(digest));
        }
    }
    return {};
}

std::vector<domain::OutgoingDelivery> DigestFreezer::deliveries_of(const Work& work, Day day) const {
    std::vector<domain::OutgoingDelivery> deliveries;
    for (const domain::DigestTarget& target : work.schedule.targets) {
        domain::OutgoingDelivery delivery;
        delivery.delivery_id = routes::make_random_id();
        delivery.store = work.store();
        delivery.channel = target.channel;
        delivery.target_id = target.target_id;
        delivery.day = day;
        delivery.edition = 1;
        delivery.message_id = domain::digest_message_id(work.store(), day, 1, target.target_id, options_.message_domain);
        delivery.due_at = target.local_time
                              ? std::max(work.now, domain::digest_due_at(work.entry.calendar, day, *target.local_time))
                              : work.now;
        deliveries.push_back(std::move(delivery));
    }
    return deliveries;
}

Result<void> DigestFreezer::amend_days(const Work& work, Day last_decided, bool only_quiet, FreezeSummary& summary) {
    auto changes = editions_.list_changes(work.store());
    if (!changes) {
        return changes.error();
    }
    for (const domain::DayChange& change : *changes) {
        const bool quiet = change.changed_at + options_.quiet_before_amendment <= work.now;
        if (change.day > last_decided || (only_quiet && !quiet)) {
            continue;
        }
        if (auto amended = amend_day(work, change, summary); !amended) {
            return amended;
        }
    }
    return {};
}

Result<void> DigestFreezer::amend_day(const Work& work, const domain::DayChange& change, FreezeSummary& summary) {
    const auto found = editions_.find_edition(work.store(), change.day, std::nullopt);
    if (!found) {
        return found.error();
    }
    const std::optional<domain::EditionRecord>& latest = *found;
    if (!latest) {
        return editions_.drop_change(work.store(), change);
    }
    auto kept = render::parse_digest_input(latest->input);
    auto input = kept ? load_input(work, change.day) : kept;
    if (!input) {
        return input.error();
    }
    if (!differs(*kept, *input)) {
        return editions_.drop_change(work.store(), change);
    }
    input->changes = kept->changes;  // what that morning's digest said about earlier days
    const int number = latest->edition.number + 1;
    const domain::Edition edition{number, work.now, number};
    const auto digest = build_edition(*input, work.entry.calendar, edition);
    auto amended = editions_.amend(record_of(*input, digest, edition), change);
    if (!amended) {
        return amended.error();
    }
    summary.amended += *amended ? 1 : 0;
    return {};
}

}  // namespace tillnote::app
