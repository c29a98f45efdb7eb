#include "server/render/audit_page.hpp"

#include "server/render/audit_words.hpp"
#include "tests/render/hostile_text.hpp"
#include "tests/render/sample_audit.hpp"
#include "tests/render/visible_text.hpp"

#include <gmock/gmock.h>

#include <set>

namespace tillnote::render {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(AuditPage, SaysWhoDidWhatAndWhatWasRefused) {
    const std::string page = render_audit_page(samples::audit());
    EXPECT_THAT(page, AllOf(HasSubstr("admin@chain.example"), HasSubstr("added: read token"), HasSubstr("name: Power BI"),
                            HasSubstr("read: digest"), HasSubstr("command line"), HasSubstr("nobody signed in"),
                            HasSubstr("refused"), HasSubstr("too many tries"), HasSubstr("Mon 17 Nov 03:42")));
    EXPECT_THAT(page, HasSubstr("datetime=\"2025-11-17T03:42:00.000Z\""));
    EXPECT_THAT(page, HasSubstr("aria-current=\"page\">Audit log"));
}

TEST(AuditPage, KeepsItsFilterOnTheWayToOlderEntries) {
    AuditLogPage page = samples::audit();
    page.typed = {"2025-11-01", "2025-11-30", "a+b@x.example", "changed", "oak-street", ""};
    const std::string rendered = render_audit_page(page);
    EXPECT_THAT(rendered, HasSubstr("value=\"2025-11-01\""));
    EXPECT_THAT(rendered, HasSubstr("<option value=\"changed\" selected>"));
    EXPECT_THAT(rendered, HasSubstr("after=895"));
    EXPECT_EQ(
        audit_path(page.typed, "7"),
        "/admin/audit?from=2025-11-01&to=2025-11-30&actor=a%2Bb%40x%2Eexample&action=changed&store=oak-street&after=7");
    page.page = {};
    EXPECT_THAT(render_audit_page(page), AllOf(HasSubstr("There is no such entry."), Not(HasSubstr("Older entries"))));
}

TEST(AuditPage, HasWordsForEveryActionAndObjectInBothLanguages) {
    for (const auto language : {domain::Language::english, domain::Language::spanish}) {
        std::set<std::string_view> words;
        for (const auto word : domain::audit_action_words()) {
            EXPECT_TRUE(words.insert(action_words(*domain::find_audit_action(word), language)).second) << word;
        }
        words.clear();
        for (const auto word : domain::audit_object_words()) {
            EXPECT_TRUE(words.insert(object_words(*domain::find_audit_object(word), language)).second) << word;
        }
    }
    AuditLogPage page = samples::audit();
    page.frame.language = domain::Language::spanish;
    EXPECT_THAT(render_audit_page(page), AllOf(HasSubstr("alta: clave de lectura"), HasSubstr("línea de órdenes"),
                                               HasSubstr("demasiados intentos"), HasSubstr("lang=\"es\"")));
}

TEST(AuditPage, EscapesHostileText) {
    AuditLogPage page = samples::audit();
    page.typed.actor = page.typed.store = page.typed.from = hostile_template;
    auto& entry = page.page.entries[0].entry;
    entry.actor.name = entry.actor.role = entry.actor.address = entry.object_id = entry.store = hostile_template;
    entry.facts = {{hostile_template, hostile_template}};
    page.frame.problem = Error{ErrorCode::invalid_field, hostile_template, hostile_template};
    EXPECT_THAT(render_audit_page(page),
                AllOf(Not(HasSubstr("<script")), Not(HasSubstr(" style=")), Not(HasSubstr("value=\"<"))));
}

}  // namespace
}  // namespace tillnote::render
