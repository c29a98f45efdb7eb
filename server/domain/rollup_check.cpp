#include "server/domain/rollup_check.hpp"

#include "schema/time_text.hpp"
#include "server/domain/placement.hpp"

#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace tillnote::domain {
namespace {

constexpr std::size_t stale_max = 1'000'000;
constexpr int rounds_max = 10;    ///< recounting a day may mark the one below it
constexpr int attempts_max = 50;  ///< of a day that notes keep arriving for

template <typename Key, typename Value>
std::set<Key> keys_of(const std::map<Key, Value>& left, const std::map<Key, Value>& right) {
    std::set<Key> keys;
    for (const auto* side : {&left, &right}) {
        for (const auto& [key, value] : *side) {
            keys.insert(key);
        }
    }
    return keys;
}

template <typename Key, typename Value>
Value value_of(const std::map<Key, Value>& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? Value{} : found->second;
}

/// One run of the check.
class Checker {
public:
    Checker(RollupStore& store, const Directory& directory, const std::function<Instant()>& now)
        : store_(store), directory_(directory), now_(now) {}

    Result<void> work_off_marks() {
        for (int round = 0; round < rounds_max; ++round) {
            const auto recounted = recount_stale();
            if (recounted.has_error()) {
                return recounted.error();
            }
            if (*recounted == 0) {
                break;
            }
        }
        return {};
    }

    Result<void> check(const StoreDay& store_day) {
        const StoreEntry* entry = directory_.find_store(store_day.store);
        if (entry == nullptr) {
            add_difference(store_day, "notes of a store that does not exist");
            return {};
        }
        if (is_sealed(*entry, store_day.day)) {
            ++check_.sealed;
            return {};
        }
        for (int attempt = 0; attempt < attempts_max; ++attempt) {
            const auto record = store_.load_day(store_day);
            if (record.has_error()) {
                return record.error();
            }
            if (!record->is_stale) {
                ++check_.days;
                const Instant starts_at = entry->calendar.bounds_of(store_day.day).starts_at;
                for (const auto& what :
                     list_differences(count_day(record->notes, starts_at, record->around), record->rollup)) {
                    add_difference(store_day, what);
                }
                return {};
            }
            if (const auto recounted = recount_stale(store_day.store); recounted.has_error()) {
                return recounted.error();
            }
        }
        return Error{ErrorCode::busy,
                     "The notes of " + name_of(store_day) + " changed at every attempt to compare them; run it again.",
                     {}};
    }

    void add_difference(const StoreDay& store_day, const std::string& what) {
        check_.differences.push_back(name_of(store_day) + ": " + what);
    }

    RollupCheck take() {
        check_.recounted = static_cast<int>(recounted_.size());
        return std::move(check_);
    }

private:
    static std::string name_of(const StoreDay& store_day) { return store_day.store + " " + format_day(store_day.day); }

    [[nodiscard]] bool is_sealed(const StoreEntry& entry, Day day) const {
        return day < sealing_horizon(entry.calendar.day_of(now_()));
    }

    /// Of one store, or of all. Returns how many store-days it could recount.
    Result<int> recount_stale(std::optional<std::string_view> of_store = {}) {
        const auto stale = store_.list_stale(stale_max);
        if (stale.has_error()) {
            return stale.error();
        }
        int count = 0;
        for (const StoreDay& store_day : *stale) {
            const StoreEntry* entry = directory_.find_store(store_day.store);
            if (entry == nullptr || (of_store && store_day.store != *of_store)) {
                continue;
            }
            const auto done =
                store_.recompute(store_day, entry->calendar.bounds_of(store_day.day), is_sealed(*entry, store_day.day));
            if (done.has_error()) {
                return done.error();
            }
            recounted_.insert(store_day);
            ++count;
        }
        return count;
    }

    RollupStore& store_;
    const Directory& directory_;
    const std::function<Instant()>& now_;
    std::set<StoreDay> recounted_;
    RollupCheck check_;
};

}  // namespace

std::vector<std::string> list_differences(const DayRollup& recounted, const DayRollup& stored) {
    std::vector<std::string> differences;
    const auto compare = [&](const std::string& what, std::int64_t left, std::int64_t right) {
        if (left != right) {
            differences.push_back(what + ": notes say " + std::to_string(left) + ", rollup says " + std::to_string(right));
        }
    };
    for (const auto& reason : keys_of(recounted.reasons, stored.reasons)) {
        const auto left = value_of(recounted.reasons, reason);
        const auto right = value_of(stored.reasons, reason);
        compare("remarks of " + reason, left.remarks, right.remarks);
        compare("breadth of " + reason, left.breadth, right.breadth);
        if (left.remarks_by_hour != right.remarks_by_hour) {
            differences.push_back("hours of " + reason + " differ");
        }
    }
    for (const int lane : keys_of(recounted.notes_by_lane, stored.notes_by_lane)) {
        compare("notes of lane " + std::to_string(lane), value_of(recounted.notes_by_lane, lane),
                value_of(stored.notes_by_lane, lane));
    }
    for (const int lane : keys_of(recounted.missing_by_lane, stored.missing_by_lane)) {
        compare("notes missing of lane " + std::to_string(lane), value_of(recounted.missing_by_lane, lane),
                value_of(stored.missing_by_lane, lane));
    }
    if (differences.empty() && !stored.packed) {
        differences.emplace_back("the day's row for comparisons differs from its rollup");
    }
    return differences;
}

Result<RollupCheck> check_rollups(RollupStore& store, const Directory& directory, const std::function<Instant()>& now) {
    Checker checker(store, directory, now);
    if (const auto worked = checker.work_off_marks(); worked.has_error()) {
        return worked.error();
    }
    const auto store_days = store.list_days_with_notes_or_rollups();
    if (store_days.has_error()) {
        return store_days.error();
    }
    for (const StoreDay& store_day : *store_days) {
        if (const auto checked = checker.check(store_day); checked.has_error()) {
            return checked.error();
        }
    }
    const auto wrong_transactions = store.list_days_with_wrong_transactions();
    if (wrong_transactions.has_error()) {
        return wrong_transactions.error();
    }
    for (const StoreDay& store_day : *wrong_transactions) {
        checker.add_difference(store_day, "the transactions kept for the day differ from what its lanes told by hours");
    }
    return checker.take();
}

}  // namespace tillnote::domain
