#include "lane-client/transactions.hpp"

#include "lane-client/remark_key.hpp"

#include <chrono>

namespace tillnote::lane {
namespace {

Result<void> count_if_in_force(Outbox& outbox, const std::optional<CurrentTransaction>& current, const Moment& now,
                               const LaneRules& rules) {
    if (!is_in_force(current, now)) {
        return {};
    }
    return outbox.count_transaction(std::chrono::floor<std::chrono::hours>(now.wall), rules.enrolment);
}

}  // namespace

Result<void> check_transaction_key(const std::string& key) {
    if (key.empty() || key.size() > limits::transaction_key_bytes_max) {
        return Error{ErrorCode::invalid_field, "Nothing was saved: a transaction key is 1 to 128 bytes long.",
                     "/transaction"};
    }
    return {};
}

Result<void> begin_transaction(Outbox& outbox, const Clock& clock, const std::string& key, const LaneRules& rules) {
    auto transaction = outbox.begin();
    if (!transaction) {
        return transaction.error();
    }
    auto memory = outbox.memory();
    auto current = outbox.find_transaction();
    if (!memory || !current) {
        return memory ? current.error() : memory.error();
    }
    const Moment now = clock.now();
    std::string remark_key = take_remark_key(*memory, key, now, cutoff_minutes(rules));
    if (const auto& begun = *current; begun && is_in_force(begun, now) && begun->remark_key == remark_key) {
        return {};
    }
    if (auto counted = count_if_in_force(outbox, *current, now, rules); !counted) {
        return counted;
    }
    if (auto saved = outbox.save(*memory); !saved) {
        return saved;
    }
    if (auto begun = outbox.save(CurrentTransaction{std::move(remark_key), now.wall, now.mono, now.boot_id}); !begun) {
        return begun;
    }
    return transaction->commit();
}

Result<void> end_transaction(Outbox& outbox, const Clock& clock, const LaneRules& rules) {
    auto transaction = outbox.begin();
    if (!transaction) {
        return transaction.error();
    }
    auto current = outbox.find_transaction();
    if (!current) {
        return current.error();
    }
    if (!*current) {
        return {};
    }
    if (auto counted = count_if_in_force(outbox, *current, clock.now(), rules); !counted) {
        return counted;
    }
    if (auto ended = outbox.save(std::optional<CurrentTransaction>{}); !ended) {
        return ended;
    }
    return transaction->commit();
}

}  // namespace tillnote::lane
