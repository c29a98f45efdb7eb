#include "server/routes/sign_in_throttle.hpp"

#include "server/http/address.hpp"

#include <algorithm>
#include <string>

namespace tillnote::routes {
namespace {

std::string pair_of(std::string_view account, std::string_view address) {
    return std::string(account) + ' ' + http::counted_address(address);
}

}  // namespace

std::optional<std::chrono::seconds> SignInThrottle::take(std::string_view account, std::string_view address, Instant now) {
    const std::string pair = pair_of(account, address);
    const std::string from = http::counted_address(address);
    const std::lock_guard lock(mutex_);
    const bool stranger = !known_.contains(pair);
    auto wait = std::max(pairs_.wait_for(pair, now), addresses_.wait_for(from, now));
    if (stranger) {
        wait = std::max(wait, accounts_.wait_for(account, now));
    }
    if (wait > std::chrono::seconds::zero()) {
        return wait;
    }
    pairs_.take(pair, now);
    addresses_.take(from, now);
    if (stranger) {
        accounts_.take(account, now);
    }
    return std::nullopt;
}

void SignInThrottle::succeed(std::string_view account, std::string_view address, int tries, Instant now) {
    const std::string pair = pair_of(account, address);
    const std::lock_guard lock(mutex_);
    pairs_.give_back(pair, tries, now);
    addresses_.give_back(http::counted_address(address), tries, now);
    if (!known_.contains(pair)) {
        accounts_.give_back(account, tries, now);
    }
    known_.add(pair);
}

void SignInThrottle::know(std::string_view account, std::string_view address) {
    const std::lock_guard lock(mutex_);
    known_.add(pair_of(account, address));
}

std::optional<std::chrono::seconds> SignInThrottle::take_set_up(std::string_view address, Instant now) {
    const std::lock_guard lock(mutex_);
    return set_ups_.try_take(http::counted_address(address), now);
}

std::optional<std::chrono::seconds> SignInThrottle::take_word(std::string_view person, Instant now) {
    const std::lock_guard lock(mutex_);
    return words_.try_take(person, now);
}

bool SignInThrottle::tells(std::string_view address, Instant now) {
    const std::lock_guard lock(mutex_);
    return !told_.try_take(http::counted_address(address), now);
}

std::optional<std::chrono::seconds> SignInThrottle::take_mail(std::string_view address, Instant now) {
    const std::lock_guard lock(mutex_);
    return mails_.try_take(http::counted_address(address), now);
}

}  // namespace tillnote::routes
