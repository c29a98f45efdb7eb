#pragma once

#include "server/domain/district_edition_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Role: digest; finding editions also web.
class PgDistrictEditionStore final : public domain::DistrictEditionStore {
public:
    explicit PgDistrictEditionStore(Session& session);

    Result<std::vector<domain::DistrictSchedule>> list_schedules() override;
    Result<domain::DigestTimes> list_digest_times() override;
    Result<std::vector<std::string>> list_told(const std::vector<std::string>& stores, domain::Day day) override;
    Result<bool> is_counted(const std::vector<std::string>& stores, domain::Day day) override;
    Result<std::optional<domain::DistrictEditionRecord>> find_edition(std::string_view district, domain::Day day,
                                                                      std::optional<int> number) override;
    Result<std::optional<domain::Day>> find_last_day(std::string_view district) override;
    Result<void> record_run(std::string_view district, domain::Day day, domain::RunOutcome outcome, Instant now) override;
    Result<bool> freeze(const domain::DistrictEditionRecord& record,
                        const std::vector<domain::OutgoingDelivery>& deliveries) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
