#pragma once

#include "server/domain/digest.hpp"

#include <pqxx/pqxx>

#include <vector>

/// For the stores only: this header brings libpqxx with it.
namespace tillnote::storage {

/// Asks from rows of the view ask_row, which must be ordered so that the rows of one ask stand together, by position.
[[nodiscard]] std::vector<domain::Ask> read_asks(const pqxx::result& rows);

/// Adds a row of answer, sampled and how many showings.
void add_showings(domain::AskCounts& counts, const pqxx::row& row);

}  // namespace tillnote::storage
