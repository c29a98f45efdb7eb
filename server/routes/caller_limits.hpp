#pragma once

#include "schema/ids.hpp"
#include "schema/note.hpp"
#include "server/http/rate_limiter.hpp"
#include "server/routes/recent_keys.hpp"

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tillnote::routes {

/// How often each kind of caller may ask. Source of the figures: docs/decisions/0037.
struct CallerRates {
    int lane_per_second = 2'000;   ///< one lane, by any of its tokens
    int account_per_second = 100;  ///< one person or read token
    int stranger_per_second = 50;  ///< from one address without a sign-in or token that is known
};

/// Who was told to come back later, for metrics.
enum class CallerKind {
    lane,
    account,
    address,
    enrolment,  ///< an address whose terminals ask to join
};

[[nodiscard]] std::string_view to_text(CallerKind kind) noexcept;

/// What comes of asking whether somebody may go on to where their token or sign-in is looked up.
enum class Admission {
    refused,
    open,     ///< whoever it turns out to be is still to be counted: take_lane, take_account
    counted,  ///< one request was taken from a person or read token that is known
};

/// How often lanes, people and strangers ask. An address on which strangers ask too often is closed to strangers, and goes
/// on for those whose token or sign-in was good before: the stores behind one address do not suffer for one that guesses
/// there. Counted in this process, in bounded memory. Any thread.
class CallerLimits {
public:
    static constexpr std::size_t keys_max = 65'536;   ///< of each kind
    static constexpr std::size_t known_max = 50'000;  ///< credentials that were good

    /// `on_refused` is told of each caller that has to wait; any thread, must not block.
    explicit CallerLimits(CallerRates rates, std::function<void(CallerKind)> on_refused = [](CallerKind) {});

    /// Takes one request of a lane. False: it asks too often.
    [[nodiscard]] bool take_lane(std::string_view store, int lane, Instant now);
    /// Takes one request of a person or read token. False: too often.
    [[nodiscard]] bool take_account(const Uuid& account_id, Instant now);
    /// Takes one terminal that asks to join from there: 100 at once, then one in six seconds, as each is kept for a day. So
    /// of the codes of one address at most 200 are good at a time. False: too often.
    [[nodiscard]] bool take_enrolment(std::string_view address, Instant now);
    /// Before anything is looked up: may somebody with that token or sign-in, or with none, ask from there? Without one it
    /// is taken from the address; with one that was good before, from the person or read token that it was of. So who asks
    /// too often costs no database thread.
    [[nodiscard]] Admission admit(std::string_view address, const std::optional<std::string>& credential, Instant now);

    /// The credential was good, and is of that person or read token; nothing: of a lane.
    void welcome(const std::string& credential, const std::optional<Uuid>& account_id);
    /// It was not: that counts for its address.
    void turn_away(const std::string& credential, std::string_view address, Instant now);

private:
    /// `allowed`, after telling of who is not.
    [[nodiscard]] bool report(bool allowed, CallerKind kind) const;

    const std::function<void(CallerKind)> on_refused_;
    std::mutex mutex_;
    http::RateLimiter lanes_;
    http::RateLimiter accounts_;
    http::RateLimiter strangers_;
    http::RateLimiter enrolments_;
    RecentKeys known_{known_max};
};

}  // namespace tillnote::routes
