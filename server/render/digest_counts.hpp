#pragma once

#include "server/render/digest_sheet.hpp"

/// Counts of the day, each with what is usual beside it. Pure; any thread.
namespace tillnote::render {

[[nodiscard]] CountRow count_row(const domain::ReasonLine& line, const Words& words);
/// "1.3"; empty when it is not known.
[[nodiscard]] std::string usual_number(const std::optional<double>& usual, const Words& words);

/// Every department and section that was heard, with its reasons.
[[nodiscard]] Listing<DepartmentBlock> departments_of(const domain::Digest& digest, const Words& words);
/// Praise of the day, most first, at most a few.
[[nodiscard]] Listing<CountRow> likes_of(const domain::Digest& digest, const Words& words);
/// Requests of the day, most first.
[[nodiscard]] Listing<CountRow> asked_for_of(const domain::Digest& digest, const Words& words);

}  // namespace tillnote::render
