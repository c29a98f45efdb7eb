#include "schema/time_text.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/district_commands.hpp"
#include "server/app/wall_clock.hpp"
#include "server/render/district_digest_data.hpp"
#include "server/render/district_explanation.hpp"
#include "server/render/district_mail.hpp"
#include "server/routes/comparison_reading.hpp"

#include <cstdio>

namespace tillnote::app::commands {
namespace {

/// Whether this program makes the kept bytes from the kept input.
void print_edition(const domain::DistrictEditionRecord& record, const domain::DistrictDigestInput& input) {
    const domain::Edition& edition = record.edition;
    const domain::Edition as_frozen{edition.number, edition.frozen_at, edition.number};
    const bool same = render::render_district_digest_json(domain::build_district_digest(input, as_frozen)) == record.digest;
    std::printf(
        "Edition %d of %d, frozen at %s.\n%s\n\n", edition.number, edition.of, format_time(edition.frozen_at).c_str(),
        same ? "What is derived below from its kept input equals what was sent, byte for byte."
             : "This program derives something else from its kept input than what was sent: another version sent it. "
               "'district digest' shows what was sent.");
}

/// The same days as they are counted now.
Result<domain::ComparisonInput> read_now(DatabasePorts& ports, const domain::DistrictDigestInput& input) {
    const Instant now = wall_clock_now();
    auto directory = load_directory(ports.view, now);
    if (!directory) {
        return directory.error();
    }
    routes::Scope scope{.ports = ports.view, .directory = *directory, .now = now};
    auto read = routes::read_comparison_input(
        scope, &input.district, {domain::ComparisonBy::reason, domain::Against::others, input.comparison.range},
        routes::LookBack::stories);
    if (read) {
        domain::trim(*read);
    }
    return read;
}

Result<void> print_arrivals(DatabasePorts& ports, const domain::DistrictDigestInput& input) {
    const auto now = read_now(ports, input);
    if (!now) {
        return now.error();
    }
    std::vector<std::string> arrivals = render::list_district_arrivals(input.comparison, *now);
    const auto told = ports.district_editions.list_told(input.without_digest, input.day);
    if (!told) {
        return told.error();
    }
    for (const std::string& store : *told) {
        arrivals.push_back(store + ": has its own digest of " + format_day(input.day) + " now");
    }
    std::printf("\nCounted again: %s\n",
                arrivals.empty() ? "the same; nothing has arrived since." : "this has arrived since:");
    for (const std::string& arrival : arrivals) {
        std::printf("  %s\n", arrival.c_str());
    }
    return {};
}

}  // namespace

Result<void> explain_district(const Config& config, const std::string& district, const std::string& day,
                              std::optional<int> edition) {
    DatabasePorts ports(config.database_migrate);
    const auto record = get_district_edition(ports, district, day, edition);
    if (!record) {
        return record.error();
    }
    const auto input = render::parse_district_input(record->input);
    if (!input) {
        return input.error();
    }
    print_edition(*record, *input);
    const auto digest = domain::build_district_digest(*input, record->edition);
    std::printf("%s\n%s", render::render_district_text(digest, {}, domain::Language::english).c_str(),
                render::render_district_explanation(*input, digest).c_str());
    return print_arrivals(ports, *input);
}

}  // namespace tillnote::app::commands
