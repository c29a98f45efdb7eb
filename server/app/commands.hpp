#pragma once

#include "schema/limits.hpp"
#include "server/app/config.hpp"

#include <optional>
#include <string>
#include <vector>

/// What the operator can do from the command line. Each command prints what it did to standard output and answers with
/// an error to be shown, never both. Blocking.
namespace tillnote::app::commands {

/// Runs until SIGTERM or SIGINT, then drains. SIGHUP reads the certificate again.
[[nodiscard]] Result<void> serve(const Config& config);
/// The configuration in force without its passwords, and whether the TLS files in it can be used. Errors: invalid_field when
/// not.
[[nodiscard]] Result<void> print_config(const Config& config);
[[nodiscard]] Result<void> migrate(const Config& config);
/// Recounts every unsealed store-day in C++ and prints each difference. Errors: conflict when there is one.
[[nodiscard]] Result<void> verify(const Config& config);

/// Looks through all stored text for what looks like a card number and prints where, never the number. Errors: conflict when
/// there is one.
[[nodiscard]] Result<void> verify_card_numbers(const Config& config);
/// Removes what is past its term, as the service does every hour, or only lists it. Errors: conflict when something is past
/// its term by more than a day and is still there.
[[nodiscard]] Result<void> retention(const Config& config, bool check_only);
/// What has been forgotten: how it stands, the last run, and before it those that removed or found something.
[[nodiscard]] Result<void> list_retention_runs(const Config& config);

enum class DigestForm { json, text, html };
/// `edition`: its number; nothing: the latest, or the day computed live where there is none.
[[nodiscard]] Result<void> print_digest(const Config& config, const std::string& store, const std::string& day,
                                        DigestForm form, std::optional<int> edition);

[[nodiscard]] Result<void> list_lanes(const Config& config, const std::optional<std::string>& store, bool as_json);
/// Terminals that show a code and wait to be let in; they belong to no store yet.
[[nodiscard]] Result<void> list_pending_lanes(const Config& config, bool as_json);
[[nodiscard]] Result<void> approve_lane(const Config& config, const std::string& code, const std::string& store, int lane);
[[nodiscard]] Result<void> deny_lane(const Config& config, const std::string& code);
[[nodiscard]] Result<void> print_lane_token(const Config& config, const std::string& store, int lane);
[[nodiscard]] Result<void> revoke_lane(const Config& config, const std::string& store, int lane);

struct StoreOptions {
    std::string id;
    std::string name;
    std::string district;
    std::string zone;
    std::optional<int> cutoff_minutes;  ///< nothing: 240 of a new store, as it was of a known one
    std::string opened_on;              ///< YYYY-MM-DD
};
/// As they stand on the business day that is open.
[[nodiscard]] Result<void> list_stores(const Config& config, bool as_json);
/// One store with what is planned for it, and the days of late and to come on which it does not open.
[[nodiscard]] Result<void> show_store(const Config& config, const std::string& store, bool as_json);
/// Those without a store, too.
[[nodiscard]] Result<void> list_districts(const Config& config, bool as_json);
[[nodiscard]] Result<void> add_district(const Config& config, const std::string& id, const std::string& name);
[[nodiscard]] Result<void> add_store(const Config& config, const StoreOptions& options);
struct StoreChangeOptions {
    std::string id;
    std::optional<std::string> name;
    std::optional<std::string> zone;
    std::optional<int> cutoff_minutes;
    std::string from;                      ///< first business day of another zone or cut-off, YYYY-MM-DD; empty: the next
    std::optional<std::string> free_text;  ///< "on" or "off"
    std::optional<std::string> walk;       ///< as domain::parse_walk reads it
};
[[nodiscard]] Result<void> change_store(const Config& config, const StoreChangeOptions& options);
/// `day`: the first of the new district, YYYY-MM-DD; empty: the business day that is open.
[[nodiscard]] Result<void> move_store(const Config& config, const std::string& store, const std::string& district,
                                      const std::string& day);
/// `day`: the first business day on which the store is no longer open.
[[nodiscard]] Result<void> close_store(const Config& config, const std::string& store, const std::string& day);
[[nodiscard]] Result<void> reopen_store(const Config& config, const std::string& store);
/// What is kept of a store and may be shown, to standard output: a line of JSON for each row, {"table", "row"}; counts to
/// standard error.
[[nodiscard]] Result<void> export_store(const Config& config, const std::string& store);
/// Removes all that belongs to a store that has closed, for good. `confirmed`: its id once more.
[[nodiscard]] Result<void> erase_store(const Config& config, const std::string& store, const std::string& confirmed);
/// Lines "store,day,staffed_transactions"; '-' reads standard input. All of them or none.
[[nodiscard]] Result<void> import_traffic(const Config& config, const std::string& file);
[[nodiscard]] Result<void> close_store_day(const Config& config, const std::string& store, const std::string& day,
                                           const std::string& why);
[[nodiscard]] Result<void> open_store_day(const Config& config, const std::string& store, const std::string& day);

struct AskOptions {
    std::string store;
    std::string question_en;
    std::string question_es;
    std::vector<std::string> answers;  ///< "yes=Yes=Sí": what is stored, then the labels in English and Spanish
    std::string from;                  ///< YYYY-MM-DD; empty: the business day that is open
    std::string to;                    ///< YYYY-MM-DD; empty: the first day
    std::int64_t one_in = limits::ask_one_in_default;
};
[[nodiscard]] Result<void> list_asks(const Config& config, const std::string& store, bool as_json);
[[nodiscard]] Result<void> add_ask(const Config& config, const AskOptions& options);
[[nodiscard]] Result<void> close_ask(const Config& config, const std::string& store, const std::string& ask_id);

struct MessageOptions {
    std::string store;
    std::string text_en;
    std::string text_es;
    std::string from;  ///< YYYY-MM-DD; empty: the business day that is open
    std::string to;    ///< YYYY-MM-DD; empty: the first day
};
[[nodiscard]] Result<void> list_messages(const Config& config, const std::string& store);
[[nodiscard]] Result<void> add_message(const Config& config, const MessageOptions& options);

struct SheetOptions {
    std::string store;
    std::string paper = "letter";   ///< letter or a4
    std::string language = "both";  ///< en, es or both
    std::string bars = "normal";    ///< normal or large
};
/// The reasons of the open business day.
[[nodiscard]] Result<void> print_reason_sheet(const Config& config, const SheetOptions& options);

struct KeyOptions {
    std::string store;
    std::string hot_keys_file;        ///< a hot_keys.tsv; empty: as they are
    std::vector<std::string> layout;  ///< reason codes; empty: as it is
    bool as_chain = false;            ///< nothing of its own any more
};
[[nodiscard]] Result<void> set_store_keys(const Config& config, const KeyOptions& options);

/// `file`: a reasons.tsv with its departments.tsv beside it, and perhaps the chain's hot_keys.tsv. `from`: the first
/// business day of all of it, YYYY-MM-DD; empty: at once, and what is left out ends the day after tomorrow.
[[nodiscard]] Result<void> import_catalog(const Config& config, const std::string& file, const std::string& from);
/// Every reason, those that have ended or are planned too, as it is worded on the business day `on`, and the days from which
/// something else is planned; empty: today.
[[nodiscard]] Result<void> list_catalog(const Config& config, const std::string& on, bool as_json);
/// Writes those three files, of the catalog of the business day `on`; empty: today, UTC.
[[nodiscard]] Result<void> export_catalog(const Config& config, const std::string& folder, const std::string& on);
/// Sends the demo chain through the running server at `url`; writes sign-ins to `out`. Nothing when stores exist already.
[[nodiscard]] Result<void> load_demo(const Config& config, const std::string& url, const std::string& out);

}  // namespace tillnote::app::commands
