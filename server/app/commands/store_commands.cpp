#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/business_day.hpp"
#include "server/domain/store_setup.hpp"

namespace tillnote::app::commands {
namespace {

/// What was typed wrong is wrong usage, unlike on a page.
Error as_usage(const Error& error) {
    return error.code == ErrorCode::invalid_field ? Error{ErrorCode::usage, error.field + ": " + error.detail, error.field}
                                                  : error;
}

template <typename T>
Result<T> as_usage(Result<T> result) {
    if (result.has_error()) {
        return as_usage(result.error());
    }
    return result;
}

Result<std::optional<domain::Day>> find_day(const std::string& typed, const std::string& option) {
    if (typed.empty()) {
        return std::optional<domain::Day>{};
    }
    const auto day = parse_day(typed);
    if (!day) {
        return Error{ErrorCode::usage, option + " must be YYYY-MM-DD.", option};
    }
    return std::optional(*day);
}

}  // namespace

Result<void> add_district(const Config& config, const std::string& id, const std::string& name) {
    const auto district = as_usage(domain::make_district(id, name));
    if (!district) {
        return district.error();
    }
    OperatorPorts ports(config, domain::AuditAction::changed, domain::AuditObject::district, id);
    ports.entry().district = id;
    return ports.view.organisation.put_district(*district);
}

Result<void> add_store(const Config& config, const StoreOptions& options) {
    const auto opened_on = find_day(options.opened_on, "--opened-on");
    if (!opened_on) {
        return opened_on.error();
    }
    const Instant now = wall_clock_now();
    domain::NewStore wanted{
        .id = options.id, .name = options.name, .district = options.district, .zone = options.zone, .opened_on = *opened_on};
    wanted.cutoff_minutes = options.cutoff_minutes.value_or(wanted.cutoff_minutes);
    const auto store = as_usage(domain::make_store(wanted, now));
    if (!store) {
        return store.error();
    }
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::store, options.id, options.id);
    auto added = ports.view.organisation.add_store(*store);
    if (added || added.error().code != ErrorCode::conflict) {
        return added;
    }
    ports.entry().action = domain::AuditAction::changed;
    return ports.view.organisation.change_store(options.id, [&](domain::Store known) -> Result<domain::Store> {
        if (*opened_on && **opened_on != known.opened_on) {
            return Error{
                ErrorCode::conflict,
                "The store opened on " + format_day(known.opened_on) + " and that does not change; leave --opened-on out.",
                "opened-on"};
        }
        domain::StoreChange change{.name = options.name, .zone = options.zone, .cutoff_minutes = options.cutoff_minutes};
        if (known.district != options.district) {
            change.district = options.district;
        }
        ports.entry().facts = domain::facts_of(change);
        return domain::change_store(std::move(known), change, now);
    });
}

Result<void> change_store(const Config& config, const StoreChangeOptions& options) {
    const auto from = find_day(options.from, "--from");
    if (!from) {
        return from.error();
    }
    const bool changes_days = options.zone || options.cutoff_minutes;
    const bool changes_else = options.name || options.free_text || options.walk;
    if (!changes_days && (!changes_else || *from)) {
        return Error{ErrorCode::usage, "Give --name, --free-text, --walk, or --zone or --cutoff-minutes and perhaps --from.",
                     "name"};
    }
    domain::StoreChange change{
        .name = options.name, .zone = options.zone, .cutoff_minutes = options.cutoff_minutes, .valid_from = *from};
    if (options.free_text) {
        change.free_text = *options.free_text == "on";
    }
    OperatorPorts ports(config, domain::AuditAction::changed, domain::AuditObject::store, options.id, options.id);
    if (options.walk) {
        const auto directory = load_directory(ports.view, wall_clock_now());
        if (!directory) {
            return directory.error();
        }
        auto walk = as_usage(domain::parse_walk(*options.walk, (*directory)->catalog.departments));
        if (!walk) {
            return walk.error();
        }
        change.walk = std::move(*walk);
    }
    ports.entry().facts = domain::facts_of(change);
    return ports.view.organisation.change_store(options.id, [&](domain::Store known) {
        return as_usage(domain::change_store(std::move(known), change, wall_clock_now()));
    });
}

Result<void> move_store(const Config& config, const std::string& store, const std::string& district,
                        const std::string& day) {
    const auto on = find_day(day, "--on");
    if (!on) {
        return on.error();
    }
    const domain::StoreChange change{.district = district, .moves_on = *on};
    OperatorPorts ports(config, domain::AuditAction::changed, domain::AuditObject::store, store, store);
    ports.entry().facts = domain::facts_of(change);
    return ports.view.organisation.change_store(
        store, [&](domain::Store known) { return domain::change_store(std::move(known), change, wall_clock_now()); });
}

Result<void> close_store(const Config& config, const std::string& store, const std::string& day) {
    const auto closed_on = parse_day(day);
    if (!closed_on) {
        return Error{ErrorCode::usage, "--on must be YYYY-MM-DD.", "--on"};
    }
    OperatorPorts ports(config, domain::AuditAction::ended, domain::AuditObject::store, store, store);
    ports.entry().facts.emplace_back("on", format_day(*closed_on));
    return ports.view.organisation.change_store(
        store, [&](domain::Store known) { return domain::close_store(std::move(known), *closed_on); });
}

Result<void> reopen_store(const Config& config, const std::string& store) {
    OperatorPorts ports(config, domain::AuditAction::enabled, domain::AuditObject::store, store, store);
    return ports.view.organisation.change_store(
        store, [](domain::Store known) { return domain::close_store(std::move(known), std::nullopt); });
}

Result<void> close_store_day(const Config& config, const std::string& store, const std::string& day,
                             const std::string& why) {
    auto parsed = parse_day(day);
    if (!parsed) {
        return Error{ErrorCode::usage, "DAY must be YYYY-MM-DD.", "day"};
    }
    if (auto checked = as_usage(domain::check_closed_day(why)); !checked) {
        return checked;
    }
    OperatorPorts ports(config, domain::AuditAction::ended, domain::AuditObject::business_day, day, store);
    return ports.view.organisation.close_day(store, *parsed, why);
}

Result<void> open_store_day(const Config& config, const std::string& store, const std::string& day) {
    const auto parsed = parse_day(day);
    if (!parsed) {
        return Error{ErrorCode::usage, "DAY must be YYYY-MM-DD.", "day"};
    }
    OperatorPorts ports(config, domain::AuditAction::enabled, domain::AuditObject::business_day, day, store);
    return ports.view.organisation.open_day(store, *parsed);
}

}  // namespace tillnote::app::commands
