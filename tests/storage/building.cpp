#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tillnote::test {
namespace {

std::array<std::uint8_t, 16> next_bytes() {
    static std::uint64_t counter = 0;
    ++counter;
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::uint8_t>((counter * 0x9E3779B97F4A7C15ULL) >> (8 * i));
        bytes[8 + i] = static_cast<std::uint8_t>(counter >> (8 * i));
    }
    return bytes;
}

}  // namespace

TemporaryPostgres& postgres() {
    static TemporaryPostgres cluster;
    return cluster;
}

Day day(int year, unsigned month, unsigned date) {
    return Day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
}

Instant at(Day of, int hour, int minute, int second) {
    return std::chrono::sys_days{of} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

Uuid make_id(Instant when) {
    const auto bytes = next_bytes();
    return make_uuid_v7(when.time_since_epoch(), std::span<const std::uint8_t, 10>(bytes.data() + 6, 10));
}

Uuid make_outbox_id() {
    const auto bytes = next_bytes();
    return make_uuid_v4(bytes);
}

domain::PlacedNote make_note(std::int64_t seq, Day business_day, const std::string& reason) {
    const Instant tapped = at(business_day, 12) + std::chrono::seconds{seq};
    Note note;
    note.note_id = make_id(tapped);
    note.seq = seq;
    note.reason = reason;
    note.tapped_at = tapped;
    note.mono = std::chrono::milliseconds{1000 * seq};
    note.boot_id = make_outbox_id();
    note.source = Source::touch;
    note.remark_key = "key-" + note.note_id.to_string();
    return {note, tapped, business_day, ""};
}

domain::PlacedNote make_quarantined(std::int64_t seq, Day tapped_on) {
    auto placed = make_note(seq, tapped_on);
    placed.tapped_at.reset();
    placed.business_day.reset();
    placed.problem = "day_unknown";
    return placed;
}

Delivery make_delivery(const Uuid& outbox_id, Day business_day, std::vector<domain::PlacedNote> notes) {
    Delivery delivery;
    delivery.store = "store-1";
    delivery.lane = 3;
    delivery.enrolment_id = make_outbox_id();
    delivery.outbox_id = outbox_id;
    delivery.contact_day = business_day;
    delivery.received_at = at(business_day, 20);
    delivery.notes = std::move(notes);
    return delivery;
}

storage::SessionOptions all_rows(const std::string& database, const std::string& role) {
    return {.connection_string = postgres().connection_string(database, role), .rows = domain::every_row()};
}

Writer::Writer(const std::string& database, std::shared_ptr<storage::OutboxBook> book, const std::string& role)
    : session(all_rows(database, role)), store(session, std::move(book)) {}

DeliveryOutcome Writer::append(const Delivery& delivery) {
    const auto outcomes = store.append(std::span(&delivery, 1));
    EXPECT_TRUE(outcomes.has_value()) << session.last_failure();
    return outcomes.has_value() ? outcomes->front() : DeliveryOutcome{};
}

std::vector<NoteStatus> statuses(const DeliveryOutcome& outcome) {
    std::vector<NoteStatus> list;
    for (const auto& result : outcome.results) {
        list.push_back(result.status);
    }
    return list;
}

}  // namespace tillnote::test
