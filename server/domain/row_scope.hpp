#pragma once

#include "server/domain/access.hpp"
#include "server/domain/directory.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What of the rows that a store or a district owns a database connection may touch. Beside the checks of the routes, and
/// independent of them: a route that forgets to ask finds nothing. Source: docs/decisions/0026.
namespace tillnote::domain {

/// Stores or districts by id.
struct Places {
    bool every = false;
    std::vector<std::string> ids{};

    friend bool operator==(const Places&, const Places&) = default;
};

/// Nothing, until it is filled in.
struct RowScope {
    Places reads_stores{};
    Places changes_stores{};
    Places reads_districts{};
    Places changes_districts{};
    Places names_districts{};   ///< whose names and rhythm may be read, besides
    bool sets_up = false;       ///< stores, lanes, traffic and the mail of districts; no figures
    std::string link_sha256{};  ///< the one recipient whose mail this link ends

    friend bool operator==(const RowScope&, const RowScope&) = default;
};

/// Of the service's own work and of the operator's commands.
[[nodiscard]] RowScope every_row();

/// Of a person or a program, by its grants alone: whatever the request asks for plays no part. A lead reads what a store
/// of the district had before it left or came, too, as comparisons of past days do.
[[nodiscard]] RowScope row_scope_of(const Identity& identity, const Directory& directory);

/// Of a lane: what it reports about itself.
[[nodiscard]] RowScope row_scope_of_lane(std::string_view store);

/// Of who holds an unsubscribe link.
[[nodiscard]] RowScope row_scope_of_link(std::string_view link_sha256);

/// `own` with the figures of every store to read, for sums that name none of them. Only where `own` compares stores at all.
[[nodiscard]] RowScope widen_for_sums(RowScope own);

/// The port of the one mechanism that limits a connection.
class RowLimiter {
public:
    virtual ~RowLimiter() = default;
    /// From the next transaction on. Costs a round trip where the scope differs from the one before.
    virtual void limit_to(const RowScope& scope) = 0;
    [[nodiscard]] virtual const RowScope& scope() const noexcept = 0;
};

/// Limits a connection for as long as it lives, and puts back what was before.
class LimitedRows {
public:
    LimitedRows(RowLimiter& rows, const RowScope& scope) : rows_(rows), before_(rows.scope()) { rows_.limit_to(scope); }
    ~LimitedRows() { rows_.limit_to(before_); }
    LimitedRows(const LimitedRows&) = delete;
    LimitedRows& operator=(const LimitedRows&) = delete;

private:
    RowLimiter& rows_;
    const RowScope before_;
};

}  // namespace tillnote::domain
