#pragma once

#include "server/domain/retention_log.hpp"
#include "server/render/admin_frame.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tillnote::render {

/// What is kept for how long, what was forgotten last, and whether anything older was found. Nothing can be changed here.
struct AdminRetentionPage {
    AdminFrame frame;
    std::optional<domain::Day> sealed_before;  ///< of the store that is furthest behind; nothing: there is no store
    std::optional<domain::Day> notes_gone_before;
    std::vector<domain::RetentionReport> runs;  ///< the latest first
    bool is_late = false;                       ///< the last run is too long ago
};

/// Pure; any thread. Times are UTC.
[[nodiscard]] std::string render_admin_retention_page(const AdminRetentionPage& page);

}  // namespace tillnote::render
