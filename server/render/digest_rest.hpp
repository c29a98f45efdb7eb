#pragma once

#include "server/render/digest_sheet.hpp"

/// The end of a digest: three silences, what is missing, what has changed. Pure; any thread.
namespace tillnote::render {

/// Nothing unusual, too little to tell and not heard are told apart: a department stands in one of them, or is flagged.
[[nodiscard]] std::vector<Quiet> rest_of(const domain::Digest& digest, const domain::StoreCalendar& calendar,
                                         const Words& words);

}  // namespace tillnote::render
