#include "schema/reason_text.hpp"
#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/commands/catalog_files.hpp"
#include "server/app/commands/store_place.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/catalog_change.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace tillnote::app::commands {
namespace {

struct CatalogFiles {
    Catalog catalog;
    std::optional<std::vector<HotKey>> hot_keys;  ///< nothing where there is no file of them
};

Result<CatalogFiles> read_catalog(const std::filesystem::path& file) {
    auto reasons = read_file(file);
    if (!reasons) {
        return reasons.error();
    }
    const std::filesystem::path folder = file.parent_path();
    auto departments = read_file(folder / "departments.tsv");
    if (!departments) {
        return departments.error();
    }
    auto catalog = parse_catalog(*departments, *reasons);
    if (!catalog) {
        return catalog.error();
    }
    CatalogFiles files{std::move(*catalog), std::nullopt};
    if (std::filesystem::exists(folder / "hot_keys.tsv")) {
        auto read = read_hot_keys(folder / "hot_keys.tsv", files.catalog);
        if (!read) {
            return read.error();
        }
        files.hot_keys = std::move(*read);
    }
    return files;
}

Result<void> write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream stream(path, std::ios::binary);
    if (!stream || !(stream << text) || !stream.flush()) {
        return Error{ErrorCode::not_found, "The file " + path.string() + " cannot be written; check the folder.", "folder"};
    }
    return {};
}

}  // namespace

Result<void> import_catalog(const Config& config, const std::string& file, const std::string& from) {
    const auto files = read_catalog(file);
    if (!files) {
        return files.error();
    }
    const Instant now = wall_clock_now();
    // Business days that are open now somewhere on earth lie within a day of this UTC date: new codes may be tapped at
    // once in every zone, and a code that is left out stays for the days that have begun, so that none of them changes.
    const domain::Day today{std::chrono::floor<std::chrono::days>(now)};
    domain::Day first = domain::add_days(today, -1);
    domain::Day ends_from = domain::add_days(today, 2);
    OperatorPorts ports(config, domain::AuditAction::imported, domain::AuditObject::catalog);
    ports.entry().facts.emplace_back("reasons", std::to_string(files->catalog.reasons.size()));
    if (!from.empty()) {
        const auto day = day_or(from, today, "--from");
        const auto directory = load_directory(ports.view, now);
        if (!day || !directory) {
            return day ? directory.error() : day.error();
        }
        if (auto checked = domain::check_first_day(**directory, *day, now); !checked) {
            return checked;
        }
        first = ends_from = *day;
    }
    auto imported = ports.view.organisation.import_catalog(files->catalog, first, ends_from, std::nullopt);
    return imported && files->hot_keys ? ports.view.keys.put_chain_hot_keys(*files->hot_keys) : imported;
}

Result<void> export_catalog(const Config& config, const std::string& folder, const std::string& on) {
    const auto day = day_or(on, domain::Day{std::chrono::floor<std::chrono::days>(wall_clock_now())}, "--on");
    if (!day) {
        return day.error();
    }
    DatabasePorts ports(config.database_migrate);
    const auto stored = ports.view.organisation.load_catalog();
    if (!stored) {
        return stored.error();
    }
    const auto hot_keys = ports.view.keys.list_chain_hot_keys();
    if (!hot_keys) {
        return hot_keys.error();
    }
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    const Catalog catalog = stored->on(*day);
    const std::filesystem::path path(folder);
    for (const auto& [name, text] :
         {std::pair<std::string, std::string>{"departments.tsv", format_departments(catalog)},
          {"reasons.tsv", format_reasons(catalog)},
          {"hot_keys.tsv", domain::format_hot_keys(domain::lane_keys({}, *hot_keys, catalog).hot_keys)}}) {
        if (auto written = write_file(path / name, text); !written) {
            return written;
        }
    }
    return {};
}

}  // namespace tillnote::app::commands
