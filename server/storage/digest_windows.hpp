#pragma once

#include "server/storage/store_window.hpp"

#include <span>

namespace tillnote::storage {

[[nodiscard]] std::span<const Statement> digest_window_statements();

/// The days wanted, only those since the store opened.
[[nodiscard]] std::vector<domain::WindowDay> make_window_days(const WindowWanted& wanted, const StoreWindow& window);

/// These days, and what a digest's tests need beside them; three statements over 7, 7 and 28 days of one store. Throws
/// libpqxx exceptions: call inside read().
[[nodiscard]] domain::DigestWindows load_digest_windows(pqxx::transaction_base& transaction, const WindowWanted& wanted,
                                                        const StoreWindow& window);

}  // namespace tillnote::storage
