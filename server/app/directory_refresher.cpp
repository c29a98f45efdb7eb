#include "server/app/directory_refresher.hpp"

#include "server/app/log.hpp"

#include <algorithm>

namespace tillnote::app {
namespace {

bool same(const domain::Directory& left, const domain::Directory& right) {
    return left.catalog == right.catalog &&
           std::ranges::equal(left.stores, right.stores, [](const auto& one, const auto& other) {
               return one.second.store == other.second.store && one.second.district == other.second.district;
           });
}

}  // namespace

Result<std::shared_ptr<const domain::Directory>> load_directory(domain::OrganisationStore& store) {
    auto districts = store.list_districts();
    if (!districts) {
        return districts.error();
    }
    auto stores = store.list_stores();
    if (!stores) {
        return stores.error();
    }
    auto catalog = store.load_catalog();
    if (!catalog) {
        return catalog.error();
    }
    auto directory = std::make_shared<domain::Directory>();
    directory->catalog = std::move(*catalog);
    for (auto& row : *stores) {
        const auto district = std::ranges::find(*districts, row.district, &domain::District::id);
        auto calendar = domain::StoreCalendar::make(row);
        if (!calendar) {
            return calendar.error();
        }
        if (district == districts->end()) {
            continue;  // made between the two reads; the next refresh has it
        }
        auto id = row.id;
        directory->stores.emplace(std::move(id), domain::StoreEntry{std::move(row), *district, std::move(*calendar)});
    }
    return std::shared_ptr<const domain::Directory>(std::move(directory));
}

DirectoryRefresher::DirectoryRefresher(StoreMaker make_store, std::function<Instant()> now)
    : make_store_(std::move(make_store)), now_(std::move(now)), thread_([this] { run(); }) {}

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

void DirectoryRefresher::refresh(domain::OrganisationStore& store) {
    auto loaded = load_directory(store);
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
    const auto store = make_store_();
    while (true) {
        try {
            refresh(*store);
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
