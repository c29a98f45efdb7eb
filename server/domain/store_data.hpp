#pragma once

#include "schema/error.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

struct TableCount {
    std::string table;
    std::int64_t rows = 0;
};

/// Everything that belongs to one store, whatever tables there are. Blocking: database threads only. Errors of all:
/// unavailable, internal.
class StoreData {
public:
    /// `json`: one row as a JSON object. False ends the export early.
    using Take = std::function<bool(std::string_view table, std::string_view json)>;

    virtual ~StoreData() = default;

    /// Rows as of one moment: what may be shown of a store, and nothing that opens something or ties a note to a lane or
    /// hour. Says how many of each table were taken.
    virtual Result<std::vector<TableCount>> export_rows(const std::string& store, const Take& take) = 0;
    /// Removes them all, the tokens that read this store, and the accounts of those who managed it and nothing else; other
    /// managers lose the role and are signed out. All or nothing. What stays: digests of the district as they were sent, and
    /// entries of the audit log.
    virtual Result<std::vector<TableCount>> erase_rows(const std::string& store) = 0;
};

}  // namespace tillnote::domain
