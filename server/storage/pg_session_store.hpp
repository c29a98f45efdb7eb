#pragma once

#include "server/domain/session_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// A person's own sign-ins. Role: web.
class PgSessionStore final : public domain::SessionStore {
public:
    explicit PgSessionStore(Session& session);

    Result<std::vector<domain::OwnSession>> list_sessions(const Uuid& account_id, Instant now) override;
    Result<bool> end_session_of(const Uuid& account_id, const Uuid& session_id) override;
    Result<int> end_other_sessions(const Uuid& account_id, const Uuid& kept) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
