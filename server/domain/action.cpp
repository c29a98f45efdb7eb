#include "server/domain/action.hpp"

#include "schema/written_text.hpp"
#include "server/domain/digest.hpp"

#include <cstdlib>
#include <utility>

namespace tillnote::domain {
namespace {

/// "Produce · complaints"; of polarities that a department's line can have.
LineTitle polarity_words(Polarity polarity) {
    switch (polarity) {
        case Polarity::praise:
            return {"praise", "elogios"};
        case Polarity::complaint:
            return {"complaints", "quejas"};
        case Polarity::request:
            return {"requests", "pedidos"};
        case Polarity::competitor:
            return {"compared with us", "comparados con nosotros"};
        case Polarity::why_here:
        case Polarity::other:
        case Polarity::lane_only:
            return {"remarks", "comentarios"};
    }
    std::abort();
}

bool takes_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

Result<void> check_reply(const ActionChange& change) {
    for (const auto& [text, field] : {std::pair{&change.reply, "/reply"}, std::pair{&change.reply_es, "/reply_es"}}) {
        if (auto checked = check_written_text(
                *text, 0, reply_characters_max,
                "A reply has to fit a lane: at most " + std::to_string(reply_characters_max) + " characters", field);
            !checked) {
            return checked;
        }
    }
    if (change.reply.empty() && !change.reply_es.empty()) {
        return Error{ErrorCode::invalid_field, "Write the reply in your own words, too; the Spanish one stands beside it.",
                     "/reply"};
    }
    if (!change.reply.empty() && change.state != ActionState::done) {
        return Error{ErrorCode::invalid_field, "A reply says what was done; send it with the state 'done'.", "/reply"};
    }
    return {};
}

}  // namespace

std::optional<LineKey> find_line_key(std::string_view text) {
    LineKey key;
    if (takes_prefix(text, "reason:")) {
        key.reason = text;
        return is_reason_code(text) ? std::optional(key) : std::nullopt;
    }
    if (takes_prefix(text, "department:")) {
        const std::size_t colon = text.find(':');
        const auto polarity = colon == std::string_view::npos ? std::nullopt : find_polarity(text.substr(colon + 1));
        if (colon == 0 || !polarity) {
            return std::nullopt;
        }
        key.department = text.substr(0, colon);
        key.polarity = *polarity;
        return key;
    }
    if (takes_prefix(text, "alert:")) {
        const auto id = Uuid::parse(text);
        if (id) {
            key.alert_id = *id;
            return key;
        }
    }
    return std::nullopt;
}

std::optional<LineTitle> find_line_title(const LineKey& key, const DatedCatalog& catalog, Day day) {
    if (!key.department.empty()) {
        const Catalog of_day = catalog.on(day);
        const Department* department = of_day.find_department(key.department);
        if (department == nullptr) {
            return std::nullopt;
        }
        const LineTitle words = polarity_words(key.polarity);
        return LineTitle{department->label_en + " · " + words.en, department->label_es + " · " + words.es};
    }
    const Reason* reason = catalog.find_reason(key.reason, day);
    if (reason == nullptr || !is_shown(*reason)) {
        return std::nullopt;
    }
    return LineTitle{reason->label_en, reason->label_es};
}

Result<Action> change_action(Action action, const ActionChange& change, const Catalog& catalog, const Uuid& message_id,
                             Instant now) {
    if (auto checked = check_reply(change); !checked) {
        return checked.error();
    }
    if (change.assigned && !change.assigned->empty() && catalog.find_department(*change.assigned) == nullptr) {
        return Error{ErrorCode::invalid_field,
                     "The catalog has no such department; name one by its code, or leave it empty.", "/assigned"};
    }
    if (action.state == ActionState::done && change.state != ActionState::open) {
        return Error{ErrorCode::conflict, "This line is done already; open it again first.", "/state"};
    }
    if (change.assigned) {
        action.assigned = *change.assigned;
    }
    if (change.state) {
        action.state = *change.state;
    } else if (action.state == ActionState::open && !action.assigned.empty()) {
        action.state = ActionState::acknowledged;
    }
    const bool done = action.state == ActionState::done;
    action.reply = done ? change.reply : std::string();
    action.reply_es = done ? change.reply_es : std::string();
    action.message_id = action.reply.empty() ? std::nullopt : std::optional(message_id);
    action.changed_at = now;
    action.closed_at = done ? std::optional(now) : std::nullopt;
    return action;
}

std::optional<StoreMessage> reply_message(const Action& action, Day today) {
    if (!action.message_id) {
        return std::nullopt;
    }
    return StoreMessage{*action.message_id,
                        action.store,
                        action.reply,
                        action.reply_es.empty() ? action.reply : action.reply_es,
                        today,
                        add_days(today, reply_days - 1)};
}

}  // namespace tillnote::domain
