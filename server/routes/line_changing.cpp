#include "server/routes/line_changing.hpp"

#include "server/routes/make_id.hpp"

namespace tillnote::routes {
namespace {

constexpr std::size_t line_key_bytes_max = 64;

Error no_such_line() {
    return {ErrorCode::not_found, "No digest of this store has such a line.", "/line_key"};
}

/// The reason's label, the department's, or that of the alert's reason.
Result<domain::LineTitle> title_of(Scope& scope, const domain::LineKey& key, domain::Day day) {
    if (key.alert_id) {
        auto alert = scope.ports.alerts.find_alert(scope.store->store.id, *key.alert_id);
        if (!alert) {
            return alert.error();
        }
        if (!*alert) {
            return no_such_line();
        }
        return domain::LineTitle{(*alert)->reason.label_en, (*alert)->reason.label_es};
    }
    auto title = domain::find_line_title(key, scope.directory->catalog, day);
    return title ? Result<domain::LineTitle>(std::move(*title)) : no_such_line();
}

}  // namespace

domain::ActionStore::Change make_action_change(Scope& scope, const domain::ActionChange& change) {
    return [&scope, &change](domain::Action before) {
        const Catalog catalog = scope.directory->catalog.on(changer_of(scope).today);
        auto after = domain::change_action(std::move(before), change, catalog, make_random_id(), scope.now);
        if (after && scope.entry != nullptr && scope.entry->object == domain::AuditObject::action) {
            name_object(scope, after->action_id.to_string());
            add_fact(scope, "state", std::string(domain::to_text(after->state)));
        }
        return after;
    };
}

domain::Changer changer_of(const Scope& scope) {
    return {scope.identity->account_id, scope.now, scope.store->calendar.day_of(scope.now)};
}

Result<domain::Action> change_line(Scope& scope, const LineChange& wanted) {
    const auto key = wanted.line_key.size() > line_key_bytes_max ? std::nullopt : domain::find_line_key(wanted.line_key);
    if (!key) {
        return Error{ErrorCode::invalid_field,
                     "Name the line as 'reason:103', 'department:produce:complaint' or 'alert:' and its id.", "/line_key"};
    }
    const domain::Changer changer = changer_of(scope);
    const domain::Day day = wanted.day.value_or(domain::add_days(changer.today, -1));
    if (day > changer.today) {
        return Error{ErrorCode::impossible_value, "That business day has not begun.", "/day"};
    }
    auto title = title_of(scope, *key, day);
    if (!title) {
        return title.error();
    }
    domain::Action fresh;
    fresh.action_id = make_random_id();
    fresh.store = scope.store->store.id;
    fresh.line_key = wanted.line_key;
    fresh.title_en = std::move(title->en);
    fresh.title_es = std::move(title->es);
    fresh.day = day;
    const bool opens_again = wanted.change.state == domain::ActionState::open;
    return scope.ports.actions.change_line(fresh, opens_again, make_action_change(scope, wanted.change), changer);
}

}  // namespace tillnote::routes
