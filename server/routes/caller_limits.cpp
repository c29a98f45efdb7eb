#include "server/routes/caller_limits.hpp"

#include "server/http/address.hpp"
#include "server/routes/secrets.hpp"

#include <cstdlib>
#include <utility>

namespace tillnote::routes {
namespace {

using namespace std::chrono_literals;

// What may come at once, in seconds of the rate.
constexpr int lane_burst_s = 2;
constexpr int account_burst_s = 10;
constexpr int stranger_burst_s = 20;
constexpr http::Rate enrolment_rate{.burst = 100, .interval = 6s};

/// What is known of a lane's token.
constexpr std::string_view no_account;

std::string key_of(const Uuid& account_id) {
    const auto& bytes = account_id.bytes();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string_view to_text(CallerKind kind) noexcept {
    switch (kind) {
        case CallerKind::lane:
            return "lane";
        case CallerKind::account:
            return "account";
        case CallerKind::address:
            return "address";
        case CallerKind::enrolment:
            return "enrolment";
    }
    std::abort();
}

CallerLimits::CallerLimits(CallerRates rates, std::function<void(CallerKind)> on_refused)
    : on_refused_(std::move(on_refused)),
      lanes_(http::rate_of(rates.lane_per_second, lane_burst_s), keys_max),
      accounts_(http::rate_of(rates.account_per_second, account_burst_s), keys_max),
      strangers_(http::rate_of(rates.stranger_per_second, stranger_burst_s), keys_max),
      enrolments_(enrolment_rate, keys_max) {}

bool CallerLimits::report(bool allowed, CallerKind kind) const {
    if (!allowed) {
        on_refused_(kind);
    }
    return allowed;
}

bool CallerLimits::take_lane(std::string_view store, int lane, Instant now) {
    const auto key = std::to_string(lane).append(" ").append(store);
    const std::lock_guard lock(mutex_);
    return report(!lanes_.try_take(key, now), CallerKind::lane);
}

bool CallerLimits::take_account(const Uuid& account_id, Instant now) {
    const auto key = key_of(account_id);
    const std::lock_guard lock(mutex_);
    return report(!accounts_.try_take(key, now), CallerKind::account);
}

bool CallerLimits::take_enrolment(std::string_view address, Instant now) {
    const auto from = http::counted_address(address);
    const std::lock_guard lock(mutex_);
    return report(!enrolments_.try_take(from, now), CallerKind::enrolment);
}

Admission CallerLimits::admit(std::string_view address, const std::optional<std::string>& credential, Instant now) {
    const auto from = http::counted_address(address);
    const auto hash = credential ? hash_secret(*credential) : std::string();
    const std::lock_guard lock(mutex_);
    if (!credential) {
        return report(!strangers_.try_take(from, now), CallerKind::address) ? Admission::open : Admission::refused;
    }
    const std::string* const account = known_.find(hash);
    if (account == nullptr) {
        return report(strangers_.wait_for(from, now) == 0s, CallerKind::address) ? Admission::open : Admission::refused;
    }
    if (*account == no_account) {
        return Admission::open;
    }
    return report(!accounts_.try_take(*account, now), CallerKind::account) ? Admission::counted : Admission::refused;
}

void CallerLimits::welcome(const std::string& credential, const std::optional<Uuid>& account_id) {
    const auto hash = hash_secret(credential);
    auto account = account_id ? key_of(*account_id) : std::string(no_account);
    const std::lock_guard lock(mutex_);
    known_.add(hash, std::move(account));
}

void CallerLimits::turn_away(const std::string& credential, std::string_view address, Instant now) {
    const auto hash = hash_secret(credential);
    const auto from = http::counted_address(address);
    const std::lock_guard lock(mutex_);
    known_.remove(hash);
    strangers_.take(from, now);
}

}  // namespace tillnote::routes
