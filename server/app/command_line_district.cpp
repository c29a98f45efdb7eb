#include "server/app/command_line_district.hpp"

#include "server/app/district_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace tillnote::app {
namespace {

using Command = std::function<Result<void>(const Config&)>;

/// What the options are parsed into; one command runs, so they share.
struct DistrictWords {
    commands::DistrictMailOptions mail;
    std::string day;
    int edition = 0;
    bool json = false;
    bool text = false;
    bool html = false;
};
using SharedDistrictWords = std::shared_ptr<DistrictWords>;

void add_recipients(CLI::App& district, const SharedDistrictWords& words, Command& command) {
    auto* recipient = district.add_subcommand("recipient", "Who gets a district's digest by mail")->require_subcommand(1);
    auto* list = recipient->add_subcommand(
        "list", "Recipients of a district, those who have left too, and how often; without DISTRICT of all");
    list->add_option("DISTRICT", words->mail.district, "District id (all)");
    list->callback([words, &command] {
        command = [words](const Config& config) { return commands::list_district_recipients(config, words->mail.district); };
    });
    const auto add_address = [words](CLI::App* sub) {
        sub->add_option("DISTRICT", words->mail.district, "District id")->required();
        sub->add_option("EMAIL", words->mail.email, "E-mail address")->required();
    };
    auto* add = recipient->add_subcommand("add", "Add one, or take one who had left back in; prints its id");
    add_address(add);
    add->add_option("--language", words->mail.language, "en (default) or es")->check(CLI::IsMember({"en", "es"}));
    add->callback([words, &command] {
        command = [words](const Config& config) { return commands::add_district_recipient(config, words->mail); };
    });
    auto* change = recipient->add_subcommand("change", "Another language for one who is on the list");
    add_address(change);
    change->add_option("--language", words->mail.language, "en or es")->required()->check(CLI::IsMember({"en", "es"}));
    change->callback([words, &command] {
        command = [words](const Config& config) { return commands::change_district_recipient(config, words->mail); };
    });
    auto* remove = recipient->add_subcommand("remove", "End the mail to an address");
    add_address(remove);
    remove->callback([words, &command] {
        command = [words](const Config& config) { return commands::remove_district_recipient(config, words->mail); };
    });
}

void add_digest(CLI::App& district, const SharedDistrictWords& words, Command& command) {
    auto* digest = district.add_subcommand("digest", "Print the digest of a district as it was sent");
    digest->add_option("DISTRICT", words->mail.district, "District id")->required();
    digest->add_option("DAY", words->day, "YYYY-MM-DD or 'latest'")->required();
    digest->add_option("--edition", words->edition, "An edition's number (the latest)")->check(CLI::Range(1, 1'000'000));
    auto* forms = digest->add_option_group("form");
    forms->add_flag("--json", words->json, "As JSON, the bytes of the API");
    forms->add_flag("--text", words->text, "As plain text (default)");
    forms->add_flag("--html", words->html, "As the mail's HTML");
    forms->require_option(0, 1);
    digest->callback([words, &command] {
        command = [words](const Config& config) {
            const auto form = words->json   ? commands::DigestForm::json
                              : words->html ? commands::DigestForm::html
                                            : commands::DigestForm::text;
            return commands::print_district_digest(config, words->mail.district, words->day, form,
                                                   words->edition == 0 ? std::nullopt : std::optional(words->edition));
        };
    });
}

void add_explain(CLI::App& district, const SharedDistrictWords& words, Command& command) {
    auto* explain = district.add_subcommand(
        "explain", "Derive every figure of a district's digest from its kept input, and list what came since");
    explain->add_option("DISTRICT", words->mail.district, "District id")->required();
    explain->add_option("DAY", words->day, "YYYY-MM-DD or 'latest'")->required();
    explain->add_option("--edition", words->edition, "Its number (the latest)")->check(CLI::Range(1, 1'000'000));
    explain->callback([words, &command] {
        command = [words](const Config& config) {
            return commands::explain_district(config, words->mail.district, words->day,
                                              words->edition == 0 ? std::nullopt : std::optional(words->edition));
        };
    });
}

}  // namespace

void add_district_commands(CLI::App& app, Command& command) {
    const auto words = std::make_shared<DistrictWords>();
    auto* district = app.add_subcommand("district", "Districts and their digests")->require_subcommand(1);
    auto* list = district->add_subcommand("list", "All districts with their stores");
    list->add_flag("--json", words->json, "As JSON");
    list->callback([words, &command] {
        command = [words](const Config& config) { return commands::list_districts(config, words->json); };
    });
    add_recipients(*district, words, command);
    auto* rhythm = district->add_subcommand("rhythm", "Choose how often a district's digest is made");
    rhythm->add_option("DISTRICT", words->mail.district, "District id")->required();
    rhythm->add_option("RHYTHM", words->mail.rhythm, "daily, or weekly after each Sunday")
        ->required()
        ->check(CLI::IsMember({"daily", "weekly"}));
    rhythm->callback([words, &command] {
        command = [words](const Config& config) { return commands::set_district_rhythm(config, words->mail); };
    });
    add_digest(*district, words, command);
    add_explain(*district, words, command);
}

}  // namespace tillnote::app
