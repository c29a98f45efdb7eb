#include "server/app/commands.hpp"
#include "server/app/delivery_commands.hpp"
#include "server/app/demo/demo_loader.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/grocery_catalog.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/password_hash.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/digest_schedule.hpp"
#include "server/domain/district_schedule.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <thread>

namespace tillnote::app::commands {
namespace {

constexpr std::chrono::minutes counted_within{2};

/// Passwords in clear, so the file is the owner's alone from its first byte.
Result<void> write_private_file(const std::string& path, const std::string& text) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written =
        file >= 0 && fchmod(file, 0600) == 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (file >= 0) {
        close(file);
    }
    if (!written) {
        return Error{ErrorCode::disk_full, "The file " + path + " cannot be written; name another with --out.", "out"};
    }
    return {};
}

/// Ninety days of history are shown only once they are counted; whoever opens a page before would read wrong figures.
Result<void> await_rollups(const Config& config) {
    const auto rollups = make_rollup_store(config.database_migrate);
    const auto deadline = std::chrono::steady_clock::now() + counted_within;
    while (std::chrono::steady_clock::now() < deadline) {
        auto stale = rollups->list_stale(1);
        if (!stale) {
            return stale.error();
        }
        if (stale->empty()) {
            return {};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return Error{ErrorCode::unavailable, "The service has not counted the demo's notes in two minutes; its log says why.",
                 ""};
}

std::string describe(const DemoSummary& summary) {
    auto accounts = nlohmann::ordered_json::array();
    for (const auto& account : summary.accounts) {
        accounts.push_back(
            {{"role", account.role}, {"email", account.email}, {"password", account.password}, {"scope", account.scope}});
    }
    const nlohmann::ordered_json lane{{"store", summary.live_lane.store}, {"lane", summary.live_lane.number}};
    return nlohmann::ordered_json{{"accounts", accounts}, {"demo_lane", lane}}.dump(2) + "\n";
}

Result<void> put_hot_keys(DatabasePorts& ports, const Catalog& catalog) {
    auto hot_keys = domain::parse_hot_keys(grocery_hot_keys(), catalog);
    return hot_keys ? ports.view.keys.put_chain_hot_keys(*hot_keys) : Result<void>(hot_keys.error());
}

/// Managers get the digest of their stores, yesterday's first: a newcomer sees a mail at once.
Result<void> begin_digests(DatabasePorts& ports, const DemoSummary& summary) {
    const Instant now = wall_clock_now();
    auto stores = ports.view.organisation.list_stores();
    if (!stores) {
        return stores.error();
    }
    for (const domain::Store& store : *stores) {
        const auto calendar = domain::StoreCalendar::make(store);
        if (!calendar) {
            return calendar.error();
        }
        const auto last_due = domain::last_due_day(*calendar, domain::digest_time_default, now);
        if (auto begun = ports.view.editions.begin_after(store.id, domain::add_days(last_due, -1), now); !begun) {
            return begun;
        }
    }
    for (const auto& account : summary.accounts) {
        if (account.role != to_text(domain::Role::manager)) {
            continue;
        }
        for (const auto kind : {domain::DeliveryKind::digest, domain::DeliveryKind::alert}) {
            domain::Recipient recipient;
            recipient.recipient_id = routes::make_random_id();
            recipient.store = account.scope;
            recipient.email = account.email;
            recipient.kind = kind;
            const auto token = routes::make_unsubscribe_token(account.scope);
            auto added = ports.view.recipients.add_recipient(recipient, token, routes::hash_secret(token), now);
            if (!added) {
                return added.error();
            }
        }
    }
    return {};
}

/// The day before the last one that is due, so that the district's first digest leaves at once, too.
Result<void> begin_district(DatabasePorts& ports, const domain::Directory& directory, const std::string& district,
                            Instant now) {
    std::vector<domain::ScheduledStore> stores;
    for (const auto& [id, entry] : directory.stores) {
        if (entry.district.id == district) {
            stores.push_back({&entry, domain::digest_time_default});
        }
    }
    const auto last_due = domain::last_due_district_day(stores, district, now);
    return last_due ? ports.district_editions.record_run(district, domain::add_days(*last_due, -1),
                                                         domain::RunOutcome::begun, now)
                    : Result<void>();
}

/// District leads get the digest of their district.
Result<void> begin_district_digests(DatabasePorts& ports, const DemoSummary& summary) {
    const Instant now = wall_clock_now();
    const auto directory = load_directory(ports.view, now);
    if (!directory) {
        return directory.error();
    }
    for (const auto& account : summary.accounts) {
        if (account.role != to_text(domain::Role::district)) {
            continue;
        }
        if (auto begun = begin_district(ports, **directory, account.scope, now); !begun) {
            return begun;
        }
        domain::Recipient recipient;
        recipient.recipient_id = routes::make_random_id();
        recipient.district = account.scope;
        recipient.email = account.email;
        recipient.kind = domain::DeliveryKind::district;
        const auto token = routes::make_district_unsubscribe_token(account.scope);
        const auto added = ports.district_recipients.add_recipient(recipient, token, routes::hash_secret(token), now);
        if (!added) {
            return added.error();
        }
    }
    return {};
}

}  // namespace

Result<void> load_demo(const Config& config, const std::string& url, const std::string& out) {
    auto catalog = parse_catalog(grocery_departments(), grocery_reasons());
    if (!catalog) {
        return catalog.error();
    }
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::demo);
    DemoOptions options;
    options.url = url;
    options.catalog = std::move(*catalog);
    options.now = wall_clock_now;
    options.hash_password = hash_password;
    options.on_progress = [](std::string_view line) {
        std::printf("%.*s\n", static_cast<int>(line.size()), line.data());
        std::fflush(stdout);
    };
    auto summary = app::load_demo({ports.organisation, ports.lanes, ports.accounts}, options);
    if (!summary) {
        return summary.error();
    }
    if (!summary->loaded) {
        std::printf("There are stores already; the demo chain was left out.\n");
        return {};
    }
    if (auto put = put_hot_keys(ports, options.catalog); !put) {
        return put;
    }
    std::printf("%zu notes sent; counting them\n", summary->notes);
    std::fflush(stdout);
    if (auto written = write_private_file(out, describe(*summary)); !written) {
        return written;
    }
    if (auto counted = await_rollups(config); !counted) {
        return counted;
    }
    if (auto begun = begin_digests(ports, *summary); !begun) {
        return begun;
    }
    if (auto begun = begin_district_digests(ports, *summary); !begun) {
        return begun;
    }
    return send_due(config);
}

}  // namespace tillnote::app::commands
