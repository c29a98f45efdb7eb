#pragma once

#include "server/domain/comparison_store.hpp"
#include "server/domain/directory.hpp"
#include "server/domain/district_edition_store.hpp"

#include <atomic>
#include <functional>
#include <string>

namespace tillnote::app {

/// What one pass over the districts has done.
struct DistrictSummary {
    int frozen = 0;
    int missed = 0;
    int begun = 0;   ///< districts whose schedule begins, or begins anew because nobody had wanted it
    int failed = 0;  ///< districts left for the next pass
};

/// Makes the editions of districts that are due, for those whose digest somebody gets. Several servers may do this at once:
/// the first to write a day's run has it. Blocking; one thread at a time.
class DistrictFreezer {
public:
    struct Options {
        std::string message_domain;  ///< right of the @ in Message-IDs
        /// Reads the days of a district's stores, by reason and against each other.
        std::function<Result<domain::ComparisonInput>(const domain::District&, const domain::ComparisonRange&, Instant now)>
            load;
        /// Told after each edition was kept. Must not throw.
        std::function<void()> on_frozen = [] {};
        /// Told of a district that could not be frozen. Must not throw.
        std::function<void(const std::string& district, const Error&)> on_failure;
    };

    DistrictFreezer(domain::DistrictEditionStore& editions, domain::ComparisonStore& comparison, Options options)
        : editions_(editions), comparison_(comparison), options_(std::move(options)) {}

    /// One pass over the districts of `directory`; ends early when `stopping` turns true. A district that fails is counted
    /// and the others go on. `started_at` as in DigestFreezer: a district waits for stores that wait for their lanes.
    /// Errors: those of reading the schedules.
    [[nodiscard]] Result<DistrictSummary> freeze_due(const domain::Directory& directory, Instant now,
                                                     const std::atomic<bool>& stopping,
                                                     std::optional<Instant> started_at = std::nullopt);

private:
    struct Work;
    [[nodiscard]] Result<void> work_on(const Work& work, DistrictSummary& summary);
    [[nodiscard]] Result<void> begin(const Work& work, DistrictSummary& summary);
    [[nodiscard]] Result<bool> waits_for_stores(const Work& work, domain::Day day);
    [[nodiscard]] Result<bool> is_complete(const Work& work, domain::Day day);
    [[nodiscard]] Result<void> freeze_day(const Work& work, domain::Day day, DistrictSummary& summary);
    [[nodiscard]] std::vector<domain::OutgoingDelivery> deliveries_of(const Work& work, domain::Day day) const;

    domain::DistrictEditionStore& editions_;
    domain::ComparisonStore& comparison_;
    const Options options_;
};

}  // namespace tillnote::app
