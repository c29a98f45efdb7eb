#pragma once

#include "server/storage/note_rows.hpp"

#include <pqxx/pqxx>

#include <initializer_list>
#include <vector>

namespace tillnote::storage {

/// The columns that notes are written and compared by.
enum class NoteColumn {
    store_id,
    tap_date,
    note_id,
    outbox_id,
    enrolment_id,
    seq,
    business_day,
    tapped_at,
    raw_tapped_at,
    received_at,
    mono_ms,
    boot_id,
    lane,
    utc_offset_minutes,
    reason,
    source,
    remark_key,
    problem,
};

/// Columns of the rows as a prepared statement takes them: one array each, in the order given, as $1, $2 ...
class NoteParameters {
public:
    NoteParameters(std::span<const NoteRow> rows, std::initializer_list<NoteColumn> columns);
    /// Valid as long as this is.
    [[nodiscard]] auto get() const { return pqxx::prepare::make_dynamic_params(arrays_); }

private:
    std::vector<pqxx::binarystring> arrays_;
};

/// The store-days of rows sorted by key, as the two arrays of a row of stale_batch; one may come twice.
class StaleDays {
public:
    explicit StaleDays(std::span<const NoteRow> rows);
    [[nodiscard]] const pqxx::binarystring& stores() const { return stores_; }
    [[nodiscard]] const pqxx::binarystring& days() const { return days_; }

private:
    pqxx::binarystring stores_;
    pqxx::binarystring days_;
};

}  // namespace tillnote::storage
