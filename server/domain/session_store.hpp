#pragma once

#include "server/domain/account_store.hpp"

#include <vector>

namespace tillnote::domain {

inline constexpr int own_sessions_max = 100;  ///< listed, the last used first

/// One of a person's own sign-ins.
struct OwnSession {
    Uuid session_id;
    bool by_cookie = false;  ///< a browser; else a script's token
    Instant created_at;
    Instant last_used_at;  ///< to the minute
    Instant expires_at;    ///< at the latest
};

/// A person's own sign-ins. Blocking: database threads only. Errors of all: unavailable, internal.
class SessionStore {
public:
    virtual ~SessionStore() = default;

    /// Those that are live, at most own_sessions_max.
    virtual Result<std::vector<OwnSession>> list_sessions(const Uuid& account_id, Instant now) = 0;
    /// False when the account has no such session.
    virtual Result<bool> end_session_of(const Uuid& account_id, const Uuid& session_id) = 0;
    /// Ends every one but `kept`, and every sign-in that is under way; how many sessions that were.
    virtual Result<int> end_other_sessions(const Uuid& account_id, const Uuid& kept) = 0;
};

}  // namespace tillnote::domain
