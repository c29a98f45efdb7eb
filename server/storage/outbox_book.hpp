#pragma once

#include "server/domain/organisation.hpp"

#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tillnote::storage {

struct OutboxKey {
    std::string store;
    Uuid outbox_id;

    friend bool operator==(const OutboxKey&, const OutboxKey&) = default;
};

/// First and last of a run of seqs that are stored, quarantined or refused.
struct SeqRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// What the database has of one outbox, and what it was last told about its lane.
struct OutboxRecord {
    std::int64_t have_seq = 0;
    std::map<std::int64_t, std::int64_t> above;  ///< runs beyond have_seq + 1, first to last
    bool cut = false;                            ///< runs were left out at the far end
    int lane = 0;                                ///< heard from last; 0: none yet

    std::int64_t checkpoint = 0;  ///< have_seq in the outbox row
    std::int64_t pending = 0;     ///< as in the outbox row
    std::optional<domain::Day> pending_day;
    std::optional<domain::Day> contact_day;  ///< last day written to contact
    Instant contact_at{};                    ///< and the instant written with it

    void add(SeqRange range);
    /// Whether `seq` is known to be there. Where runs were left out it may be there all the same.
    [[nodiscard]] bool has(std::int64_t seq) const;
};

/// The committed seqs of every outbox heard lately, shared by all writers of the process: a lane may reach another
/// writer with each request. Only committed rows are told to it. A figure too high would make lanes give up notes that a
/// restore has lost, so everything is forgotten whenever any connection was lost, and each entry belongs to an epoch.
/// Any thread. Limits: `outboxes_max` entries, the least lately used go first; runs_max runs in each.
class OutboxBook {
public:
    static constexpr std::size_t runs_max = 2048;

    explicit OutboxBook(std::size_t outboxes_max = 20'000) : outboxes_max_(outboxes_max) {}

    [[nodiscard]] std::uint64_t epoch() const;
    /// Begins a new epoch with nothing known. Returns it.
    std::uint64_t forget_all();

    /// Nothing when the outbox is unknown, or `epoch` is over.
    [[nodiscard]] std::optional<OutboxRecord> find(std::uint64_t epoch, const OutboxKey& key);
    /// Joins what was read or committed with what is there. Nothing happens when `epoch` is over: false.
    bool join(std::uint64_t epoch, const OutboxKey& key, const OutboxRecord& record);

private:
    struct Entry {
        OutboxRecord record;
        std::list<OutboxKey>::iterator age;
    };
    struct Hash {
        std::size_t operator()(const OutboxKey& key) const noexcept { return std::hash<Uuid>{}(key.outbox_id); }
    };

    mutable std::mutex mutex_;
    std::size_t outboxes_max_;
    std::uint64_t epoch_ = 1;
    std::list<OutboxKey> by_age_;  ///< latest first
    std::unordered_map<OutboxKey, Entry, Hash> entries_;
};

}  // namespace tillnote::storage
