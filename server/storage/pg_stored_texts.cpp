#include "server/storage/pg_stored_texts.hpp"

#include "server/storage/transact.hpp"

#include <algorithm>
#include <initializer_list>

namespace tillnote::storage {
namespace {

using Transaction = pqxx::transaction_base;

/// A table, how its rows are named (SQL expressions over alias t), and its columns of text.
struct Place {
    const char* table;
    const char* store;  ///< or district
    const char* day;
    const char* id;
    std::initializer_list<const char*> columns;
    bool is_opaque = false;  ///< of ASCII letters, digits, '-' and '_', mostly random, and one for every note
};

constexpr const char* none = "''";

const Place places[] = {
    {"note_comment", "t.store_id", "t.tap_date", "t.note_id", {"comment"}},
    // Keys are opaque here; a POS that calls without the agent might put anything into them.
    {"note", "t.store_id", "t.business_day", "t.note_id", {"remark_key"}, true},
    {"quarantine", "t.store_id", "t.tap_date", "t.note_id", {"reason", "remark_key"}},
    {"showing", "t.store_id", "t.business_day", "t.showing_id", {"answer"}},
    {"rollup_showing", "t.store_id", "t.business_day", "t.ask_id", {"answer"}},
    {"lane_message", "t.store_id", "t.first_day", "t.message_id", {"text_en", "text_es"}},
    {"action", "t.store_id", "t.business_day", "t.action_id", {"line_key", "title_en", "title_es", "reply", "reply_es"}},
    {"action_change", "t.store_id", "t.changed_at", "t.action_id || ' ' || t.number", {"reply"}},
    {"alert", "t.store_id", "t.raised_at", "t.alert_id", {"reply"}},
    {"event", "t.store_id", "t.business_day", "t.event_id", {"what", "theme"}},
    {"goal", "t.store_id", "t.first_day", "t.goal_id", {"theme"}},
    {"ask", "t.store_id", "t.first_day", "t.ask_id", {"question_en", "question_es"}},
    {"ask_answer", "t.store_id", none, "t.ask_id || ' ' || t.position", {"answer", "label_en", "label_es"}},
    {"closed_day", "t.store_id", "t.business_day", none, {"why"}},
    {"store", "t.store_id", none, none, {"name"}},
    {"district", none, none, "t.district_id", {"name"}},
    {"department", none, none, "t.code", {"label_en", "label_es"}},
    {"reason", none, none, "t.code", {"code", "theme", "label_en", "label_es", "owner"}},
    {"reason_change", none, "t.valid_from", "t.code", {"code", "label_en", "label_es", "owner"}},
    {"enrolment", "t.store_id", "t.approved_at", "t.enrolment_id", {"device"}},
    {"enrolment_request", none, "t.created_at", "t.enrolment_id", {"device"}},
    {"outbox", "t.store_id", "t.heard_at", "t.outbox_id", {"version"}},
    {"delivery", "coalesce(t.of_store, t.of_district)", "t.due_at", "t.delivery_id", {"last_error"}},
    {"recipient", "t.store_id", "t.created_at", "t.recipient_id", {"email"}},
    {"district_recipient", "t.district_id", "t.created_at", "t.recipient_id", {"email"}},
    {"read_token", none, "t.created_at", "t.token_id", {"name", "created_by"}},
    {"account", none, "t.created_at", "t.account_id", {"email"}},
    {"audit_entry", "t.of_store", "t.recorded_at", "t.entry_id", {"actor_name", "object_id", "of_store", "of_district"}},
};

const Place documents[] = {
    {"audit_entry", "t.of_store", "t.recorded_at", "t.entry_id", {"details"}},
    {"edition", "t.store_id", "t.business_day", "'edition ' || t.number", {"input", "digest"}},
    {"district_edition", "t.district_id", "t.business_day", "'edition ' || t.number", {"input", "digest"}},
};

// As the card guard has it: a letter ends a number. So the others need not leave the database.
constexpr auto may_be_number = R"( ~ '[0-9]([^A-Za-z]*[0-9]){12}')";
constexpr auto fetch_texts = "FETCH 1000 FROM stored_texts";

std::string select_row(const Place& place, const std::string& column, const std::string& from, const std::string& text) {
    const auto date_or_none = [](const std::string& day) {
        return day == none ? day : "to_char(" + day + ", 'YYYY-MM-DD')";
    };
    return "SELECT '" + std::string(place.table) + "." + column + "', coalesce((" + place.store + ")::text, ''), coalesce(" +
           date_or_none(place.day) + ", ''), (" + place.id + ")::text, " + text + " FROM " + from;
}

std::vector<std::string> list_selects() {
    std::vector<std::string> selects;
    for (const Place& place : places) {
        for (const std::string column : place.columns) {
            std::string select = select_row(place, column, std::string(place.table) + " AS t", "t." + column);
            select.append(" WHERE t.").append(column).append(place.is_opaque ? may_be_number : " <> ''");
            selects.push_back(std::move(select));
        }
    }
    for (const Place& place : documents) {
        for (const std::string column : place.columns) {
            selects.push_back(select_row(place, column,
                                         std::string(place.table) + " AS t CROSS JOIN LATERAL jsonb_path_query(t." + column +
                                             R"(::jsonb, 'strict $.** ? (@.type() == "string")') AS found (value))",
                                         "found.value #>> '{}'"));
        }
    }
    return selects;
}

void look_at_all(Transaction& transaction, const std::string& select,
                 const std::function<void(const domain::StoredText&)>& look) {
    transaction.exec0("DECLARE stored_texts NO SCROLL CURSOR FOR " + select);
    for (auto rows = transaction.exec(fetch_texts); !rows.empty(); rows = transaction.exec(fetch_texts)) {
        for (const pqxx::row& row : rows) {
            look({row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>(), row[3].as<std::string>(),
                  row[4].as<std::string>()});
        }
    }
    transaction.exec0("CLOSE stored_texts");
}

}  // namespace

PgStoredTexts::PgStoredTexts(Session& session) : session_(session) {}

Result<void> PgStoredTexts::for_each(const std::function<void(const domain::StoredText& text)>& look) {
    return transact<Snapshot>(session_, [&](Transaction& transaction) -> Result<void> {
        for (const std::string& select : list_selects()) {
            look_at_all(transaction, select, look);
        }
        return {};
    });
}

std::vector<std::string> PgStoredTexts::list_places() {
    std::vector<std::string> names;
    const auto add = [&names](const Place& place) {
        for (const std::string column : place.columns) {
            names.push_back(std::string(place.table) + "." + column);
        }
    };
    std::for_each(std::begin(places), std::end(places), add);
    std::for_each(std::begin(documents), std::end(documents), add);
    return names;
}

}  // namespace tillnote::storage
