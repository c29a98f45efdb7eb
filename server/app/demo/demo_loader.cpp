#include "server/app/demo/demo_loader.hpp"

#include "server/app/demo/demo_delivery.hpp"
#include "server/app/demo/demo_plan.hpp"
#include "server/domain/business_day.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tillnote::app {
namespace {

using domain::Day;

constexpr std::size_t password_characters = 14;  ///< of base64url: 84 bits
constexpr std::size_t notes_between_lines = 5'000;

/// The earliest business day still open in any of the demo's zones.
Day earliest_open_day(Instant now) {
    Day earliest = Day{std::chrono::floor<std::chrono::days>(now)};
    for (const DemoStorePlan& plan : demo_stores()) {
        domain::Store store;
        store.day_rules = {{Day{std::chrono::sys_days{}}, std::string{plan.zone}, 240}};
        const Day open = domain::StoreCalendar::make(store).value().day_of(now);
        earliest = std::min(earliest, open);
    }
    return earliest;
}

bool is_planned(const domain::Store& store) {
    return std::ranges::any_of(demo_stores(), [&](const DemoStorePlan& plan) { return plan.id == store.id; });
}

/// The day to make the chain for, or nothing when the database is someone's already. A load that was cut off has stores of
/// the plan and no account; it goes on with its own day, so that its notes keep their ids.
Result<std::optional<Day>> choose_today(const DemoPorts& ports, Instant now) {
    const auto stores = ports.organisation.list_stores();
    if (!stores) {
        return stores.error();
    }
    if (stores->empty()) {
        return std::optional{earliest_open_day(now)};
    }
    const auto accounts = ports.accounts.list_accounts();
    if (!accounts) {
        return accounts.error();
    }
    if (!accounts->empty() || !std::ranges::all_of(*stores, is_planned)) {
        return std::optional<Day>{};
    }
    return std::optional{domain::add_days(stores->front().opened_on, demo_days)};
}

/// The catalog goes first: a server that sees a store must know the reasons of its notes.
Result<void> put_organisation(const DemoPorts& ports, const DemoChain& chain, const Catalog& catalog) {
    if (auto done = ports.organisation.import_catalog(catalog, chain.first_day); !done) {
        return done.error();
    }
    for (const domain::District& district : chain.districts) {
        if (auto done = ports.organisation.put_district(district); !done) {
            return done.error();
        }
    }
    for (const DemoStore& demo : chain.stores) {
        if (auto done = ports.organisation.put_store(demo.store); !done) {
            return done.error();
        }
        for (const DemoClosedDay& closed : demo.closed_days) {
            if (auto done = ports.organisation.close_day(demo.store.id, closed.day, closed.why); !done) {
                return done.error();
            }
        }
    }
    return {};
}

/// When on a past day the lane was last heard: 20:00 UTC lies within the opening hours of every American store.
std::vector<domain::LaneContact> contacts_of(const DemoLane& lane) {
    std::vector<domain::LaneContact> contacts;
    contacts.reserve(lane.contact_days.size());
    for (const domain::Day& day : lane.contact_days) {
        contacts.push_back({lane.number, day, std::chrono::sys_days(day) + std::chrono::hours(20)});
    }
    return contacts;
}

/// Lanes joined before the first day, so that past days expect them.
Result<DemoTokens> put_lanes(const DemoPorts& ports, const DemoChain& chain) {
    DemoTokens tokens;
    for (const DemoStore& demo : chain.stores) {
        const auto calendar = domain::StoreCalendar::make(demo.store);
        if (!calendar) {
            return calendar.error();
        }
        const Instant joined_at = calendar->bounds_of(chain.first_day).starts_at;
        for (const DemoLane& lane : demo.lanes) {
            const domain::Lane place{demo.store.id, lane.number};
            std::string token = routes::make_secret();
            if (auto done = ports.lanes.add_token(place, routes::hash_secret(token), joined_at); !done) {
                return done.error();
            }
            if (auto done = ports.lanes.seed_contacts(place.store, contacts_of(lane)); !done) {
                return done.error();
            }
            tokens.emplace(std::pair{place.store, place.number}, std::move(token));
        }
        std::vector<domain::TrafficDay> days;
        days.reserve(demo.traffic.size());
        for (const DemoTraffic& traffic : demo.traffic) {
            days.push_back({demo.store.id, traffic.day, traffic.transactions});
        }
        if (auto done = ports.organisation.put_traffic(days); !done) {
            return done.error();
        }
    }
    return tokens;
}

Result<std::vector<DemoSignIn>> put_accounts(const DemoPorts& ports, const DemoChain& chain, const DemoOptions& options) {
    std::vector<DemoSignIn> sign_ins;
    for (const DemoAccount& demo : chain.accounts) {
        const std::string password = routes::make_secret().substr(0, password_characters);
        domain::Account account;
        account.account_id = routes::make_random_id();
        account.email = demo.email;
        account.password_hash = options.hash_password(password);
        account.grants = {demo.grant};
        account.demo = true;
        if (auto done = ports.accounts.add_account(account, options.now()); !done) {
            return done.error();
        }
        sign_ins.push_back({std::string{to_text(demo.grant.role)}, demo.email, password, demo.grant.scope});
    }
    return sign_ins;
}

}  // namespace

Result<DemoSummary> load_demo(const DemoPorts& ports, const DemoOptions& options) {
    const auto chosen = choose_today(ports, options.now());
    if (!chosen) {
        return chosen.error();
    }
    const std::optional<Day>& today = *chosen;
    if (!today) {
        return DemoSummary{};
    }
    const DemoChain chain = make_demo_chain(options.seed, *today, options.catalog);
    options.on_progress("making " + std::to_string(chain.stores.size()) + " stores");
    if (auto done = put_organisation(ports, chain, options.catalog); !done) {
        return done.error();
    }
    auto tokens = put_lanes(ports, chain);
    if (!tokens) {
        return tokens.error();
    }

    DemoSummary summary;
    std::size_t next_line = notes_between_lines;
    const auto count = [&](std::size_t notes) {
        summary.notes = notes;
        if (notes >= next_line) {
            options.on_progress(std::to_string(notes) + " notes delivered");
            next_line = notes + notes_between_lines;
        }
    };
    if (auto sent = send_demo_notes(chain, *tokens, options.url, options.now, count); !sent) {
        return sent.error();
    }
    auto sign_ins = put_accounts(ports, chain, options);
    if (!sign_ins) {
        return sign_ins.error();
    }
    summary.loaded = true;
    summary.accounts = std::move(*sign_ins);
    summary.live_lane = chain.live_lane;
    return summary;
}

}  // namespace tillnote::app
