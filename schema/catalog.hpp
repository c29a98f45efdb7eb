#pragma once

#include "schema/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote {

enum class Polarity { praise, complaint, request, competitor, why_here, other, lane_only };

/// One group of the catalog. `walk` marks a department a manager can walk to; the others are sections.
struct Department {
    std::string code;
    std::string label_en;
    std::string label_es;
    bool walk = false;
    int order = 0;

    friend bool operator==(const Department&, const Department&) = default;
};

/// One entry of the catalog as a lane and a page need it. Codes are never reused.
struct Reason {
    std::string code;
    std::string department;
    std::string theme;
    Polarity polarity = Polarity::other;
    std::string label_en;  ///< at most 18 characters, two lines on the strip
    std::string label_es;
    std::string owner;
    bool starter = false;       ///< in the small first set for a new chain
    bool first_screen = false;  ///< on the strip's first page
    bool urgent = false;        ///< an alert that does not wait for the digest
    bool about_staff = false;   ///< in no daily total, comparison, export or test

    friend bool operator==(const Reason&, const Reason&) = default;
};

struct Catalog {
    std::vector<Department> departments;  ///< in walking order
    std::vector<Reason> reasons;

    friend bool operator==(const Catalog&, const Catalog&) = default;

    /// Nothing when the code is not in the catalog. O(n); n is some forty.
    [[nodiscard]] const Reason* find_reason(std::string_view code) const noexcept;
    [[nodiscard]] const Department* find_department(std::string_view code) const noexcept;
};

inline constexpr std::string_view undo_code = "999";  ///< tapped or scanned, this voids the last note

[[nodiscard]] std::string_view to_text(Polarity polarity) noexcept;
[[nodiscard]] std::optional<Polarity> find_polarity(std::string_view text) noexcept;

/// Reads the two tab-separated files of config/catalog. The first line of each names the columns.
/// Errors: invalid_field; `detail` names file line and column.
[[nodiscard]] Result<Catalog> parse_catalog(std::string_view departments_tsv, std::string_view reasons_tsv);

}  // namespace tillnote
