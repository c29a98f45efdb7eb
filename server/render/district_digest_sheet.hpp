#pragma once

#include "server/domain/district_digest.hpp"
#include "server/domain/language.hpp"
#include "server/render/district_sentences.hpp"

#include <string>
#include <vector>

/// What a district's digest says, in the reader's language: mail, text and page show the same sheet. Pure; no clock.
namespace tillnote::render {

struct DistrictSheetRow {
    std::string store;
    std::string remarks;
    std::string complaints;  ///< percent of its remarks, with a word where it can be told from the others; or a dash
    std::string praise;
};

struct DistrictSheet {
    std::string district;
    std::string heading;
    std::string dates;  ///< empty where the heading has them
    std::string facts;
    std::string missing_heading;
    std::vector<std::string> missing;  ///< empty: everything was heard
    std::string findings_heading;
    std::vector<FindingText> findings;  ///< stories first
    std::string findings_more;          ///< how many are on the page only; empty for none
    std::string nothing;                ///< said where no store stands out: which of the three silences it is
    std::string doubt;                  ///< said where it cannot be estimated how much stores differ beyond chance
    std::string table_heading;
    DistrictSheetRow columns;
    std::vector<DistrictSheetRow> rows;  ///< by name
    std::string table_note;
    std::string headline;  ///< of the mail's subject
};

/// Sets what templates/district_mail.mustache and district_digest.mustache show of the sheet.
void set_district_sheet(kainjow::mustache::data& data, const DistrictSheet& sheet);

[[nodiscard]] DistrictSheet make_district_sheet(const domain::DistrictDigest& digest, domain::Language language);

/// {0} stands for the district.
struct DistrictMailWords {
    std::string_view subject;                              ///< {1} last day, {2} headline
    std::string_view seven_days;                           ///< {1} last day
    std::string_view without_digest;                       ///< {0} store
    std::string_view without_subject;                      ///< {0} how many stores
    std::string_view missing_more;                         ///< {0} how many, never one
    std::string_view nothing_to_compare_with, too_little;  ///< of the subject, too
    std::string_view offer;                                ///< where there is nothing to compare with
    std::string_view first, nothing;                       ///< of the subject; first: {0} title, {1} how many more
    std::string_view doubt, doubt_named;  ///< with too few stores for over-dispersion; named: of what stands out
    std::string_view table, complaints, praise, higher, lower;
    Plural table_more;               ///< stores
    std::string_view page, as_sent;  ///< links
    std::string_view why, unsubscribe;
    std::string_view edition;  ///< {0} number, {1} when
    std::string_view all_stores;
};
[[nodiscard]] const DistrictMailWords& district_mail_words_of(domain::Language language) noexcept;

}  // namespace tillnote::render
