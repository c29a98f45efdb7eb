#include "server/storage/ask_rows.hpp"

#include "server/storage/sql_text.hpp"

namespace tillnote::storage {

std::vector<domain::Ask> read_asks(const pqxx::result& rows) {
    std::vector<domain::Ask> asks;
    for (const pqxx::row& row : rows) {
        const Uuid id = uuid_of(row["ask_id"].as<std::string>());
        if (asks.empty() || asks.back().ask_id != id) {
            domain::Ask ask;
            ask.ask_id = id;
            ask.store = row["store_id"].as<std::string>();
            ask.question_en = row["question_en"].as<std::string>();
            ask.question_es = row["question_es"].as<std::string>();
            ask.first_day = day_of(row["first_unix_day"].as<std::int64_t>());
            ask.last_day = day_of(row["last_unix_day"].as<std::int64_t>());
            ask.one_in = row["one_in"].as<std::int64_t>();
            if (!row["closed_unix_ms"].is_null()) {
                ask.closed_at = instant_of(row["closed_unix_ms"].as<std::int64_t>());
            }
            asks.push_back(std::move(ask));
        }
        asks.back().answers.push_back(
            {row["answer"].as<std::string>(), row["label_en"].as<std::string>(), row["label_es"].as<std::string>()});
    }
    return asks;
}

void add_showings(domain::AskCounts& counts, const pqxx::row& row) {
    const int showings = row[2].as<int>();
    counts.shown += showings;
    counts.sampled = counts.sampled && row[1].as<bool>();
    if (!row[0].is_null()) {
        counts.answers[row[0].as<std::string>()] += showings;
    }
}

}  // namespace tillnote::storage
