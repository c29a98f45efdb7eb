#include "server/storage/note_parameters.hpp"

#include "server/storage/binary_array.hpp"

namespace tillnote::storage {
namespace {

struct Shape {
    BinaryArray::Element element;
    std::size_t bytes;  ///< that one usual element takes, with its length
};

Shape shape_of(NoteColumn column) {
    using enum BinaryArray::Element;
    switch (column) {
        case NoteColumn::tap_date:
        case NoteColumn::business_day:
            return {date, 8};
        case NoteColumn::note_id:
        case NoteColumn::outbox_id:
        case NoteColumn::enrolment_id:
        case NoteColumn::boot_id:
            return {uuid, 20};
        case NoteColumn::seq:
        case NoteColumn::mono_ms:
            return {bigint, 12};
        case NoteColumn::tapped_at:
        case NoteColumn::raw_tapped_at:
        case NoteColumn::received_at:
            return {timestamptz, 12};
        case NoteColumn::lane:
        case NoteColumn::utc_offset_minutes:
            return {smallint, 6};
        case NoteColumn::store_id:
        case NoteColumn::reason:
        case NoteColumn::source:
        case NoteColumn::problem:
            return {text, 20};
        case NoteColumn::remark_key:
            return {text, 40};
    }
    return {text, 20};
}

void append(BinaryArray& array, NoteColumn column, const NoteRow& row) {
    const Note& note = row.placed->note;
    switch (column) {
        case NoteColumn::store_id:
            return array.append(std::string_view(row.delivery->store));
        case NoteColumn::tap_date:
            return array.append(domain::Day{tap_date(note.note_id)});
        case NoteColumn::note_id:
            return array.append(note.note_id);
        case NoteColumn::outbox_id:
            return array.append(row.delivery->outbox_id);
        case NoteColumn::enrolment_id:
            return array.append(row.delivery->enrolment_id);
        case NoteColumn::seq:
            return array.append(note.seq);
        case NoteColumn::business_day:
            return array.append(row.placed->business_day);
        case NoteColumn::tapped_at:
            return array.append(row.placed->tapped_at);
        case NoteColumn::raw_tapped_at:
            return array.append(note.tapped_at);
        case NoteColumn::received_at:
            return array.append(row.delivery->received_at);
        case NoteColumn::mono_ms:
            return note.mono ? array.append(std::int64_t{note.mono->count()}) : array.append_null();
        case NoteColumn::boot_id:
            return array.append(note.boot_id);
        case NoteColumn::lane:
            return array.append(std::int64_t{row.delivery->lane});
        case NoteColumn::utc_offset_minutes:
            return array.append(std::int64_t{note.utc_offset_minutes});
        case NoteColumn::reason:
            return array.append(std::string_view(note.reason));
        case NoteColumn::source:
            return array.append(to_text(note.source));
        case NoteColumn::remark_key:
            return array.append(std::string_view(note.remark_key));
        case NoteColumn::problem:
            return array.append(std::string_view(row.placed->problem));
    }
}

}  // namespace

NoteParameters::NoteParameters(std::span<const NoteRow> rows, std::initializer_list<NoteColumn> columns) {
    arrays_.reserve(columns.size());
    for (const NoteColumn column : columns) {
        const Shape shape = shape_of(column);
        BinaryArray array(shape.element, shape.bytes * rows.size());
        for (const NoteRow& row : rows) {
            append(array, column, row);
        }
        arrays_.emplace_back(array.bytes());
    }
}

StaleDays::StaleDays(std::span<const NoteRow> rows) : stores_(""), days_("") {
    BinaryArray stores(BinaryArray::Element::text, 0);
    BinaryArray days(BinaryArray::Element::date, 0);
    const NoteRow* before = nullptr;
    for (const NoteRow& row : rows) {
        if (before == nullptr || row.placed->business_day != before->placed->business_day ||
            row.delivery->store != before->delivery->store) {
            stores.append(std::string_view(row.delivery->store));
            days.append(row.placed->business_day);
        }
        before = &row;
    }
    stores_ = pqxx::binarystring(stores.bytes());
    days_ = pqxx::binarystring(days.bytes());
}

}  // namespace tillnote::storage
