#pragma once

#include "server/domain/key_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Hot keys and layouts. Role: web. Lists are read by every role.
class PgKeyStore final : public domain::KeyStore {
public:
    explicit PgKeyStore(Session& session);

    Result<std::vector<HotKey>> list_chain_hot_keys() override;
    Result<std::map<std::string, domain::LaneKeys>> list_store_keys() override;
    Result<void> put_chain_hot_keys(const std::vector<HotKey>& hot_keys) override;
    Result<void> put_store_keys(std::string_view store, const domain::LaneKeys& keys) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
