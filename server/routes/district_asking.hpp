#pragma once

#include "server/domain/district_ask.hpp"
#include "server/render/district_asks_page.hpp"
#include "server/routes/guard.hpp"

#include <string_view>
#include <vector>

/// What the API and the page of a district's asks do alike.
namespace tillnote::routes {

/// The stores of `district`, by id.
[[nodiscard]] std::vector<const domain::StoreEntry*> list_district_stores(const domain::Directory& directory,
                                                                          std::string_view district);

/// The stores that belong, ever belonged or will belong to `district`, by id.
[[nodiscard]] std::vector<const domain::StoreEntry*> list_stores_ever(const domain::Directory& directory,
                                                                      std::string_view district);

/// Whether what begins on `first_day` in `store` is the district's: where the store belongs on that day, and it is open.
[[nodiscard]] bool is_of_district(const domain::Store& store, std::string_view district, domain::Day first_day);

/// How many stores were open and the district's on a day. Both arguments outlive the answer.
[[nodiscard]] domain::CountStores count_open_stores(const domain::Directory& directory, std::string_view district);

/// Puts `ask` in every store that is open and the district's on its first day: in all of them, or in none. Returns the
/// stores' asks. Errors: those of check_ask and AskStore::add_asks; impossible_value where no store is open then.
[[nodiscard]] Result<std::vector<domain::Ask>> put_district_ask(Scope& scope, std::string_view district, domain::Ask ask);

/// What several stores of the district ask with their answers side by side, running ones first; at most some. Errors:
/// unavailable, internal.
[[nodiscard]] Result<std::vector<render::DistrictAskRow>> read_district_asks(Scope& scope, std::string_view district,
                                                                             domain::Day today);

}  // namespace tillnote::routes
