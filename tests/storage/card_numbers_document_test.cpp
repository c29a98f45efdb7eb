#include "server/storage/pg_stored_texts.hpp"

#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <vector>

namespace tillnote::test {
namespace {

const std::string ascii_number = "4111 1111 1111 1111";
const std::string full_width_number =
    "\uFF14\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11";

/// A code stands in every note and digest: the document says that it stays.
const std::set<std::string> kept{"reason.code", "reason_change.code"};

/// docs/card-numbers.md, taken at its word.
class RunBook {
public:
    RunBook() {
        std::ifstream file(std::string(TILLNOTE_SOURCE_DIR) + "/docs/card-numbers.md");
        const std::regex row(R"(   \| ((`\w+`(, )?)+) \| `(\w+)`.*\|)");
        std::string block;
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with("       ")) {
                block += line.substr(7) + "\n";
                continue;
            }
            if (!block.empty()) {
                blocks_.push_back(std::move(block));
                block.clear();
            }
            if (std::smatch cells; std::regex_match(line, cells, row)) {
                const std::string tables = cells[1];
                const std::regex name(R"(\w+)");
                for (std::sregex_iterator it(tables.begin(), tables.end(), name); it != std::sregex_iterator(); ++it) {
                    keys_[it->str()] = cells[4];
                }
            }
        }
    }

    /// The lines to be typed that hold `words`.
    [[nodiscard]] std::string lines_with(const std::string& words) const {
        const auto found = std::ranges::find_if(
            blocks_, [&words](const std::string& block) { return block.find(words) != std::string::npos; });
        EXPECT_NE(found, blocks_.end()) << "no lines with " << words;
        return found == blocks_.end() ? "" : *found;
    }
    [[nodiscard]] std::string key_of(const std::string& table) const {
        const auto found = keys_.find(table);
        EXPECT_NE(found, keys_.end()) << "no key of " << table;
        return found == keys_.end() ? "" : found->second;
    }

private:
    std::vector<std::string> blocks_;
    std::map<std::string, std::string> keys_;
};

/// A row in every table that the scan looks at.
constexpr const char* rows_sql = R"(
    INSERT INTO district VALUES ('north', 'Northside');
    INSERT INTO store (store_id, district_id, name, opened_on) VALUES ('store-1', 'north', 'Elm', current_date);
    INSERT INTO department VALUES ('dairy', 'Dairy', 'Lácteos', true, 1, current_date);
    INSERT INTO reason VALUES ('101', 'dairy', 'fresh', 'praise', 'Milk', 'Leche', 'dairy', true, true, false, false, 1, current_date);
    INSERT INTO reason_change VALUES ('101', current_date, 'Milk', 'Leche', 'dairy', true, true, false, 1);
    INSERT INTO lane VALUES ('store-1', 3, now());
    INSERT INTO enrolment VALUES ('store-1', :id, 3, 'till', now());
    INSERT INTO enrolment_request (enrolment_id, code, secret_sha256, device, created_at, expires_at)
        VALUES (:id, 'ABCDEFGH', 'x', 'till', now(), now());
    INSERT INTO outbox VALUES ('store-1', :id, :id, 3, 1, 0, 0, 1, '0.1', current_date, now());
    INSERT INTO note VALUES (current_date, current_date, :id, :id, :id, 1, now(), now(), now(), NULL, NULL, 3, 0, 'store-1', '101',
                             'touch', 'k'), (current_date, current_date, gen_random_uuid(), :id, :id, 2, now(), now(), now(), NULL,
                             NULL, 3, 0, 'store-1', '101', 'touch', 'k');
    INSERT INTO note_comment VALUES ('store-1', current_date, :id, 'c', now());
    INSERT INTO quarantine VALUES ('store-1', current_date, :id, :id, :id, 2, NULL, now(), now(), NULL, NULL, 3, 0, '101', 'touch',
                                   'k', 'unknown_reason');
    INSERT INTO showing VALUES ('store-1', :id, :id, 3, current_date, now(), now(), true, 'answered', 'yes');
    INSERT INTO rollup_showing VALUES ('store-1', :id, current_date, 'yes', true, 1);
    INSERT INTO lane_message VALUES ('store-1', :id, 'Thanks', 'Gracias', current_date, current_date, now());
    INSERT INTO action VALUES ('store-1', :id, 'k', 'a', 'b', 'done', current_date, '', 'r', 'r', NULL, now(), now());
    INSERT INTO action_change VALUES ('store-1', :id, 1, now(), :id, 'done', '', 'r'), ('store-1', :id, 2, now(), :id, 'done', '', 's');
    INSERT INTO alert (store_id, alert_id, reason, remarks, raised_at, acknowledged_at, reply)
        VALUES ('store-1', :id, '101', 1, now(), now(), 'r');
    INSERT INTO event VALUES ('store-1', :id, current_date, 'what', '', 'fresh', now());
    INSERT INTO goal VALUES ('store-1', :id, '', 'fresh', true, 100, current_date, current_date + 1, now());
    INSERT INTO ask VALUES ('store-1', :id, 'q', 'p', current_date, current_date, 5, now());
    INSERT INTO ask_answer VALUES ('store-1', :id, 1, 'yes', 'Yes', 'Sí');
    INSERT INTO closed_day VALUES ('store-1', current_date, 'why');
    INSERT INTO delivery (delivery_id, of_store, kind, channel, target_id, business_day, edition, message_id, due_at, next_attempt_at)
        VALUES (:id, 'store-1', 'digest', 'mail', :id, current_date, 1, 'm', now(), now());
    INSERT INTO recipient VALUES ('store-1', :id, 'boss@x.example', 'digest', 'en', 345, 't', 't', now());
    INSERT INTO district_recipient VALUES ('north', :id, 'lead@x.example', 'en', 't', 't', now());
    INSERT INTO read_token VALUES (:id, 'bi', 'store', 'store-1', 'x', 'admin@x.example', now(), now() + interval '1 day');
    INSERT INTO account (account_id, email, password_hash, created_at) VALUES (:id, 'm@x.example', 'x', now());
    INSERT INTO audit_entry (actor_kind, actor_name, actor_role, address, action, object_kind, object_id, of_store, of_district,
                             outcome, details)
        VALUES ('person', 'm@x.example', 'manager', '', 'added', 'event', 'e', 'store-1', '', 'done', '{}');
    INSERT INTO edition VALUES ('store-1', current_date, 1, now(), 3, '{}', '{}');
    INSERT INTO district_edition VALUES ('north', current_date, 1, now(), '{}', '{}');
)";

class CardNumbersDocument : public testing::Test {
protected:
    void SetUp() override {
        const std::string id = "'00000000-0000-4000-8000-00000000000b'";
        query(std::regex_replace(std::string(rows_sql), std::regex(":id"), id));
    }
    std::string query(const std::string& sql) { return postgres().query(database, sql); }

    /// What `verify --card-numbers` prints, by place.
    std::map<std::string, domain::StoredText> find_numbers() {
        storage::Session session(all_rows(database, "tillnote_migrate"));
        storage::PgStoredTexts texts(session);
        const auto scan = domain::scan_for_cards(texts);
        EXPECT_TRUE(scan.has_value()) << session.last_failure();
        std::map<std::string, domain::StoredText> found;
        for (const domain::StoredText& finding : scan->findings) {
            found.emplace(finding.place, finding);
        }
        return found;
    }

    void plant(const std::string& place, const std::string& number) {
        const auto dot = place.find('.');
        const std::string table = place.substr(0, dot);
        const std::string column = place.substr(dot + 1);
        const bool is_document = table.ends_with("edition") || column == "details";
        query("UPDATE " + table + " SET " + column + " = '" +
              (is_document ? R"({"counts": [4111, 1111], "said": ["card )" + number + "\"]}" : "card " + number) + "'");
    }

    /// What is typed about one find, but for rewriting the table.
    std::string typed_for(const domain::StoredText& find, const std::string& number) {
        const auto dot = find.place.find('.');
        const std::string table = find.place.substr(0, dot);
        const std::string column = find.place.substr(dot + 1);
        const std::string key = book.key_of(table);
        const std::string id = key == "business_day" ? find.day
                               : key == "store_id"   ? find.store
                                                     : find.id.substr(0, find.id.find(' '));
        std::string typed = "\\set table " + table + "\n\\set column " + column + "\n\\set key " + key + "\n\\set id '" +
                            id + "'\n\\set text '" + number + "'\n";
        std::string what = "SET :column =";
        if (table.ends_with("edition") || column == "details") {
            what = column == "details" ? "SET details" : "SET input";
            typed += book.lines_with("jsonb_path_query");
        } else {
            what = column == "remark_key" || column == "email" ? "SET " + column : what;
            typed += book.lines_with("SELECT :column");
        }
        std::string removal = book.lines_with(what);
        if (const auto text = removal.find("\\set text"); text != std::string::npos) {
            removal.erase(text, removal.find('\n', text) - text);
        }
        return typed + removal;
    }

    void take_out_everywhere(const std::string& number, const std::function<bool(const std::string& place)>& is_planted);

    const std::string database = postgres().make_database();
    const RunBook book;
};

void CardNumbersDocument::take_out_everywhere(const std::string& number,
                                              const std::function<bool(const std::string& place)>& is_planted) {
    std::set<std::string> planted;
    for (const std::string& place : storage::PgStoredTexts::list_places()) {
        if (is_planted(place)) {
            plant(place, number);
            planted.insert(place);
        }
    }
    std::string script = book.lines_with("SET log_statement");
    std::string rewriting;
    std::set<std::string> found;
    for (const auto& [place, find] : find_numbers()) {
        found.insert(place);
        EXPECT_EQ((find.store + find.id).find(number), std::string::npos) << place;
        script += typed_for(find, number);
        rewriting += "\\set table " + place.substr(0, place.find('.')) + "\n" + book.lines_with("VACUUM");
    }
    EXPECT_EQ(found, planted);

    const std::string shown = postgres().type(database, "postgres", script + rewriting);

    EXPECT_NE(shown.find(number), std::string::npos) << "the row is looked at first";
    EXPECT_TRUE(find_numbers().empty()) << find_numbers().begin()->first;
    EXPECT_EQ(query("SELECT digest::jsonb #>> '{said,0}' FROM edition"), "card (removed)");
    query("CHECKPOINT");
    EXPECT_EQ(query("SELECT count(*) FROM pg_class AS c, pg_read_binary_file(pg_relation_filepath(c.oid)) AS file "
                    "WHERE pg_relation_filepath(c.oid) IS NOT NULL AND position(convert_to('" +
                    number + "', 'UTF8') IN file) > 0"),
              "0");
}

TEST_F(CardNumbersDocument, TakesANumberOutOfEveryTextAndOutOfTheFiles) {
    take_out_everywhere(ascii_number, [](const std::string& place) { return !kept.contains(place); });
    EXPECT_EQ(query("SELECT count(DISTINCT remark_key) || ' ' || count(*) FROM note"), "1 2")
        << "one customer's notes stay one's";
}

TEST_F(CardNumbersDocument, TakesOneInFullWidthDigitsOutAsWell) {
    // Remark keys are ASCII.
    take_out_everywhere(full_width_number,
                        [](const std::string& place) { return !kept.contains(place) && !place.ends_with(".remark_key"); });
}

TEST_F(CardNumbersDocument, OpensTheRowsToWhoIsNoSuperuser) {
    for (const char* place : {"note_comment.comment", "event.what", "district.name", "recipient.email", "edition.digest"}) {
        plant(place, ascii_number);
    }
    const std::string opening = "SET search_path = tillnote;\n" + book.lines_with("set_config");
    std::string removal;
    for (const auto& [place, find] : find_numbers()) {
        removal += typed_for(find, ascii_number) + book.lines_with("VACUUM (");
    }
    postgres().type(database, "tillnote_migrate", "SET search_path = tillnote;\n" + removal);
    EXPECT_EQ(find_numbers().size(), 5u) << "without its lines nothing is found";
    postgres().type(database, "tillnote_migrate", opening + removal);
    EXPECT_TRUE(find_numbers().empty()) << find_numbers().begin()->first;
}

}  // namespace
}  // namespace tillnote::test
