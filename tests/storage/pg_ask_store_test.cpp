#include "server/storage/pg_ask_store.hpp"

#include "server/storage/pg_digest_store.hpp"
#include "server/storage/pg_lane_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace tillnote::test {
namespace {

using domain::Ask;
using testing::ElementsAre;
using testing::Pair;

class AskStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        ASSERT_TRUE(organisation.put_store(store).has_value()) << web.last_failure();
    }

    Ask make_ask(Day first, Day last) {
        Ask ask;
        ask.ask_id = make_outbox_id();
        ask.store = "store-1";
        ask.question_en = "Did you find \"everything\"?";
        ask.question_es = "¿Encontró {todo}, señora?";
        ask.answers = {{"yes", "Yes", "Sí"}, {"no", "No", "No"}, {"some", "Some of it", "Algo"}};
        ask.first_day = first;
        ask.last_day = last;
        return ask;
    }
    Ask add(Day first, Day last) {
        Ask ask = make_ask(first, last);
        EXPECT_TRUE(asks.add_ask(ask, now).has_value()) << web.last_failure();
        return ask;
    }
    domain::PlacedShowing showing(const Ask& ask, std::optional<std::string> answer, Day of) {
        const auto outcome = answer ? ShowingOutcome::answered : ShowingOutcome::not_asked;
        return {{make_outbox_id(), ask.ask_id, at(of, 16), outcome, std::move(answer)}, of};
    }
    Delivery deliver(std::vector<domain::PlacedShowing> showings, int lane = 3) {
        auto delivery = make_delivery(make_outbox_id(), today, {});
        delivery.lane = lane;
        delivery.showings = std::move(showings);
        return delivery;
    }
    std::vector<domain::AskCounts> counts(Day of) {
        const auto calendar = *domain::StoreCalendar::make(store);
        storage::PgDigestStore digests(web);
        const auto input = digests.load_input(store, calendar, {}, of, now);
        EXPECT_TRUE(input.has_value()) << web.last_failure();
        return input->asks;
    }

    const Day today = day(2026, 11, 20);
    const Instant now = at(today, 20);
    const domain::Store store{"store-1",       "Elm Street", "north", {{day(2026, 1, 1), "America/Chicago", 240}},
                              day(2026, 1, 1), {},           false,   {}};
    const std::string database = postgres().make_database();
    const std::shared_ptr<storage::OutboxBook> book = std::make_shared<storage::OutboxBook>();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::PgAskStore asks{web};
    Writer writer{database, book};
};

TEST_F(AskStore, KeepsEveryFieldOfAnAsk) {
    Ask ask = add(today, day(2026, 11, 26));
    EXPECT_THAT(*asks.list_asks("store-1"), ElementsAre(ask));
    EXPECT_TRUE(asks.list_asks("store-2")->empty());
    const auto changed = asks.change_ask("store-1", ask.ask_id, [&](Ask old) -> Result<Ask> {
        old.last_day = day(2026, 11, 22);
        old.one_in = 7;
        old.closed_at = now;
        return old;
    });
    ASSERT_TRUE(changed.has_value()) << web.last_failure();
    EXPECT_THAT(*asks.list_asks("store-1"), ElementsAre(*changed));
    EXPECT_EQ(changed->one_in, 7);
    EXPECT_EQ(asks.change_ask("store-2", ask.ask_id, [](Ask old) { return Result<Ask>(old); }).error().code,
              ErrorCode::not_found)
        << "of another store";
}

TEST_F(AskStore, ListsTheLatestFirstAndWhatIsCurrent) {
    const Ask first = add(day(2026, 11, 1), day(2026, 11, 5));
    const Ask second = add(day(2026, 11, 6), day(2026, 11, 12));
    EXPECT_THAT(*asks.list_asks("store-1"), ElementsAre(second, first));
    EXPECT_THAT(*asks.list_current_asks(day(2026, 11, 5)), ElementsAre(first, second));
    EXPECT_THAT(*asks.list_current_asks(day(2026, 11, 6)), ElementsAre(second));
}

TEST_F(AskStore, RefusesTwoAsksOnOneDay) {
    const Ask first = add(today, day(2026, 11, 26));
    EXPECT_EQ(asks.add_ask(make_ask(day(2026, 11, 26), day(2026, 11, 30)), now).error().code, ErrorCode::conflict);
    const Ask next = add(day(2026, 11, 27), day(2026, 11, 30));
    const auto longer = asks.change_ask("store-1", first.ask_id, [](Ask old) -> Result<Ask> {
        old.last_day = day(2026, 11, 27);
        return old;
    });
    EXPECT_EQ(longer.error().code, ErrorCode::conflict);
    ASSERT_TRUE(asks.change_ask("store-1", next.ask_id,
                                [&](Ask old) -> Result<Ask> {
                                    old.closed_at = now;
                                    return old;
                                })
                    .has_value());
    EXPECT_TRUE(asks.add_ask(make_ask(day(2026, 11, 28), day(2026, 11, 28)), now).has_value())
        << "a closed one does not count";
    Ask nowhere = make_ask(today, today);
    nowhere.store = "store-9";
    EXPECT_EQ(asks.add_ask(nowhere, now).error().code, ErrorCode::impossible_value);
}

TEST_F(AskStore, AddsAsksOfSeveralStoresOrNone) {
    storage::PgOrganisationStore organisation(web);
    domain::Store other = store;
    other.id = "store-2";
    ASSERT_TRUE(organisation.put_store(other).has_value()) << web.last_failure();
    Ask first = make_ask(today, today);
    Ask second = make_ask(today, today);
    second.store = "store-2";
    const std::vector<Ask> both{second, first};
    ASSERT_TRUE(asks.add_asks(both, now).has_value()) << web.last_failure();
    EXPECT_THAT(*asks.list_asks("store-1"), ElementsAre(first));
    EXPECT_THAT(*asks.list_asks("store-2"), ElementsAre(second));
    Ask next = make_ask(day(2026, 11, 21), day(2026, 11, 21));
    Ask clash = make_ask(today, today);
    clash.store = "store-2";
    const auto refused = asks.add_asks(std::vector<Ask>{next, clash}, now);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_TRUE(refused.error().detail.starts_with("store-2: ")) << refused.error().detail;
    EXPECT_THAT(*asks.list_asks("store-1"), ElementsAre(first)) << "none of them";
}

TEST_F(AskStore, CountsTheAnswersOfAnAskOverAllItsDays) {
    const Ask ask = add(today, day(2026, 11, 26));
    writer.append(deliver({showing(ask, "yes", today), showing(ask, "no", today), showing(ask, std::nullopt, today)}));
    writer.append(deliver({showing(ask, "yes", day(2026, 11, 21))}, 4));
    const auto counted = asks.count_answers(ask);
    ASSERT_TRUE(counted.has_value()) << web.last_failure();
    EXPECT_EQ(counted->shown, 4);
    EXPECT_THAT(counted->answers, ElementsAre(Pair("no", 1), Pair("yes", 2)));
}

TEST_F(AskStore, LetsOnlyOneOfManyAtOnceHaveADay) {
    std::atomic<int> added = 0;
    std::vector<std::thread> threads;
    std::vector<Ask> rivals;
    for (int n = 0; n < 4; ++n) {
        rivals.push_back(make_ask(today, today));
    }
    for (const Ask& rival : rivals) {
        threads.emplace_back([&] {
            storage::Session session{all_rows(database, "tillnote_web")};
            storage::PgAskStore own(session);
            added += own.add_ask(rival, now).has_value() ? 1 : 0;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(added, 1);
}

TEST_F(AskStore, StoresEachShowingOnce) {
    const Ask ask = add(today, today);
    const auto delivery = deliver({showing(ask, "yes", today), showing(ask, std::nullopt, today)});
    EXPECT_THAT(statuses(writer.append(delivery)), ElementsAre(NoteStatus::stored, NoteStatus::stored));
    EXPECT_THAT(statuses(writer.append(delivery)), ElementsAre(NoteStatus::exists, NoteStatus::exists));
    auto twice = deliver({showing(ask, "no", today)});
    twice.showings.push_back(twice.showings[0]);
    EXPECT_THAT(statuses(writer.append(twice)), ElementsAre(NoteStatus::stored, NoteStatus::exists));
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM showing"), "3");

    auto other = delivery;
    other.showings[0].showing.answer = "no";
    const auto outcome = writer.append(other);
    EXPECT_EQ(outcome.results[0].status, NoteStatus::refused);
    EXPECT_EQ(outcome.results[0].problem, "other_content");
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM showing WHERE answer = 'yes'"), "1");
}

TEST_F(AskStore, KeepsShowingsBesideNotesInRequestOrder) {
    const Ask ask = add(today, today);
    auto delivery = deliver({showing(ask, "yes", today)});
    delivery.notes = {make_note(1, today), make_note(2, today)};
    delivery.undos = {{make_outbox_id(), delivery.notes[1].note.note_id, at(today, 17)}};
    const auto outcome = writer.append(delivery);
    EXPECT_THAT(statuses(outcome), testing::Each(NoteStatus::stored));
    ASSERT_EQ(outcome.results.size(), 4U);
    EXPECT_EQ(outcome.results[0].id, delivery.notes[0].note.note_id);
    EXPECT_EQ(outcome.results[3].id, delivery.showings[0].showing.showing_id);
    EXPECT_EQ(outcome.have_seq, 2);
}

TEST_F(AskStore, RefusesShowingsOfWhatNobodyAsked) {
    const Ask ask = add(today, today);
    Ask unknown = ask;
    unknown.ask_id = make_outbox_id();
    const auto outcome = writer.append(deliver({showing(unknown, "yes", today), showing(ask, "perhaps", today)}));
    EXPECT_THAT(statuses(outcome), testing::Each(NoteStatus::refused));
    EXPECT_EQ(outcome.results[0].problem, "unknown_ask");
    EXPECT_EQ(outcome.results[1].problem, "unknown_ask");
    auto elsewhere = deliver({showing(ask, "yes", today)});
    elsewhere.store = "store-2";
    EXPECT_EQ(writer.append(elsewhere).results[0].problem, "unknown_ask");
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM showing"), "0");
}

TEST_F(AskStore, CountsAnswersFromTheFirstDayOn) {
    const Ask ask = add(day(2026, 11, 19), day(2026, 11, 21));
    auto unplaced = showing(ask, "yes", today);
    unplaced.business_day.reset();
    writer.append(deliver({showing(ask, "yes", day(2026, 11, 19)), showing(ask, "yes", today), showing(ask, "no", today),
                           showing(ask, std::nullopt, today), showing(ask, "no", day(2026, 11, 21)), unplaced}));
    ASSERT_EQ(counts(today).size(), 1U);
    EXPECT_EQ(counts(today)[0].ask, ask);
    EXPECT_EQ(counts(today)[0].shown, 4);
    EXPECT_THAT(counts(today)[0].answers, ElementsAre(Pair("no", 1), Pair("yes", 2)));
    EXPECT_EQ(counts(day(2026, 11, 19))[0].shown, 1);
    EXPECT_TRUE(counts(day(2026, 11, 18)).empty());
    EXPECT_TRUE(counts(day(2026, 11, 22)).empty());
    ASSERT_TRUE(asks.change_ask("store-1", ask.ask_id,
                                [&](Ask old) -> Result<Ask> {
                                    old.closed_at = now;
                                    return old;
                                })
                    .has_value());
    EXPECT_EQ(counts(today).size(), 1U) << "it ran on the day it was closed";
    EXPECT_TRUE(counts(day(2026, 11, 21)).empty());
}

TEST_F(AskStore, KnowsWhetherShowingsSampledTransactions) {
    const Ask ask = add(today, today);
    const auto drawn = showing(ask, "yes", today);
    writer.append(deliver({drawn}));
    EXPECT_TRUE(counts(today)[0].sampled);
    auto at_random = showing(ask, "yes", today);
    at_random.showing.with_transaction = false;
    writer.append(deliver({at_random}));
    EXPECT_FALSE(counts(today)[0].sampled) << "one showing was at a random time";
    auto other = drawn;
    other.showing.with_transaction = false;
    EXPECT_THAT(statuses(writer.append(deliver({other}))), ElementsAre(NoteStatus::refused));
}

TEST_F(AskStore, HidesTheLaneOfAShowingFromThePages) {
    EXPECT_THROW(postgres().query(database, "SET ROLE tillnote_web; SELECT lane FROM showing"), std::runtime_error);
    EXPECT_THROW(postgres().query(database, "SET ROLE tillnote_ingest; UPDATE showing SET answer = 'no'"),
                 std::runtime_error);
}

}  // namespace
}  // namespace tillnote::test
