#include "server/app/directory_refresher.hpp"

#include "server/app/log.hpp"

#include <algorithm>

namespace tillnote::app {
namespace {

bool same(const domain::Directory& left, const domain::Directory& right) {
    return left.catalog == right.catalog && left.hot_keys == right.hot_keys && left.districts == right.districts &&
           std::ranges::equal(left.stores, right.stores, [](const auto& one, const auto& other) {
               return one.second.store == other.second.store && one.second.district == other.second.district &&
                      one.second.asks == other.second.asks && one.second.messages == other.second.messages &&
                      one.second.keys == other.second.keys;
           });
}

/// A store's district is that of the business day it has now.
Result<void> load_stores(const routes::Ports& ports, Instant now, domain::Directory& directory) {
    auto districts = ports.organisation.list_districts();
    if (!districts) {
        return districts.error();
    }
    auto stores = ports.organisation.list_stores();
    if (!stores) {
        return stores.error();
    }
    auto catalog = ports.organisation.load_catalog();
    if (!catalog) {
        return catalog.error();
    }
    directory.catalog = std::move(*catalog);
    for (const domain::District& district : *districts) {
        directory.districts.emplace(district.id, district);
    }
    for (auto& row : *stores) {
        auto calendar = domain::StoreCalendar::make(row);
        if (!calendar) {
            return calendar.error();
        }
        row.district = domain::district_on(row, calendar->day_of(now));
        const auto district = std::ranges::find(*districts, row.district, &domain::District::id);
        if (district == districts->end()) {
            continue;  // made between the two reads; the next refresh has it
        }
        auto id = row.id;
        directory.stores.emplace(std::move(id), domain::StoreEntry{std::move(row), *district, std::move(*calendar)});
    }
    return {};
}

/// Asks, messages and keys. Those of a store made since it was read come with the next refresh.
Result<void> load_lane_news(const routes::Ports& ports, Instant now, domain::Directory& directory) {
    // Whatever business day it is anywhere, it is no earlier than yesterday in UTC.
    const domain::Day from = domain::add_days(domain::Day{std::chrono::floor<std::chrono::days>(now)}, -1);
    auto asks = ports.asks.list_current_asks(from);
    if (!asks) {
        return asks.error();
    }
    auto messages = ports.messages.list_current_messages(from);
    if (!messages) {
        return messages.error();
    }
    auto hot_keys = ports.keys.list_chain_hot_keys();
    if (!hot_keys) {
        return hot_keys.error();
    }
    auto keys = ports.keys.list_store_keys();
    if (!keys) {
        return keys.error();
    }
    directory.hot_keys = std::move(*hot_keys);
    for (domain::Ask& ask : *asks) {
        if (const auto entry = directory.stores.find(ask.store); entry != directory.stores.end()) {
            entry->second.asks.push_back(std::move(ask));
        }
    }
    for (domain::StoreMessage& message : *messages) {
        if (const auto entry = directory.stores.find(message.store); entry != directory.stores.end()) {
            entry->second.messages.push_back(std::move(message));
        }
    }
    for (auto& [store, own] : *keys) {
        if (const auto entry = directory.stores.find(store); entry != directory.stores.end()) {
            entry->second.keys = std::move(own);
        }
    }
    return {};
}

}  // namespace

Result<std::shared_ptr<const domain::Directory>> load_directory(const routes::Ports& ports, Instant now) {
    auto directory = std::make_shared<domain::Directory>();
    if (auto loaded = load_stores(ports, now, *directory); !loaded) {
        return loaded.error();
    }
    if (auto loaded = load_lane_news(ports, now, *directory); !loaded) {
        return loaded.error();
    }
    return std::shared_ptr<const domain::Directory>(std::move(directory));
}

DirectoryRefresher::DirectoryRefresher(PortsMaker make_ports, std::function<Instant()> now, FirstReading first)
    : make_ports_(std::move(make_ports)), now_(std::move(now)), first_(std::move(first)), thread_([this] { run(); }) {}

DirectoryRefresher::~DirectoryRefresher() {
    stop();
}

std::shared_ptr<const domain::Directory> DirectoryRefresher::current() const {
    const std::lock_guard lock(mutex_);
    return directory_;
}

bool DirectoryRefresher::fresh() const {
    const std::lock_guard lock(mutex_);
    return now_() - read_at_ < stale_after;
}

void DirectoryRefresher::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stopped_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void DirectoryRefresher::read_first(const routes::Ports& ports) {
    if (!first_ || now_() < first_from_) {
        return;
    }
    if (const auto done = first_(ports)) {
        first_ = nullptr;
    } else {
        first_from_ = now_() + first_pause;
        log_event(LogLevel::warning, "first_reading_failed", {{"code", std::string(error_row(done.error().code).type)}});
    }
}

void DirectoryRefresher::refresh(const routes::Ports& ports) {
    auto loaded = load_directory(ports, now_());
    if (!loaded) {
        log_event(LogLevel::warning, "directory_not_read",
                  {{"code", std::string(error_row(loaded.error().code).type)}, {"detail", loaded.error().detail}});
        return;
    }
    const std::lock_guard lock(mutex_);
    read_at_ = now_();
    if (!same(*directory_, **loaded)) {
        directory_ = std::move(*loaded);
    }
}

void DirectoryRefresher::run() {
    const auto ports = make_ports_();
    while (true) {
        try {
            read_first(ports->view);
            refresh(ports->view);
        } catch (const std::exception& exception) {
            log_event(LogLevel::error, "directory_not_read", {{"what", std::string(exception.what())}});
        }
        std::unique_lock lock(mutex_);
        if (stopped_.wait_for(lock, interval, [this] { return stopping_; })) {
            return;
        }
    }
}

}  // namespace tillnote::app
