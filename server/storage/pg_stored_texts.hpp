#pragma once

#include "server/domain/card_scan.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// All columns that may hold what somebody wrote: comments, replies, questions, events, names, what programs reported.
/// Editions: each string of their JSON, as numbers in a row would look like anything.
class PgStoredTexts : public domain::StoredTexts {
public:
    /// `session`: of a role that may read everything, tillnote_migrate.
    explicit PgStoredTexts(Session& session);

    Result<void> for_each(const std::function<void(const domain::StoredText& text)>& look) override;

    /// "table.column", for the test that no column is forgotten.
    [[nodiscard]] static std::vector<std::string> list_places();

private:
    Session& session_;
};

}  // namespace tillnote::storage
