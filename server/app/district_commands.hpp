#pragma once

#include "server/app/commands.hpp"
#include "server/domain/district_edition_store.hpp"

#include <optional>
#include <string>

/// What the operator can do about the digests of districts. As server/app/commands.hpp.
namespace tillnote::app {
struct DatabasePorts;
}

namespace tillnote::app::commands {

struct DistrictMailOptions {
    std::string district;
    std::string email;
    std::optional<std::string> language;  ///< en or es; nothing: en, or as it is
    std::string rhythm;                   ///< daily or weekly
};
/// Without `district`, those of all districts.
[[nodiscard]] Result<void> list_district_recipients(const Config& config, const std::string& district);
[[nodiscard]] Result<void> add_district_recipient(const Config& config, const DistrictMailOptions& options);
/// Another language for one who is on the list.
[[nodiscard]] Result<void> change_district_recipient(const Config& config, const DistrictMailOptions& options);
/// Ends the mail to an address; the row stays.
[[nodiscard]] Result<void> remove_district_recipient(const Config& config, const DistrictMailOptions& options);
[[nodiscard]] Result<void> set_district_rhythm(const Config& config, const DistrictMailOptions& options);

/// The digest that was sent of `day`, YYYY-MM-DD or 'latest'; without `edition` the latest. As JSON, text or the mail's
/// HTML.
[[nodiscard]] Result<void> print_district_digest(const Config& config, const std::string& district, const std::string& day,
                                                 DigestForm form, std::optional<int> edition);

/// Derives every figure and sentence of that digest from the input that was kept with it, says whether the result is what
/// was sent, byte for byte, and what has arrived since.
[[nodiscard]] Result<void> explain_district(const Config& config, const std::string& district, const std::string& day,
                                            std::optional<int> edition);

/// As both find it. Errors: usage, not_found, unavailable, internal.
[[nodiscard]] Result<domain::DistrictEditionRecord> get_district_edition(DatabasePorts& ports, const std::string& district,
                                                                         const std::string& day, std::optional<int> edition);

}  // namespace tillnote::app::commands
