#include "server/domain/chain_watch.hpp"

#include <chrono>
#include <set>
#include <utility>

namespace tillnote::domain {
namespace {

constexpr std::chrono::days mail_looked_at{35};

}  // namespace

bool has_closed(const StoreEntry& entry, Instant now) {
    return entry.store.closed_on && entry.calendar.day_of(now) >= *entry.store.closed_on;
}

bool is_missed(const LaneStatus& lane, const Directory& directory, Instant now) {
    const StoreEntry* entry = directory.find_store(lane.store);
    return is_silent(lane, now) && (entry == nullptr || !has_closed(*entry, now));
}

Result<LastDeliveries> find_last_deliveries(DeliveryStore& store, Instant now) {
    auto reports = store.list_last_deliveries(now - mail_looked_at);
    if (!reports) {
        return reports.error();
    }
    LastDeliveries last;
    for (DeliveryReport& report : *reports) {
        const Uuid target = report.delivery.target_id;
        last.insert_or_assign(target, std::move(report));
    }
    return last;
}

std::vector<std::string> list_unread_stores(std::span<const Recipient> recipients, const Directory& directory, Instant now) {
    std::set<std::string, std::less<>> read;
    for (const Recipient& recipient : recipients) {
        if (recipient.kind == DeliveryKind::digest && !recipient.unsubscribed_at) {
            read.insert(recipient.store);
        }
    }
    std::vector<std::string> unread;
    for (const auto& [id, entry] : directory.stores) {
        if (!has_closed(entry, now) && !read.contains(id)) {
            unread.push_back(id);
        }
    }
    return unread;
}

}  // namespace tillnote::domain
