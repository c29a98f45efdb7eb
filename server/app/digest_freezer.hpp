#pragma once

#include "server/domain/digest_store.hpp"
#include "server/domain/directory.hpp"
#include "server/domain/edition_store.hpp"

#include <atomic>
#include <functional>
#include <string>

namespace tillnote::app {

/// What one pass over the schedule has done.
struct FreezeSummary {
    int frozen = 0;
    int amended = 0;
    int closed = 0;  ///< days on which the store was
    int missed = 0;
    int begun = 0;   ///< stores whose schedule begins
    int failed = 0;  ///< stores left for the next pass
};

/// A part of the stores, so that several threads share a morning: every `of`-th of them.
struct StoreShare {
    std::size_t which = 0;
    std::size_t of = 1;
};

/// Makes editions: the digests that are due, and amendments of days that notes have come for since. The edition is kept,
/// with its deliveries, before anything is sent. Several servers may do this at once: the first to write a day's run has it.
/// Blocking; one thread at a time.
class DigestFreezer {
public:
    struct Options {
        std::string message_domain;  ///< right of the @ in Message-IDs
        /// Lanes deliver in bursts: a day is amended once it has been quiet for this long, or with the store's next digest.
        std::chrono::minutes quiet_before_amendment{10};
        /// Told of each first edition once it is kept. Must not throw. May be empty.
        std::function<void(domain::Digest)> on_frozen{};
        /// Told of a store-day that could not be frozen. Must not throw.
        std::function<void(const domain::StoreDay&, const Error&)> on_failure{};
    };

    DigestFreezer(domain::EditionStore& editions, domain::DigestStore& digests, Options options)
        : editions_(editions), digests_(digests), options_(std::move(options)) {}

    /// One pass over the stores of `directory` that are in `share`; ends early when `stopping` turns true. A store that
    /// fails is counted and the others go on. `started_at`: since when this service takes what lanes deliver; what was due
    /// before waits for them (waits_for_lanes). Errors: those of reading the schedules.
    [[nodiscard]] Result<FreezeSummary> freeze_due(const domain::Directory& directory, Instant now,
                                                   const std::atomic<bool>& stopping, StoreShare share = {},
                                                   std::optional<Instant> started_at = std::nullopt);

private:
    struct Work;
    [[nodiscard]] Result<void> work_on(const Work& work, FreezeSummary& summary);
    [[nodiscard]] Result<void> freeze_day(const Work& work, domain::Day day, FreezeSummary& summary);
    [[nodiscard]] Result<void> amend_days(const Work& work, domain::Day last_decided, bool only_quiet,
                                          FreezeSummary& summary);
    [[nodiscard]] Result<void> amend_day(const Work& work, const domain::DayChange& change, FreezeSummary& summary);
    [[nodiscard]] Result<domain::DigestInput> load_input(const Work& work, domain::Day day);
    [[nodiscard]] std::vector<domain::OutgoingDelivery> deliveries_of(const Work& work, domain::Day day) const;

    domain::EditionStore& editions_;
    domain::DigestStore& digests_;
    const Options options_;
};

}  // namespace tillnote::app
