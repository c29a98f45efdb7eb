#pragma once

#include "server/domain/ask_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Asks. Role: web. Lists are read by every role.
class PgAskStore final : public domain::AskStore {
public:
    explicit PgAskStore(Session& session);

    Result<std::vector<domain::Ask>> list_asks(std::string_view store) override;
    Result<std::vector<domain::Ask>> list_current_asks(domain::Day from) override;
    Result<void> add_ask(const domain::Ask& ask, Instant now) override;
    Result<void> add_asks(std::span<const domain::Ask> asks, Instant now) override;
    Result<domain::Ask> change_ask(std::string_view store, const Uuid& ask_id,
                                   const std::function<Result<domain::Ask>(domain::Ask)>& change) override;
    Result<domain::AskCounts> count_answers(const domain::Ask& ask) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
