#pragma once

#include "schema/catalog.hpp"
#include "server/domain/organisation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How stores and districts are set up: the one set of rules of the administrator's pages and of the operator's commands.
/// Pure. A past day never moves: what changes how days begin holds from a day that has not begun.
namespace tillnote::domain {

inline constexpr std::size_t place_name_characters_max = 60;  ///< of a store or a district, as people read it
inline constexpr int closed_days_shown = 56;  ///< days on which a store did not open: as far back as what is usual looks

struct NewStore {
    std::string id;
    std::string name;
    std::string district;
    std::string zone;                   ///< IANA name
    int cutoff_minutes = 240;           ///< local wall time, minutes after midnight
    std::optional<Day> opened_on = {};  ///< first business day; nothing: the one that is open there now
};

/// Errors: invalid_field, naming `id`, `name`, `zone` or `cutoff`. Whether there is such a district is not asked.
[[nodiscard]] Result<Store> make_store(const NewStore& wanted, Instant now);

/// What is to be different. Empty members stay.
struct StoreChange {
    std::optional<std::string> name = {};               ///< at once
    std::optional<std::string> zone = {};               ///< from `valid_from` on
    std::optional<int> cutoff_minutes = {};             ///< from `valid_from` on
    std::optional<Day> valid_from = {};                 ///< nothing: the next day, or the last change that is planned
    std::optional<std::string> district = {};           ///< from `moves_on` on
    std::optional<Day> moves_on = {};                   ///< nothing: the business day that is open
    std::optional<bool> free_text = {};                 ///< whether its lanes may send a comment with a note; at once
    std::optional<std::vector<std::string>> walk = {};  ///< departments in its walking order (parse_walk); at once
};

/// The departments of a catalog that `typed` names, by their codes with commas or spaces between; the others follow in the
/// catalog's order. Empty: all in that order. Errors: invalid_field, naming `walk` (no such department, one that nobody
/// walks to, or one twice).
[[nodiscard]] Result<std::vector<std::string>> parse_walk(std::string_view typed,
                                                          const std::vector<Department>& departments);

/// What is to be different, a name and a value each, as the audit log tells it.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> facts_of(const StoreChange& change);

/// `store` with its changes. What is planned for a later day stays planned. Errors: invalid_field, naming `name`, `zone` or
/// `cutoff`; impossible_value, naming `valid_from` (that day has begun, or lies before the store opens) or `on` (a move
/// before the store opened).
[[nodiscard]] Result<Store> change_store(Store store, const StoreChange& change, Instant now);

/// How the business day `day` begins; before the first one, as that.
[[nodiscard]] const DayRule& day_rule_on(const Store& store, Day day);

/// `closed_on`: the first business day on which it is no longer open; nothing: it goes on. Errors: conflict, naming `on`
/// (before the store opened).
[[nodiscard]] Result<Store> close_store(Store store, std::optional<Day> closed_on);

/// Why a store did not open on a day, as the digest says it. Errors: invalid_field, naming `why`.
[[nodiscard]] Result<void> check_closed_day(const std::string& why);

/// Errors: invalid_field, naming `id` or `name`.
[[nodiscard]] Result<District> make_district(const std::string& id, const std::string& name);

}  // namespace tillnote::domain
