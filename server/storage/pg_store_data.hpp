#pragma once

#include "server/domain/store_data.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Erases by the database's own catalog: a table that a later migration adds is taken, too.
class PgStoreData : public domain::StoreData {
public:
    /// `session`: tillnote_migrate with every row open.
    explicit PgStoreData(Session& session);

    Result<std::vector<domain::TableCount>> export_rows(const std::string& store, const Take& take) override;
    Result<std::vector<domain::TableCount>> erase_rows(const std::string& store) override;

    /// Those that are exported and those that are not, for the test that no table is forgotten.
    [[nodiscard]] static std::vector<std::string> list_known_tables();

private:
    Session& session_;
};

}  // namespace tillnote::storage
