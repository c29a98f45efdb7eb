#pragma once

#include "server/domain/ask.hpp"

#include <pqxx/pqxx>

#include <vector>

/// For the stores only: this header brings libpqxx with it.
namespace tillnote::storage {

/// Asks from rows of the view ask_row, which must be ordered so that the rows of one ask stand together, by position.
[[nodiscard]] std::vector<domain::Ask> read_asks(const pqxx::result& rows);

}  // namespace tillnote::storage
