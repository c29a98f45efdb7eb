#include "server/routes/digest_reading.hpp"

#include "schema/time_text.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/edition_json.hpp"
#include "server/render/edition_view.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

using Found = std::optional<domain::EditionRecord>;

Result<Found> find_shown(const Ports& ports, const domain::StoreEntry& entry, domain::Day day, std::optional<int> number,
                         Instant now) {
    const bool may_have_one = entry.calendar.bounds_of(day).ends_at <= now;
    auto found = may_have_one ? ports.editions.find_edition(entry.store.id, day, number) : Result<Found>(Found());
    if (found && !*found && number) {
        return Error{ErrorCode::not_found,
                     "This day has no edition " + std::to_string(*number) + "; leave 'edition' out to read what there is.",
                     "edition"};
    }
    return found;
}

/// A standing alert is on the page that somebody opens, whichever day it was raised on.
Result<void> add_standing_alerts(domain::Digest& digest, const Ports& ports, const domain::StoreEntry& entry, Instant now) {
    const domain::Day latest = domain::add_days(entry.calendar.day_of(now), -1);
    if (digest.day < latest) {
        return {};
    }
    auto alerts = ports.alerts.list_alerts(entry.store.id);
    if (!alerts) {
        return alerts.error();
    }
    std::erase_if(*alerts, [&](const domain::AlertLine& alert) {
        const bool shown =
            std::ranges::find(digest.alerts, alert.alert_id, &domain::AlertLine::alert_id) != digest.alerts.end();
        return shown || alert.acknowledged_at || alert.taken_back();
    });
    digest.alerts.insert(digest.alerts.begin(), alerts->begin(), alerts->end());
    return {};
}

}  // namespace

Result<int> parse_edition_number(std::string_view text) {
    const bool is_number =
        !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string_view::npos;
    const int number = is_number ? std::stoi(std::string(text)) : 0;
    if (number < 1) {
        return Error{ErrorCode::invalid_field, "An edition is a whole number from 1 on; leave it out to read the latest.",
                     "edition"};
    }
    return number;
}

Result<domain::Day> resolve_day(const domain::StoreEntry& entry, std::string_view text, Instant now) {
    const auto today = entry.calendar.day_of(now);
    domain::Day day = today;
    if (text == "latest") {
        day = domain::add_days(today, -1);
    } else if (text != "today") {
        auto parsed = parse_day(text);
        if (!parsed) {
            return Error{ErrorCode::invalid_field, "Name a day as YYYY-MM-DD, 'today' or 'latest'.", "day"};
        }
        day = *parsed;
    }
    if (day > today) {
        return Error{ErrorCode::not_found, "That business day has not begun; 'today' is " + format_day(today) + ".", "day"};
    }
    if (day < entry.store.opened_on) {
        return Error{ErrorCode::not_found,
                     "The store had not opened then; its first day is " + format_day(entry.store.opened_on) + ".", "day"};
    }
    return day;
}

Result<domain::Digest> read_digest(domain::DigestStore& digests, const domain::Directory& directory,
                                   const domain::StoreEntry& entry, domain::Day day, Instant now) {
    auto input = digests.load_input(entry.store, entry.calendar, directory.catalog, day, now);
    if (!input) {
        return input.error();
    }
    input->district = entry.district;
    return domain::build_digest(*input, entry.calendar);
}

Result<domain::Digest> read_shown_digest(const Ports& ports, const domain::Directory& directory,
                                         const domain::StoreEntry& entry, domain::Day day, std::optional<int> number,
                                         Instant now) {
    auto found = find_shown(ports, entry, day, number, now);
    if (!found) {
        return found.error();
    }
    return *found ? render::rebuild_digest(**found) : read_digest(ports.digests, directory, entry, day, now);
}

Result<domain::Digest> read_page_digest(const Ports& ports, const domain::Directory& directory,
                                        const domain::StoreEntry& entry, domain::Day day, std::optional<int> number,
                                        Instant now) {
    auto digest = read_shown_digest(ports, directory, entry, day, number, now);
    if (!digest) {
        return digest;
    }
    if (digest->edition) {
        auto live = read_digest(ports.digests, directory, entry, day, now);
        if (!live) {
            return live.error();
        }
        digest->alerts = std::move(live->alerts);
        digest->open_actions = std::move(live->open_actions);
    }
    if (auto added = add_standing_alerts(*digest, ports, entry, now); !added) {
        return added.error();
    }
    return digest;
}

Result<std::string> read_shown_json(const Ports& ports, const domain::Directory& directory, const domain::StoreEntry& entry,
                                    domain::Day day, std::optional<int> number, Instant now) {
    auto found = find_shown(ports, entry, day, number, now);
    if (!found) {
        return found.error();
    }
    if (*found) {
        return render::restate_edition((*found)->digest, (*found)->edition);
    }
    auto digest = read_digest(ports.digests, directory, entry, day, now);
    return digest ? Result<std::string>(render::render_digest_json(*digest)) : digest.error();
}

}  // namespace tillnote::routes
