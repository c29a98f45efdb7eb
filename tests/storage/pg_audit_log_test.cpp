#include "server/storage/pg_audit_log.hpp"

#include "server/storage/pg_organisation_store.hpp"
#include "server/storage/pg_retention_store.hpp"
#include "server/storage/pg_session_store.hpp"
#include "server/storage/transact.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::AuditAction;
using domain::AuditedChange;
using domain::AuditEntry;
using domain::AuditObject;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class AuditLogStore : public testing::Test {
protected:
    static AuditEntry entry_of(const std::string& who, AuditAction action = AuditAction::changed) {
        return {.actor = {.kind = domain::ActorKind::person,
                          .id = make_outbox_id(),
                          .name = who,
                          .role = "admin",
                          .address = "10.1.2.3"},
                .action = action,
                .object = AuditObject::district,
                .object_id = "north",
                .store = "store-1",
                .district = "north",
                .facts = {{"name", "North \"1\""}, {"days", "3"}}};
    }
    std::string query(const std::string& sql) { return postgres().query(database, sql); }
    int count() { return std::stoi(query("SELECT count(*) FROM audit_entry")); }
    /// What the database says to `sql` as `role`: empty when it did it.
    std::string refusal(const std::string& role, const std::string& sql) {
        storage::Session session{all_rows(database, role)};
        std::string said;
        const auto tried = storage::run_transaction<storage::SingleStatement>(
            session, [&](pqxx::transaction_base& transaction) -> Result<void> {
                try {
                    const auto rows = transaction.exec(sql);
                    said = rows.affected_rows() == 0 ? "nothing" : "";
                } catch (const std::exception& error) {
                    said = error.what();
                }
                return {};
            });
        EXPECT_TRUE(tried || !said.empty());
        return said;
    }

    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::PgAuditLog log{web};
    storage::PgOrganisationStore organisation{web};
};

TEST_F(AuditLogStore, KeepsAnEntryAsItWasAndNumbersIt) {
    const AuditEntry given = entry_of("m@x.example");
    ASSERT_TRUE(log.append(given)) << web.last_failure();
    ASSERT_TRUE(log.append(entry_of("n@x.example", AuditAction::read)));
    const auto rows = log.list({});
    ASSERT_TRUE(rows) << web.last_failure();
    ASSERT_THAT(*rows, SizeIs(2));
    EXPECT_GT((*rows)[0].number, (*rows)[1].number) << "the latest first";
    const AuditEntry& kept = (*rows)[1].entry;
    EXPECT_EQ(kept.actor.kind, domain::ActorKind::person);
    EXPECT_EQ(kept.actor.id, given.actor.id);
    EXPECT_EQ(kept.actor.name, "m@x.example");
    EXPECT_EQ(kept.actor.role, "admin");
    EXPECT_EQ(kept.actor.address, "10.1.2.3");
    EXPECT_EQ(kept.action, AuditAction::changed);
    EXPECT_EQ(kept.object, AuditObject::district);
    EXPECT_EQ(kept.object_id, "north");
    EXPECT_EQ(kept.store, "store-1");
    EXPECT_EQ(kept.outcome, domain::AuditOutcome::done);
    EXPECT_EQ(kept.facts, (std::vector<std::pair<std::string, std::string>>{{"days", "3"}, {"name", "North \"1\""}}))
        << "by name";
    EXPECT_EQ(query("SELECT bool_and(abs(extract(epoch FROM now() - recorded_at)) < 60) FROM audit_entry"), "t");
}

TEST_F(AuditLogStore, KeepsNoCardNumberWhereverItStands) {
    const std::string number = "4111-1111-1111-1111";
    AuditEntry given = entry_of(number);
    given.object_id = number;
    given.store = number;
    given.district = "\uFF14\uFF11\uFF11\uFF11 1111 1111 1111";
    given.facts = {{"theme", "said " + number}};
    ASSERT_TRUE(log.append(given)) << web.last_failure();
    AuditEntry of_an_id = entry_of("m@x.example");
    of_an_id.object_id = "41111111-1111-4111-8111-111111111113";
    ASSERT_TRUE(log.append(of_an_id));
    EXPECT_EQ(
        query("SELECT concat_ws(' ', actor_name, object_id, of_store, of_district, details ->> 'theme') FROM audit_entry "
              "ORDER BY entry_id LIMIT 1"),
        "(removed) (removed) (removed) (removed) (removed)");
    EXPECT_EQ(query("SELECT object_id FROM audit_entry ORDER BY entry_id DESC LIMIT 1"), of_an_id.object_id);
}

TEST_F(AuditLogStore, ListsWhatAFilterHolds) {
    for (const char* who : {"m@x.example", "n@x.example", "m@x.example"}) {
        ASSERT_TRUE(log.append(entry_of(who)));
    }
    AuditEntry other = entry_of("m@x.example", AuditAction::read);
    other.store.clear();
    ASSERT_TRUE(log.append(other));
    const auto found = [&](const domain::AuditFilter& filter) { return log.list(filter).value().size(); };
    EXPECT_EQ(found({.actor = "m@x.example"}), 3U);
    EXPECT_EQ(found({.actor = "m"}), 0U);
    EXPECT_EQ(found({.action = AuditAction::changed}), 3U);
    EXPECT_EQ(found({.store = "store-1"}), 3U);
    EXPECT_EQ(found({.rows_max = 2}), 2U);
    const auto newest = log.list({}).value().front();
    EXPECT_EQ(found({.after = newest.number}), 3U);
    EXPECT_EQ(found({.from = newest.recorded_at + std::chrono::seconds(1)}), 0U);
    EXPECT_EQ(found({.before = newest.recorded_at - std::chrono::hours(1)}), 0U);
    EXPECT_EQ(
        found({.from = newest.recorded_at - std::chrono::hours(1), .before = newest.recorded_at + std::chrono::seconds(1)}),
        4U);
}

TEST_F(AuditLogStore, FindsAReadTokenByItsName) {
    AuditEntry program = entry_of("token Power BI", AuditAction::read);
    program.actor.kind = domain::ActorKind::read_token;
    ASSERT_TRUE(log.append(program)) << web.last_failure();
    ASSERT_TRUE(log.append(entry_of("token m@x.example"))) << "somebody else of that name";
    const auto found = [&](const std::string& actor) { return log.list({.actor = actor}).value().size(); };
    EXPECT_EQ(found("Power BI"), 1U);
    EXPECT_EQ(found("token Power BI"), 1U) << "as the log shows it";
    EXPECT_EQ(found("Power"), 0U);
    EXPECT_EQ(found("m@x.example"), 0U);
    EXPECT_EQ(found(""), 2U) << "anybody";
}

TEST_F(AuditLogStore, ListsWhereEachSignedInOnceTheLastFirst) {
    const auto sign_in = [&](const std::string& who, const std::string& address) {
        AuditEntry entry = entry_of(who, AuditAction::signed_in);
        entry.actor.address = address;
        return entry;
    };
    AuditEntry refused = sign_in("m@x.example", "10.0.0.9");
    refused.outcome = domain::AuditOutcome::refused;
    for (const AuditEntry& entry : {sign_in("m@x.example", "10.0.0.1"), sign_in("m@x.example", "10.0.0.2"), refused,
                                    sign_in("n@x.example", "10.0.0.1"), sign_in("m@x.example", "10.0.0.1"),
                                    entry_of("m@x.example", AuditAction::signed_out)}) {
        ASSERT_TRUE(log.append(entry)) << web.last_failure();
    }
    const auto now = log.list({}).value().front().recorded_at;
    const auto places = [&](Instant since, int rows_max) { return log.list_sign_in_places(since, rows_max).value(); };
    using Places = std::vector<domain::SignInPlace>;
    EXPECT_EQ(places(now - std::chrono::hours(1), 100),
              (Places{{"m@x.example", "10.0.0.1"}, {"n@x.example", "10.0.0.1"}, {"m@x.example", "10.0.0.2"}}));
    EXPECT_EQ(places(now - std::chrono::hours(1), 1), (Places{{"m@x.example", "10.0.0.1"}}));
    EXPECT_THAT(places(now + std::chrono::seconds(1), 100), IsEmpty());
    web.limit_to({});
    EXPECT_THAT(places(now - std::chrono::hours(1), 100), IsEmpty()) << "a request reads none";
}

TEST_F(AuditLogStore, CommitsAnEntryWithTheChangeItTellsOf) {
    AuditedChange change(log, entry_of("m@x.example"));
    EXPECT_EQ(count(), 0) << "nothing was changed yet";
    ASSERT_TRUE(organisation.put_district({"north", "North"})) << web.last_failure();
    EXPECT_EQ(count(), 1);
    EXPECT_EQ(query("SELECT (SELECT xmin FROM district) = (SELECT xmin FROM audit_entry)"), "t") << "one transaction";
    ASSERT_TRUE(organisation.put_district({"south", "South"}));
    EXPECT_EQ(count(), 1) << "a request is told of once";
}

TEST_F(AuditLogStore, TellsOfNothingWhereNothingWasChanged) {
    {
        AuditedChange change(log, entry_of("m@x.example"));
        storage::PgSessionStore sessions(web);
        const auto ended = sessions.end_session_of(make_outbox_id(), make_outbox_id());
        ASSERT_TRUE(ended);
        EXPECT_FALSE(*ended);
        EXPECT_TRUE(organisation
                        .put_store({"store-1",
                                    "Elm",
                                    "nowhere",
                                    {{day(2026, 11, 1), "America/Chicago", 240}},
                                    day(2026, 11, 1),
                                    {},
                                    false,
                                    {}})
                        .has_error());
        EXPECT_TRUE(organisation.list_stores());
    }
    ASSERT_TRUE(organisation.put_district({"north", "North"}));
    EXPECT_EQ(count(), 0) << "a change after its time is not the one it tells of";
}

TEST_F(AuditLogStore, UndoesTheChangeWhoseEntryCannotBeWritten) {
    query("ALTER TABLE audit_entry ADD CONSTRAINT none CHECK (actor_name <> 'm@x.example')");
    {
        AuditedChange change(log, entry_of("m@x.example"));
        EXPECT_TRUE(organisation.put_district({"north", "North"}).has_error());
    }
    EXPECT_EQ(query("SELECT count(*) FROM district"), "0");
}

TEST_F(AuditLogStore, GivesTheEntryToTheChangeThatSucceedsInTheEnd) {
    AuditedChange change(log, entry_of("m@x.example"));
    const auto fails =
        storage::transact<storage::ReadCommitted>(web, [](pqxx::transaction_base& transaction) -> Result<void> {
            transaction.exec("INSERT INTO district VALUES ('west', 'West')");
            return Error{ErrorCode::conflict, "", ""};
        });
    EXPECT_TRUE(fails.has_error());
    EXPECT_EQ(count(), 0);
    ASSERT_TRUE(organisation.put_district({"north", "North"}));
    EXPECT_EQ(count(), 1);
}

TEST_F(AuditLogStore, IsAddedToAndChangedByNobody) {
    ASSERT_TRUE(log.append(entry_of("m@x.example")));
    for (const std::string role :
         {"tillnote_web", "tillnote_migrate", "tillnote_ingest", "tillnote_digest", "tillnote_read", "tillnote_retention"}) {
        EXPECT_THAT(refusal(role, "UPDATE audit_entry SET actor_name = 'x'"), HasSubstr("permission denied")) << role;
        EXPECT_THAT(refusal(role, "TRUNCATE audit_entry"), HasSubstr("permission denied")) << role;
        const auto removal = refusal(role, "DELETE FROM audit_entry");
        EXPECT_TRUE(removal == "nothing" || removal.find("permission denied") != std::string::npos) << role << removal;
        EXPECT_THAT(refusal(role,
                            "INSERT INTO audit_entry (recorded_at, actor_kind, actor_name, actor_role, address, action,"
                            " object_kind, object_id, of_store, of_district, outcome, details) VALUES"
                            " ('2020-01-01', 'nobody', '', '', '', 'read', 'store', '', '', '', 'done', '{}')"),
                    HasSubstr("permission denied"))
            << role << " dates nothing back";
    }
    for (const std::string role : {"tillnote_ingest", "tillnote_digest", "tillnote_retention"}) {
        EXPECT_THAT(refusal(role, "SELECT count(*) FROM audit_entry"), HasSubstr("permission denied")) << role;
        EXPECT_THAT(refusal(role, "INSERT INTO audit_entry (actor_kind) VALUES ('nobody')"), HasSubstr("permission denied"));
    }
    EXPECT_THAT(refusal("tillnote_web", "SELECT remove_audit_past_term('2020-01-01', 1)"), HasSubstr("permission denied"));
    EXPECT_EQ(count(), 1);
}

TEST_F(AuditLogStore, IsReadByAdministratorsOnly) {
    ASSERT_TRUE(log.append(entry_of("m@x.example")));
    EXPECT_THAT(log.list({}).value(), SizeIs(1));
    domain::RowScope manager;
    manager.reads_stores.every = manager.changes_stores.every = true;
    const domain::LimitedRows rows(web, manager);
    EXPECT_THAT(log.list({}).value(), IsEmpty());
    EXPECT_TRUE(log.append(entry_of("n@x.example"))) << "whoever may do nothing is told of, too";
    EXPECT_EQ(count(), 2);
}

TEST_F(AuditLogStore, ForgetsWhatIsPastItsTermAndNothingYounger) {
    query(
        "INSERT INTO audit_entry (recorded_at, actor_kind, actor_name, actor_role, address, action, object_kind, object_id,"
        " of_store, of_district, outcome, details) SELECT now() - age, 'nobody', '', '', '', 'read', 'store', '', '', '',"
        " 'done', '{}' FROM unnest('{14 months,15 months,12 months}'::interval[]) AS age");
    storage::Session session{{.connection_string = postgres().connection_string(database, "tillnote_retention")}};
    storage::PgRetentionStore retention(session);
    const Instant now = std::chrono::time_point_cast<Instant::duration>(std::chrono::system_clock::now());
    const Instant before = now - std::chrono::days(400);
    const domain::RetentionCut cut{before, before, before, {}};
    const auto past = retention.list_past_term(cut);
    ASSERT_TRUE(past) << session.last_failure();
    ASSERT_THAT(*past, SizeIs(1));
    EXPECT_EQ(past->front().table, "audit_entry");
    EXPECT_EQ(past->front().rows, 2);
    EXPECT_EQ(retention.remove_audit_entries(cut.audit_before, 1).value(), 1) << session.last_failure();
    EXPECT_EQ(retention.remove_audit_entries(cut.audit_before, 10).value(), 1);
    EXPECT_EQ(retention.remove_audit_entries(cut.audit_before, 10).value(), 0);
    EXPECT_TRUE(retention.remove_audit_entries(now - std::chrono::days(300), 10).has_error()) << "by its own clock";
    EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace tillnote::test
