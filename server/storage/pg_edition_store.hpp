#pragma once

#include "server/domain/edition_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Editions and the schedule's notes. Role: digest; find_edition and find_run also web.
class PgEditionStore final : public domain::EditionStore {
public:
    explicit PgEditionStore(Session& session);

    Result<std::vector<domain::StoreSchedule>> list_schedules() override;
    Result<std::optional<domain::RunOutcome>> find_run(std::string_view store, domain::Day day) override;
    Result<std::optional<domain::EditionRecord>> find_edition(std::string_view store, domain::Day day,
                                                              std::optional<int> number) override;
    Result<void> record_run(std::string_view store, domain::Day day, domain::RunOutcome outcome, Instant now) override;
    Result<void> begin_after(std::string_view store, domain::Day day, Instant now) override;
    Result<std::vector<domain::DayChange>> list_changes(std::string_view store) override;
    Result<void> drop_change(std::string_view store, const domain::DayChange& seen) override;
    Result<std::vector<domain::ChangeLine>> list_amended(std::string_view store, domain::Day day) override;
    Result<bool> freeze(const domain::EditionRecord& record, const std::vector<domain::OutgoingDelivery>& deliveries,
                        const std::optional<domain::DayChange>& seen) override;
    Result<bool> amend(const domain::EditionRecord& record, const domain::DayChange& seen) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
