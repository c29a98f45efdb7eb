#include "server/storage/outbox_book.hpp"

#include <algorithm>

namespace tillnote::storage {

void OutboxRecord::add(SeqRange range) {
    if (range.last <= have_seq) {
        return;
    }
    if (range.first <= have_seq + 1) {
        have_seq = range.last;
    } else {
        auto at = above.upper_bound(range.first);
        if (at != above.begin() && std::prev(at)->second + 1 >= range.first) {
            --at;
            at->second = std::max(at->second, range.last);
        } else {
            at = above.emplace_hint(at, range.first, range.last);
        }
        for (auto next = std::next(at); next != above.end() && next->first <= at->second + 1; next = above.erase(next)) {
            at->second = std::max(at->second, next->second);
        }
    }
    while (!above.empty() && above.begin()->first <= have_seq + 1) {
        have_seq = std::max(have_seq, above.begin()->second);
        above.erase(above.begin());
    }
    while (above.size() > OutboxBook::runs_max) {
        above.erase(std::prev(above.end()));
        cut = true;
    }
}

bool OutboxRecord::has(std::int64_t seq) const {
    const auto run_after = above.upper_bound(seq);
    return seq <= have_seq || (run_after != above.begin() && std::prev(run_after)->second >= seq);
}

std::uint64_t OutboxBook::epoch() const {
    const std::lock_guard lock(mutex_);
    return epoch_;
}

std::uint64_t OutboxBook::forget_all() {
    const std::lock_guard lock(mutex_);
    entries_.clear();
    by_age_.clear();
    return ++epoch_;
}

std::optional<OutboxRecord> OutboxBook::find(std::uint64_t epoch, const OutboxKey& key) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (epoch != epoch_ || found == entries_.end()) {
        return std::nullopt;
    }
    by_age_.splice(by_age_.begin(), by_age_, found->second.age);
    return found->second.record;
}

bool OutboxBook::join(std::uint64_t epoch, const OutboxKey& key, const OutboxRecord& record) {
    const std::lock_guard lock(mutex_);
    if (epoch != epoch_) {
        return false;
    }
    const auto [at, added] = entries_.try_emplace(key);
    Entry& entry = at->second;
    if (added) {
        by_age_.push_front(key);
        entry = {record, by_age_.begin()};
    } else {
        OutboxRecord joined = record;
        joined.add({1, entry.record.have_seq});
        for (const auto& [first, last] : entry.record.above) {
            joined.add({first, last});
        }
        joined.cut = joined.cut || entry.record.cut;
        joined.checkpoint = std::max(joined.checkpoint, entry.record.checkpoint);
        entry.record = std::move(joined);
    }
    // Runs left out may now be next in line: read the outbox again when it is heard next.
    if (entry.record.cut && entry.record.above.size() <= runs_max / 2) {
        by_age_.erase(entry.age);
        entries_.erase(at);
    } else if (entries_.size() > outboxes_max_) {
        entries_.erase(by_age_.back());
        by_age_.pop_back();
    }
    return true;
}

}  // namespace tillnote::storage
