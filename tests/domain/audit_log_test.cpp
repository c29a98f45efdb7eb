#include "server/domain/audit_log.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

namespace tillnote::domain {
namespace {

using ::testing::HasSubstr;
using testing::instant;

TEST(AuditLog, HasWordsThatAreReadBack) {
    for (const auto word : audit_action_words()) {
        EXPECT_EQ(to_text(find_audit_action(word).value()), word);
    }
    for (const auto word : audit_object_words()) {
        EXPECT_EQ(to_text(find_audit_object(word).value()), word);
    }
    EXPECT_EQ(to_text(AuditAction::read), "read");
    EXPECT_EQ(to_text(AuditAction::reset), "reset");
    EXPECT_EQ(to_text(AuditObject::action), "action");
    EXPECT_EQ(to_text(AuditObject::recovery_code), "recovery_code");
    EXPECT_EQ(to_text(AuditObject::webhook), "webhook");
    EXPECT_EQ(find_audit_action("Read"), std::nullopt);
    EXPECT_EQ(find_audit_object(""), std::nullopt);
    EXPECT_EQ(find_actor_kind(to_text(ActorKind::nobody)), ActorKind::nobody);
    EXPECT_EQ(find_audit_outcome(to_text(AuditOutcome::throttled)), AuditOutcome::throttled);
}

TEST(AuditLog, DocumentsEachOfItsWords) {
    std::ifstream file(TILLNOTE_SOURCE_DIR "/docs/audit.md");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (const auto words : {audit_action_words(), audit_object_words()}) {
        for (const auto word : words) {
            EXPECT_THAT(text, HasSubstr(std::string("`").append(word).append("`")));
        }
    }
}

TEST(AuditLog, NamesActorsByWhatTheyWere) {
    Identity identity;
    identity.account_id = Uuid::parse("0190f000-0000-7000-8000-000000000001").value();
    identity.email = "m@x.example";
    identity.grants = {{Role::manager, "oak-street"}, {Role::admin, ""}};
    const AuditActor person = actor_of(identity, "10.0.0.1");
    EXPECT_EQ(person.kind, ActorKind::person);
    EXPECT_EQ(person.role, "manager oak-street, admin");
    EXPECT_EQ(person.address, "10.0.0.1");
    identity.read_only = true;
    EXPECT_EQ(actor_of(identity, "").kind, ActorKind::read_token);
}

TEST(AuditFilter, ReadsWhatIsTypedAndNamesWhatItCannotRead) {
    const auto all = parse_audit_filter({});
    ASSERT_TRUE(all);
    EXPECT_FALSE(all->from || all->before || all->action || all->after);
    const auto some = parse_audit_filter({"2026-11-01", "2026-11-02", "m@x.example", "changed", "oak-street", "42"});
    ASSERT_TRUE(some);
    EXPECT_EQ(some->from, instant(2026, 11, 1, 0));
    EXPECT_EQ(some->before, instant(2026, 11, 3, 0)) << "the last day is within";
    EXPECT_EQ(some->action, AuditAction::changed);
    EXPECT_EQ(some->after, 42);
    const auto field_of = [](const AuditFilterText& text) {
        const auto parsed = parse_audit_filter(text);
        return parsed ? std::string("none") : parsed.error().field;
    };
    EXPECT_EQ(field_of({.from = "yesterday"}), "from");
    EXPECT_EQ(field_of({.to = "2026-02-30"}), "to");
    EXPECT_EQ(field_of({.actor = "a\nb"}), "actor");
    EXPECT_EQ(field_of({.action = "sold"}), "action");
    EXPECT_EQ(field_of({.after = "-1"}), "after");
    EXPECT_EQ(field_of({.after = "12x"}), "after");
}

/// Keeps what it is told, and hands out as many as it is asked for.
class ListOfTen : public AuditLog {
public:
    Result<void> append(const AuditEntry& /*entry*/) override { return {}; }
    Result<std::vector<RecordedEntry>> list(const AuditFilter& filter) override {
        std::vector<RecordedEntry> rows;
        for (std::int64_t number = filter.after.value_or(11) - 1; number >= 1; --number) {
            if (rows.size() < static_cast<std::size_t>(filter.rows_max)) {
                rows.push_back({number, Instant{}, {}});
            }
        }
        return rows;
    }
    Result<std::vector<SignInPlace>> list_sign_in_places(Instant /*since*/, int /*rows_max*/) override {
        return std::vector<SignInPlace>{};
    }
    const AuditEntry* accompany(const AuditEntry* entry) override { return std::exchange(waiting, entry); }

    const AuditEntry* waiting = nullptr;
};

TEST(AuditPage, SaysWhetherThereAreOlderEntries) {
    ListOfTen log;
    AuditFilter filter;
    filter.rows_max = 4;
    const auto first = read_audit_page(log, filter);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->entries.size(), 4U);
    EXPECT_EQ(first->next, 7);
    filter.after = 5;
    const auto last = read_audit_page(log, filter);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->entries.size(), 4U);
    EXPECT_EQ(last->next, std::nullopt) << "four are left, and all are here";
}

TEST(AuditedChange, PutsBackWhatWaitedBefore) {
    ListOfTen log;
    AuditedChange outer(log, {});
    EXPECT_EQ(log.waiting, &outer.entry());
    {
        AuditedChange inner(log, {});
        EXPECT_EQ(log.waiting, &inner.entry());
    }
    EXPECT_EQ(log.waiting, &outer.entry());
}

}  // namespace
}  // namespace tillnote::domain
