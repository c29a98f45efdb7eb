#include "server/app/district_commands.hpp"

#include "schema/time_text.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/render/district_digest_data.hpp"
#include "server/render/district_mail.hpp"
#include "server/render/edition_json.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>
#include <cstdio>

namespace tillnote::app::commands {
namespace {

Result<domain::Day> get_day(DatabasePorts& ports, const std::string& district, const std::string& text) {
    if (text != "latest") {
        const auto day = parse_day(text);
        return day ? Result<domain::Day>(*day) : Error{ErrorCode::usage, "DAY must be YYYY-MM-DD or 'latest'.", "day"};
    }
    const auto last = ports.district_editions.find_last_day(district);
    if (!last) {
        return last.error();
    }
    return *last
               ? Result<domain::Day>(**last)
               : Error{ErrorCode::not_found, "There is no such district, or none of its digests was made yet.", "district"};
}

Result<std::string> render(const domain::DistrictEditionRecord& record, DigestForm form) {
    if (form == DigestForm::json) {
        auto json = render::restate_edition(record.digest, record.edition);
        return json ? Result<std::string>(*json + "\n") : json;
    }
    const auto input = render::parse_district_input(record.input);
    if (!input) {
        return input.error();
    }
    const auto digest = domain::build_district_digest(*input, record.edition);
    return form == DigestForm::html ? render::render_district_mail(digest, {}, domain::Language::english).html
                                    : render::render_district_text(digest, {}, domain::Language::english);
}

/// Changes the one on the district's list that the options name.
Result<void> change_on_list(OperatorPorts& ports, const DistrictMailOptions& options,
                            const domain::RecipientChange& change) {
    const auto recipients = ports.district_recipients.list_recipients(options.district);
    if (!recipients) {
        return recipients.error();
    }
    const auto found = std::ranges::find(*recipients, options.email, &domain::Recipient::email);
    if (found == recipients->end()) {
        return Error{ErrorCode::not_found, "That address is not on the district's list; 'district recipient list' shows it.",
                     "email"};
    }
    ports.entry().object_id = found->recipient_id.to_string();
    ports.entry().district = options.district;
    const auto changed =
        ports.district_recipients.change_recipient(options.district, found->recipient_id, change, wall_clock_now());
    return changed ? Result<void>() : changed.error();
}

}  // namespace

Result<void> add_district_recipient(const Config& config, const DistrictMailOptions& options) {
    auto recipient = domain::parse_district_recipient({options.email, std::nullopt, options.language, std::nullopt});
    if (!recipient) {
        return Error{ErrorCode::usage, recipient.error().detail, recipient.error().field};
    }
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::recipient);
    recipient->recipient_id = routes::make_random_id();
    recipient->district = options.district;
    ports.entry().district = options.district;
    const auto token = routes::make_district_unsubscribe_token(options.district);
    const auto added =
        ports.district_recipients.add_recipient(*recipient, token, routes::hash_secret(token), wall_clock_now(),
                                                [&](const Uuid& id) { ports.entry().object_id = id.to_string(); });
    if (!added) {
        return added.error();
    }
    std::printf("%s\n", added->recipient_id.to_string().c_str());
    return {};
}

Result<void> change_district_recipient(const Config& config, const DistrictMailOptions& options) {
    const auto change = domain::parse_recipient_change(options.language, std::nullopt, std::nullopt);
    if (!change) {
        return Error{ErrorCode::usage, "--language must be en or es.", "language"};
    }
    OperatorPorts ports(config, domain::AuditAction::changed, domain::AuditObject::recipient);
    return change_on_list(ports, options, *change);
}

Result<void> remove_district_recipient(const Config& config, const DistrictMailOptions& options) {
    OperatorPorts ports(config, domain::AuditAction::ended, domain::AuditObject::recipient);
    domain::RecipientChange change;
    change.active = false;
    return change_on_list(ports, options, change);
}

Result<void> set_district_rhythm(const Config& config, const DistrictMailOptions& options) {
    const auto rhythm = domain::find_digest_rhythm(options.rhythm);
    if (!rhythm) {
        return Error{ErrorCode::usage, "RHYTHM must be daily or weekly.", "rhythm"};
    }
    OperatorPorts ports(config, domain::AuditAction::changed, domain::AuditObject::digest_rhythm);
    ports.entry().district = options.district;
    ports.entry().facts.emplace_back("rhythm", options.rhythm);
    return ports.district_recipients.set_rhythm(options.district, *rhythm, wall_clock_now());
}

Result<domain::DistrictEditionRecord> get_district_edition(DatabasePorts& ports, const std::string& district,
                                                           const std::string& day, std::optional<int> edition) {
    const auto wanted = get_day(ports, district, day);
    if (!wanted) {
        return wanted.error();
    }
    auto record = ports.district_editions.find_edition(district, *wanted, edition);
    if (!record) {
        return record.error();
    }
    if (!*record) {
        return Error{ErrorCode::not_found, "There is no such digest; one is made where somebody is on the district's list.",
                     "day"};
    }
    return std::move(**record);
}

Result<void> print_district_digest(const Config& config, const std::string& district, const std::string& day,
                                   DigestForm form, std::optional<int> edition) {
    DatabasePorts ports(config.database_web);
    const auto record = get_district_edition(ports, district, day, edition);
    if (!record) {
        return record.error();
    }
    const auto text = render(*record, form);
    if (!text) {
        return text.error();
    }
    std::fputs(text->c_str(), stdout);
    return {};
}

}  // namespace tillnote::app::commands
