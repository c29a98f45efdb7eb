// Writes pages made from samples to a folder, for the browser tests and for looking at them.
// Usage: render_sample FOLDER
#include "server/render/account_mail.hpp"
#include "server/render/account_page.hpp"
#include "server/render/alert_mail.hpp"
#include "server/render/digest_mail.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/district_digest_page.hpp"
#include "server/render/district_mail.hpp"
#include "server/render/password_page.hpp"
#include "server/render/reason_sheet.hpp"
#include "server/render/sign_in_code_page.hpp"
#include "server/render/unsubscribe_page.hpp"
#include "tests/render/sample_admin.hpp"
#include "tests/render/sample_digest.hpp"
#include "tests/render/sample_district.hpp"
#include "tests/render/sample_district_digest.hpp"
#include "tests/render/sample_loop.hpp"
#include "tests/render/sample_setup.hpp"
#include "tests/support/grocery_catalog.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>

namespace {

using namespace std::chrono_literals;
namespace render = tillnote::render;
namespace samples = tillnote::render::samples;
namespace domain = tillnote::domain;
using tillnote::Error;
using tillnote::ErrorCode;
using tillnote::Instant;
using tillnote::Uuid;

class Folder {
public:
    explicit Folder(std::filesystem::path root) : root_(std::move(root)) {}

    void write(const std::string& path, std::string_view text) {
        const std::filesystem::path whole = root_ / path;
        std::filesystem::create_directories(whole.parent_path());
        std::ofstream out{whole, std::ios::binary};
        out << text;
        if (!out.flush()) {
            throw std::runtime_error("cannot write " + whole.string());
        }
    }

    /// The page with every asset it links to.
    void write_page(const std::string& path, const std::string& page) {
        write(path, page);
        const std::regex link{"href=\"(/assets/[^\"]+)\""};
        for (std::sregex_iterator at{page.begin(), page.end(), link}, end; at != end; ++at) {
            const std::string asset = (*at)[1];
            write(asset.substr(1), render::find_asset(asset).value().body);
        }
    }

private:
    std::filesystem::path root_;
};

void write_digest(Folder& folder, const std::string& name, const render::samples::Digest& digest,
                  render::Language language = render::Language::english) {
    render::PageFrame frame;
    frame.signed_in_as = "m.oak-street@demo.example";
    frame.csrf_token = "sample-token";
    frame.previous = 2026y / 11 / 15;
    if (digest.state != tillnote::domain::DayState::open) {
        frame.next = 2026y / 11 / 17;
    }
    frame.manages_lanes = true;
    frame.manages_store = true;
    frame.language = language;
    folder.write_page(name + ".html", render::render_digest_page(digest, frame));
    folder.write(name + ".txt", render::render_digest_text(digest, language));
    folder.write(name + ".json", render::render_digest_json(digest));
}

void write_mail(Folder& folder, const std::string& name, const render::samples::Digest& digest,
                render::Language language = render::Language::english) {
    const render::MailLinks links{"https://tillnote.example/stores/oak-street/2026-11-16",
                                  "https://tillnote.example/unsubscribe/sample-token"};
    folder.write(name + ".html", render::render_digest_mail(digest, links, language).html);
}

void write_alerts(Folder& folder) {
    const tillnote::domain::Store store = samples::recipients().frame.store;
    tillnote::domain::AlertLine alert;
    alert.reason.label_en = "Expired/spoiled";
    alert.reason.label_es = "Vencido o dañado";
    alert.remarks = 1;
    alert.raised_at = std::chrono::sys_days{2026y / 11 / 16} + 23h + 41min;
    const auto write = [&](const std::string& name, render::Language language) {
        folder.write(name + ".html",
                     render::render_alert_mail(alert, store, tillnote::domain::StoreCalendar::make(store).value(),
                                               {"https://tillnote.example/stores/oak-street/today",
                                                "https://tillnote.example/unsubscribe/sample-token"},
                                               language)
                         .html);
    };
    write("mail-alert", render::Language::english);
    alert.remarks = 4;
    alert.first_tapped_at = alert.raised_at - 2h;
    write("mail-alert-es", render::Language::spanish);
}

void write_unsubscribing(Folder& folder) {
    render::UnsubscribePage page{.place_name = "Oak Street", .action = "/unsubscribe/sample-token"};
    folder.write_page("unsubscribe.html", render::render_unsubscribe_page(page));
    page.kind = tillnote::domain::DeliveryKind::alert;
    page.language = render::Language::spanish;
    folder.write_page("unsubscribe-es.html", render::render_unsubscribe_page(page));
    page.kind = tillnote::domain::DeliveryKind::district;
    page.language = render::Language::english;
    page.has_left = true;
    folder.write_page("unsubscribe-done.html", render::render_unsubscribe_page(page));
}

void write_history(Folder& folder) {
    render::HistoryPage page = samples::history();
    folder.write_page("history.html", render::render_history_page(page));
    page.language = render::Language::spanish;
    folder.write_page("history-es.html", render::render_history_page(page));
    folder.write_page("history-search.html", render::render_history_page(samples::history_search()));
    page = samples::history_search();
    page.query = "sushi";
    page.found.clear();
    folder.write_page("history-empty.html", render::render_history_page(page));
}

/// The whole grocery catalog, so that every bar of it is looked at.
void write_sheets(Folder& folder) {
    render::ReasonSheet sheet{.store = "Oak Street", .catalog = tillnote::test::grocery_catalog()};
    folder.write("sheet-letter.html", render::render_reason_sheet(sheet));
    sheet.paper = render::PaperSize::a4;
    sheet.language = render::SheetLanguage::only_spanish;
    folder.write("sheet-a4-es.html", render::render_reason_sheet(sheet));
    sheet.bars = render::BarSize::large;
    sheet.language = render::SheetLanguage::only_english;
    folder.write("sheet-a4-en-large.html", render::render_reason_sheet(sheet));
}

void write_districts(Folder& folder) {
    render::DistrictPage page = samples::district();
    folder.write_page("district.html", render::render_district_page(page));
    page.language = render::Language::spanish;
    folder.write_page("district-es.html", render::render_district_page(page));
    folder.write_page("district-quiet.html", render::render_district_page(samples::quiet_district()));
    render::DistrictPage wide = samples::wide_district();
    folder.write_page("district-wide.html", render::render_district_page(wide));
    wide.language = render::Language::spanish;
    folder.write_page("district-wide-es.html", render::render_district_page(wide));
    folder.write_page("district-empty.html", render::render_district_page(samples::empty_district()));
    folder.write_page("districts.html", render::render_district_page(samples::districts()));
}

void write_district_digest(Folder& folder, const std::string& name, const tillnote::domain::DistrictDigestInput& input,
                           render::Language language = render::Language::english) {
    const std::string base = "https://tillnote.example/districts/north";
    const auto digest = samples::digest_of(input);
    const auto body = render::render_district_mail(
        digest,
        {base + "?from=2026-11-15&to=2026-11-21", "https://tillnote.example/unsubscribe/D.north.sample-token",
         base + "/digests/2026-11-21?edition=1"},
        language);
    folder.write("mail-" + name + ".html", body.html);
    folder.write("mail-" + name + ".txt", body.text);
    folder.write_page(name + ".html",
                      render::render_district_digest_page(
                          {.digest = digest,
                           .calendar = tillnote::domain::StoreCalendar::make(samples::recipients().frame.store).value(),
                           .path = "/districts/north/digests/2026-11-21?edition=1",
                           .leads = true,
                           .signed_in_as = "d.north@demo.example",
                           .csrf_token = "sample-token",
                           .language = language}));
}

void write_district_digests(Folder& folder) {
    write_district_digest(folder, "district-digest", samples::district_digest_input());
    write_district_digest(folder, "district-digest-es", samples::district_digest_input(), render::Language::spanish);
    write_district_digest(folder, "district-digest-quiet", samples::quiet_week_input());
    write_district_digest(folder, "district-digest-wide", samples::wide_district_input());
    render::RecipientsPage recipients = samples::district_recipients();
    folder.write_page("district-recipients.html", render::render_recipients_page(recipients));
    recipients.frame.language = render::Language::spanish;
    recipients.frame.done = "rhythm";
    recipients.rows.clear();
    folder.write_page("district-recipients-es.html", render::render_recipients_page(recipients));
}

void write_loop(Folder& folder) {
    using tillnote::domain::Language;
    render::ActionsPage actions = samples::actions();
    folder.write_page("actions.html", render::render_actions_page(actions));
    actions.frame.language = Language::spanish;
    folder.write_page("actions-es.html", render::render_actions_page(actions));
    actions.frame.language = Language::english;
    actions.frame.problem = tillnote::Error{
        tillnote::ErrorCode::invalid_field,
        "A reply is a text of at most 90 characters without control characters: it has to fit a lane.", "/reply"};
    actions.alerts.clear();
    actions.actions.clear();
    folder.write_page("actions-empty.html", render::render_actions_page(actions));
    render::GoalsPage goals = samples::goals();
    folder.write_page("goals.html", render::render_goals_page(goals));
    goals.frame.language = Language::spanish;
    folder.write_page("goals-es.html", render::render_goals_page(goals));
    goals.frame.language = Language::english;
    goals.goals.clear();
    goals.events.clear();
    goals.frame.done = "withdrawn";
    folder.write_page("goals-empty.html", render::render_goals_page(goals));
    render::AsksPage asks = samples::asks();
    folder.write_page("asks.html", render::render_asks_page(asks));
    asks.frame.language = Language::spanish;
    folder.write_page("asks-es.html", render::render_asks_page(asks));
    asks.frame.language = Language::english;
    asks.asks.clear();
    asks.frame.manages = false;
    folder.write_page("asks-empty.html", render::render_asks_page(asks));
    render::DistrictAsksPage district = samples::district_asks();
    folder.write_page("district-asks.html", render::render_district_asks_page(district));
    district.frame.language = Language::spanish;
    folder.write_page("district-asks-es.html", render::render_district_asks_page(district));
    render::DistrictGoalsPage district_goals = samples::district_goals();
    folder.write_page("district-goals.html", render::render_district_goals_page(district_goals));
    district_goals.frame.language = Language::spanish;
    folder.write_page("district-goals-es.html", render::render_district_goals_page(district_goals));
    render::RecipientsPage recipients = samples::recipients();
    folder.write_page("recipients.html", render::render_recipients_page(recipients));
    recipients.frame.language = Language::spanish;
    recipients.frame.done = "saved";
    folder.write_page("recipients-es.html", render::render_recipients_page(recipients));
    recipients = samples::recipients();
    recipients.rows.clear();
    recipients.typed.email = "nobody";
    recipients.frame.problem =
        tillnote::Error{tillnote::ErrorCode::invalid_field, "Expected an address such as manager@shop.example.", "/email"};
    folder.write_page("recipients-empty.html", render::render_recipients_page(recipients));
    folder.write_page("poster-letter.html",
                      render::render_poster(samples::poster(6, Language::english, render::PaperSize::letter)));
    folder.write_page("poster-a4-es.html",
                      render::render_poster(samples::poster(6, Language::spanish, render::PaperSize::a4)));
    folder.write_page("poster-letter-some.html",
                      render::render_poster(samples::poster(4, Language::spanish, render::PaperSize::letter)));
    folder.write_page("poster-a4-few.html",
                      render::render_poster(samples::poster(2, Language::english, render::PaperSize::a4)));
    folder.write_page("poster-letter-none.html",
                      render::render_poster(samples::poster(0, Language::english, render::PaperSize::letter)));
}

domain::OwnSession sample_session(bool by_cookie, int minutes_ago) {
    const Instant now{std::chrono::seconds(1'795'272'120)};
    return {by_cookie ? Uuid{} : Uuid::parse("0190f000-0000-7000-8000-000000000000").value(), by_cookie,
            now - std::chrono::hours(2), now - std::chrono::minutes(minutes_ago), now + std::chrono::hours(10)};
}

void write_account_mails(Folder& folder) {
    for (const auto purpose : {domain::LinkPurpose::reset, domain::LinkPurpose::invitation}) {
        for (const auto language : {domain::Language::english, domain::Language::spanish}) {
            domain::AccountLink link;
            link.email = "m.oak-street@demo.example";
            link.purpose = purpose;
            link.language = language;
            folder.write("mail-account-" + std::string(domain::to_text(purpose)) +
                             (language == domain::Language::english ? ".html" : "-es.html"),
                         render::render_account_mail(link, "https://tillnote.example/set-password/sample-token").html);
        }
    }
}

/// The account in each of its states, in both languages, and the pages before a sign-in.
void write_accounts(Folder& folder) {
    for (const auto language : {domain::Language::english, domain::Language::spanish}) {
        const std::string ending = language == domain::Language::english ? ".html" : "-es.html";
        render::AccountPage page;
        page.email = "m.oak-street@demo.example";
        page.csrf_token = "sample-token";
        page.language = language;
        page.needed = true;
        page.sessions = {sample_session(true, 1)};
        folder.write_page("account-needed" + ending, render::render_account_page(page));
        page.pending_secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        page.pending_link = "otpauth://totp/Tillnote:m.oak-street%40demo.example?secret=" + page.pending_secret +
                            "&issuer=Tillnote&algorithm=SHA1&digits=6&period=30";
        folder.write_page("account-pending" + ending, render::render_account_page(page));
        page.pending_secret.clear();
        page.needed = false;
        page.factor = domain::SecondFactor{"", 0, Instant{std::chrono::seconds(1'795'000'000)}, 10};
        page.recovery_codes.assign(10, "BCDF-2345-GHKL-6789-MPQR-STVW");
        folder.write_page("account-codes" + ending, render::render_account_page(page));
        page.recovery_codes.clear();
        page.sessions.push_back(sample_session(false, 90));
        page.problem = Error{ErrorCode::wrong_credentials, "This code is wrong or was used already.", "code"};
        folder.write_page("account" + ending, render::render_account_page(page));
        folder.write_page("sign-in-code" + ending,
                          render::render_sign_in_code_page({"sample-token", "/", "/sign-in/code", "", language}));
        using Step = render::PasswordPage::Step;
        for (const auto& [name, step] :
             {std::pair{"forgotten-password", Step::ask}, std::pair{"forgotten-password-asked", Step::asked},
              std::pair{"set-password", Step::choose}, std::pair{"set-password-done", Step::chosen},
              std::pair{"setup", Step::set_up}}) {
            folder.write_page(std::string(name) + ending,
                              render::render_password_page({step, "sample-token", "/there", "/sign-in",
                                                            "m.oak-street@demo.example", "", "", language}));
        }
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: render_sample FOLDER\n";
        return 2;
    }
    Folder folder{arguments[1]};
    write_digest(folder, "full", samples::full_day());
    write_digest(folder, "complete", samples::complete_day());
    write_digest(folder, "empty-open", samples::empty_open_day());
    write_digest(folder, "closed", samples::closed_day());
    write_digest(folder, "unheard", samples::unheard_day());
    write_digest(folder, "young", samples::young_store_day());
    write_digest(folder, "busy", samples::busy_day());
    write_digest(folder, "long-names", samples::long_names_day());
    write_digest(folder, "quiet", samples::quiet_day());
    write_digest(folder, "running", samples::running_day());
    write_digest(folder, "amended", samples::amended_day());
    write_digest(folder, "full-es", samples::full_day(), render::Language::spanish);
    write_digest(folder, "young-es", samples::young_store_day(), render::Language::spanish);
    write_mail(folder, "mail-full", samples::full_day());
    write_mail(folder, "mail-es", samples::full_day(), render::Language::spanish);
    write_mail(folder, "mail-young", samples::young_store_day());
    write_mail(folder, "mail-unheard", samples::unheard_day());
    folder.write_page("sign-in.html", render::render_sign_in_page({"sample-token", "", "", "/"}));
    folder.write_page("sign-in-error.html",
                      render::render_sign_in_page({"sample-token", "m.oak-street@demo.example",
                                                   "E-mail and password do not match. Check both and try again.", "/"}));
    folder.write_page("sign-in-by-company.html", render::render_sign_in_page({.has_form = false}));
    folder.write_page("signed-out.html", render::render_sign_in_page(
                                             {.has_form = false, .signed_out = true, .sign_out_url = "/oauth2/sign_out"}));
    write_accounts(folder);
    write_account_mails(folder);
    folder.write_page("stores.html", render::render_stores_page(samples::stores()));
    folder.write_page("stores-empty.html", render::render_stores_page({"admin@demo.example", "sample-token", {}}));
    folder.write_page("problem.html", render::render_problem_page({404, "Not found",
                                                                   "There is no such page, or it is not one of your stores.",
                                                                   "0198f3a2-7c1e-7d42-9a60-2f6f0f3f9d11", true}));
    render::LanesPage lanes = samples::lanes();
    folder.write_page("lanes.html", render::render_lanes_page(lanes));
    lanes.problem = "No terminal shows this code; check the letters.";
    lanes.code = "WRNG-CODE";
    lanes.lane = "7";
    folder.write_page("lanes-problem.html", render::render_lanes_page(lanes));
    lanes = samples::lanes();
    lanes.lanes.clear();
    lanes.pending.clear();
    lanes.reads_store = false;
    lanes.done = render::LaneEvent::denied;
    folder.write_page("lanes-empty.html", render::render_lanes_page(lanes));
    for (const auto& [name, page] : samples::admin_pages()) {
        folder.write_page(name + ".html", page);
    }
    for (const auto& [name, page] : samples::setup_pages()) {
        folder.write_page(name + ".html", page);
    }
    write_alerts(folder);
    write_unsubscribing(folder);
    write_history(folder);
    write_districts(folder);
    write_sheets(folder);
    write_loop(folder);
    write_district_digests(folder);
    return 0;
}
