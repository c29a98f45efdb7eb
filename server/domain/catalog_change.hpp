#pragma once

#include "server/domain/directory.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How the catalog changes: the one set of rules of files that are imported and of the administrator's editor. Pure.
namespace tillnote::domain {

/// `stored` with `next` in force from the business day `from` on, whatever was planned for later days. Earlier days keep
/// their wording. A code that `next` leaves out may be tapped until the day before `ends_from`; one that was only planned
/// for then or later goes. Departments are those of `next`, and those of codes that have ended. Errors: conflict, `field`
/// being
/// "/reasons/CODE": a code that ended before would be used again, or its department, theme, polarity or whether it is about
/// staff would change.
[[nodiscard]] Result<DatedCatalog> change_catalog(DatedCatalog stored, const Catalog& next, Day from, Day ends_from);

/// The first business day that has begun in no store, nor anywhere on earth where there is none.
[[nodiscard]] Day first_free_day(const Directory& directory, Instant now);

/// Whether a change may hold from `from` on. Errors: impossible_value, naming `valid_from` (that day has begun somewhere).
[[nodiscard]] Result<void> check_first_day(const Directory& directory, Day from, Instant now);

/// The days after `day` from which something is planned to be different, in order.
[[nodiscard]] std::vector<Day> planned_after(const DatedCatalog& catalog, Day day);

/// `catalog` with `reason`, which is new, as the last of its department. Errors: conflict, naming `code`.
[[nodiscard]] Result<Catalog> add_reason(Catalog catalog, const Reason& reason);
/// With what `reason` says in place of what its code said. Errors: not_found, naming `code`.
[[nodiscard]] Result<Catalog> reword_reason(Catalog catalog, const Reason& reason);
/// Without `code`. Errors: not_found, naming `code`.
[[nodiscard]] Result<Catalog> end_reason(Catalog catalog, std::string_view code);

/// The codes of the first screen, in order.
[[nodiscard]] std::vector<std::string> first_screen_of(const Catalog& catalog);
/// With `codes` as its first screen. As their order is that of the catalog, the reasons change places among themselves.
/// Errors: as check_layout().
[[nodiscard]] Result<Catalog> put_first_screen(Catalog catalog, const std::vector<std::string>& codes);

/// One member of a reason that is different, by the names of config/catalog/reasons.tsv.
struct ChangedMember {
    std::string name;
    std::string before;
    std::string after;

    friend bool operator==(const ChangedMember&, const ChangedMember&) = default;
};

struct CatalogDifference {
    enum class Kind { added, ended, reworded };

    Kind kind = Kind::added;
    Reason reason;                       ///< as it is afterwards, or was before it ended
    std::vector<ChangedMember> members;  ///< of Kind::reworded; its place on the first screen is not among them

    friend bool operator==(const CatalogDifference&, const CatalogDifference&) = default;
};

/// What is different, in the order of `after`; what has ended comes last.
[[nodiscard]] std::vector<CatalogDifference> compare_catalogs(const Catalog& before, const Catalog& after);

}  // namespace tillnote::domain
