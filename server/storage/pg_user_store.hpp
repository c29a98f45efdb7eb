#pragma once

#include "server/domain/user_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Role: web, in a row scope that sets up, or the operator's. One thread only, as its session.
class PgUserStore final : public domain::UserStore {
public:
    explicit PgUserStore(Session& session);

    Result<std::vector<domain::User>> list_users(std::string_view search, int rows_max) override;
    Result<std::optional<domain::User>> find_user(const Uuid& account_id) override;
    Result<std::optional<domain::User>> find_user_by_email(std::string_view email) override;
    Result<domain::Account> change_user(
        const Uuid& account_id,
        const std::function<Result<domain::Account>(const domain::Account& before,
                                                    const domain::OtherAdministrators& others)>& change,
        Instant now) override;
    Result<int> end_sessions(const Uuid& account_id) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
