#pragma once

#include "server/domain/second_factor_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Second factors, recovery codes, and sign-ins that wait for a code. Role: web.
class PgSecondFactorStore final : public domain::SecondFactorStore {
public:
    explicit PgSecondFactorStore(Session& session);

    Result<std::optional<domain::SecondFactor>> find_factor(const Uuid& account_id) override;
    Result<std::optional<std::string>> find_pending(const Uuid& account_id, const Uuid& session_id, Instant now) override;
    Result<void> begin(const Uuid& account_id, const Uuid& session_id, std::string_view sealed_secret, Instant now) override;
    Result<bool> confirm(const domain::FactorConfirmation& confirmation, Instant now) override;
    Result<bool> use_step(const Uuid& account_id, std::int64_t step) override;
    Result<bool> use_recovery_code(const Uuid& account_id, std::string_view code_hash, Instant now) override;
    Result<void> replace_recovery_codes(const Uuid& account_id, const std::vector<std::string>& code_hashes) override;
    Result<void> remove_factor(const Uuid& account_id) override;

    Result<bool> add_step(std::string_view step_hash, const domain::Account& account, Instant now) override;
    Result<std::optional<domain::Account>> try_step(std::string_view step_hash, Instant now) override;
    Result<void> end_step(std::string_view step_hash) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
