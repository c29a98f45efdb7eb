#pragma once

#include "server/domain/action_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// What managers did about lines of the digest. Role: web.
class PgActionStore final : public domain::ActionStore {
public:
    explicit PgActionStore(Session& session);

    Result<std::vector<domain::Action>> list_actions(std::string_view store) override;
    Result<domain::Action> change_line(const domain::Action& fresh, bool opens_again, const Change& change,
                                       const domain::Changer& changer) override;
    Result<domain::Action> change_action(std::string_view store, const Uuid& action_id, const Change& change,
                                         const domain::Changer& changer) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
