#include "lane-client/outbox_rows.hpp"
#include "lane-client/outbox_schema.hpp"
#include "schema/wire.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/targets.hpp"

#include <array>
#include <functional>
#include <string>

namespace tillnote::fuzz {
namespace {

using lane::Database;
using lane::Statement;

/// One outbox in memory, for all inputs.
Database& outbox() {
    static Database shared = [] {
        auto trouble = lane::Trouble::none;
        return lane::open_outbox_database(":memory:", nullptr, trouble).value();
    }();
    return shared;
}

std::string hexadecimal(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char letter : bytes) {
        const auto byte = static_cast<unsigned char>(letter);
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 15U]);
    }
    return text;
}

bool is_integer(std::string_view text) {
    const auto digits = text.starts_with('-') ? text.substr(1) : text;
    return !digits.empty() && digits.size() <= 18 && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "i12" is an integer, "t..." text, "x..." bytes, anything else NULL: SQLite's columns hold what a damaged page says.
std::string column_sql(std::string_view line) {
    const auto rest = line.empty() ? line : line.substr(1);
    if (line.starts_with('i') && is_integer(rest)) {
        return std::string(rest);
    }
    if (line.starts_with('m')) {
        return rest.starts_with('-') ? "-9223372036854775807" : "9223372036854775807";
    }
    if (line.starts_with('t')) {
        return std::string("CAST(X'").append(hexadecimal(rest)).append("' AS TEXT)");
    }
    const bool is_hexadecimal = rest.size() % 2 == 0 && rest.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    return line.starts_with('x') && is_hexadecimal ? std::string("X'").append(rest).append("'") : "NULL";
}

/// A row of `columns` values, a line each; what is missing is NULL.
Statement make_row(std::string_view lines, std::size_t columns) {
    std::string sql = "SELECT ";
    for (std::size_t index = 0; index < columns; ++index) {
        const auto line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(line.size() == lines.size() ? line.size() : line.size() + 1);
        sql.append(index == 0 ? "" : ", ").append(column_sql(line));
    }
    auto statement = outbox().prepare(sql);
    require(statement.has_value(), "a row can be made of any values");
    require(statement->step().value(), "and be read");
    return std::move(*statement);
}

/// The newest row of a table, after `insert` has put it there; the table is empty again afterwards.
template <typename Stored>
std::optional<Stored> store_and_read(const Stored& stored, Result<void> (*insert)(Database&, const Stored&),
                                     std::optional<Stored> (*read)(const Statement&), const std::string& columns,
                                     const std::string& table, const std::string& alias) {
    require(insert(outbox(), stored).has_value(), "a row that was read can be stored elsewhere");
    std::optional<Stored> found;
    {
        auto statement = outbox().prepare("SELECT " + columns + " FROM " + table + " " + alias);
        require(statement.has_value() && statement->step().value(), "a row that was stored is there");
        found = read(*statement);
    }
    require(outbox().run(("DELETE FROM " + table).c_str()).has_value(), "a row can be deleted");
    return found;
}

/// What the row becomes on its way to the server: the same there (times beyond the year 9999 are told as its end), or
/// refused alone, so that it blocks nothing.
template <typename Entry>
void require_told_or_refused_alone(const Entry& entry, std::vector<Entry> NotesRequest::* entries) {
    NotesRequest request;
    (request.*entries).push_back(entry);
    const std::string told = to_json(request);
    const auto read = parse_notes_request(told);
    if (read) {
        require(to_json(*read) == told, "the server reads what the lane stored");
    } else {
        require_json_refusal(read.error());
        require(read.error().field.find("/0/") != std::string::npos, "a row that the server refuses is the one named");
    }
}

void note_row(std::string_view lines) {
    const auto stored = lane::read_note(make_row(lines, 16));
    if (!stored) {
        return;
    }
    require(!stored->note.comment || is_comment(*stored->note.comment), "a note has a whole comment or none");
    const auto again = store_and_read(*stored, lane::insert_note, lane::read_note, lane::note_columns, "note", "n");
    require(again && again->note == stored->note, "a note that is moved to another file stays as it is");
    require(again->outbox_id == stored->outbox_id && again->enrolment == stored->enrolment &&
                again->state == stored->state && again->settled_at == stored->settled_at &&
                again->with_transaction == stored->with_transaction,
            "with all that the lane knows of it");
    require_told_or_refused_alone(stored->note, &NotesRequest::notes);
}

void undo_row(std::string_view lines) {
    const auto stored = lane::read_undo(make_row(lines, 7));
    if (!stored) {
        return;
    }
    const auto again = store_and_read(*stored, lane::insert_undo, lane::read_undo, lane::undo_columns, "undo", "u");
    require(again && again->undo == stored->undo && again->state == stored->state, "an undo that is moved stays as it is");
    require_told_or_refused_alone(stored->undo, &NotesRequest::undos);
}

void showing_row(std::string_view lines) {
    const auto stored = lane::read_showing(make_row(lines, 12));
    if (!stored) {
        return;
    }
    require(!stored->showing.answer || is_reason_code(*stored->showing.answer), "a showing has a whole answer or none");
    const auto again =
        store_and_read(*stored, lane::insert_showing, lane::read_showing, lane::showing_columns, "showing", "s");
    require(again && again->showing == stored->showing && again->is_decided == stored->is_decided,
            "a showing that is moved stays as it is");
    require_told_or_refused_alone(stored->showing, &NotesRequest::showings);
}

void hour_row(std::string_view lines) {
    const auto stored = lane::read_hour(make_row(lines, 5));
    if (!stored) {
        return;
    }
    require(stored->transactions >= 0 && stored->reported >= 0, "no hour counts below nothing");
    const auto again = store_and_read(*stored, lane::insert_hour, lane::read_hour, lane::hour_columns, "staffed_hour", "h");
    require(again && again->transactions == stored->transactions && again->outbox_id == stored->outbox_id,
            "an hour that is moved stays as it is");
    require(outbox().run("DELETE FROM hour_outbox").has_value(), "a tie can be deleted");
}

}  // namespace

/// A row of the lane's outbox as a damaged file may give it: its table on the first line, then a column on each.
void outbox_row(std::string_view bytes) {
    const auto table = bytes.substr(0, bytes.find('\n'));
    const auto lines = bytes.substr(table.size() == bytes.size() ? table.size() : table.size() + 1);
    if (table == "note") {
        note_row(lines);
    } else if (table == "undo") {
        undo_row(lines);
    } else if (table == "showing") {
        showing_row(lines);
    } else if (table == "hour") {
        hour_row(lines);
    }
}

}  // namespace tillnote::fuzz
