#pragma once

#include "server/domain/holidays.hpp"
#include "server/render/words.hpp"

#include <array>
#include <string_view>

/// Every word of the page that holds stores against each other, in one table per language. Same rules as Words; a text that
/// names stores has a twin that names districts, because the page of the chain compares those.
namespace tillnote::render {

/// One text for the stores of a district and one for the districts of the chain.
struct MemberText {
    std::string_view stores;
    std::string_view districts;
};

struct MemberPlural {
    Plural stores;
    Plural districts;
};

struct DistrictWords {
    struct Head {
        std::string_view title;                                    ///< {0} district, {1} range
        MemberText chain;                                          ///< heading of the chain's page; districts only
        std::string_view week, fiscal_week, fiscal_period, month;  ///< {0} number or month, {1} year
        std::string_view from_to;                                  ///< {0} and {1} dates
        std::string_view so_far;                                   ///< {0} days that have ended, {1} days
        Plural stores, districts, remarks;
        std::string_view skip, back, all_complete, none;
        MemberPlural paper_more;                       ///< members that are not on paper
        Plural incomplete;                             ///< days
        Plural without_traffic;                        ///< days
        Plural unpaired;                               ///< days that only one of two years has
        std::string_view moved;                        ///< {0} district, {1} stores that joined, {2} that left
        std::string_view holidays_now, holidays_then;  ///< {0} those that only these or only last year's days have
        std::array<std::string_view, domain::holiday_count> holidays;
    } head;

    ByPolarity polarities;  ///< what rows by polarity are called

    struct Ranges {
        std::string_view heading, before, after, day, week, fiscal_week, fiscal_period, month;
        std::string_view from, to, by, against, show;
        std::array<std::string_view, 4> by_names;  ///< in the order of ComparisonBy
        std::array<MemberText, 3> against_names;   ///< in the order of Against
    } ranges;

    struct Missing {
        std::string_view heading;
        std::string_view without_digest;  ///< {0} store
        std::string_view more;            ///< {0} how many more have no digest
        MemberText silent, incomplete;    ///< {0} member, {1} days, {2} which stores of a district
        MemberPlural days;
        std::string_view store_days;  ///< {0} store, {1} how many of its days
        Plural more_stores;
    } missing;

    struct Findings {
        std::string_view heading;
        std::string_view above, below;  ///< {0} row, {1} member
        std::string_view above_mirror;  ///< {0} row, {1} member, {2} the only other one
        std::string_view
            against_mirror;         ///< {0} percent, {1} remarks, {2} of, {3} percent of the other one, {4} which is it
        MemberText against_others;  ///< {0} percent, {1} remarks, {2} of, {3} percent of the others
        std::string_view against_chain, against_last_year;
        std::string_view outside_998, outside_95;  ///< {0} "2,000"
        MemberText none, none_last_year;
        std::array<MemberText, 3> nothing_to_compare_with;  ///< in the order of Against
        MemberText too_little;
        std::string_view offer;      ///< before links to other comparisons
        std::string_view rest;       ///< {0} cells outside 95%, {1} judged, {2} how many chance puts there
        std::string_view rest_none;  ///< what to make of it, where nothing is named
        std::string_view rest_named, rest_unsure,
            rest_unsure_years;  ///< the same where something is; unsure: without over-dispersion
        MemberText story;       ///< {0} number of members, {1} reason
        /// {0} days, {1} short date, {2} members; of all members together {3} remarks, {4} of, {5} usual percent, {6}
        /// percent
        MemberText story_sentence;
        std::string_view story_days;  ///< which days they look at; {0} short date of the last one
        std::string_view upstream;
        std::string_view digest;  ///< {0} member
        Plural paper_more;        ///< what stands out and is not on paper
    } findings;

    struct Funnel {
        std::string_view heading;   ///< {0} row
        std::string_view label;     ///< {0} row, {1} expected percent, {2} how many outside 95%, {3} of them outside 99.8%
        std::string_view expected;  ///< {0} percent
        Plural axis;                ///< remarks
        std::string_view key, key_last_year;
        MemberText widened, not_widened;
        std::string_view last_year;
        std::string_view choose;
        Plural more;
        Plural above, below;
        MemberText no_league;
        MemberText nothing;
        std::string_view not_in_catalog;
    } funnel;

    struct Heat {
        std::string_view heading, note, caption;
        std::string_view above, below, above_998, below_998;  ///< for those who hear the table
    } heat;

    struct Trends {
        std::string_view heading;               ///< {0} row
        std::string_view note, caption, label;  ///< label: {0} member, {1} first and {2} last date
        std::string_view week_from;
        std::string_view not_in_catalog;
        std::string_view share, too_little;  ///< {0} percent, {1} remarks, {2} of; too_little: {0} remarks, {1} of
        MemberText more;                     ///< {0} shown, {1} all
    } trends;

    struct Hear {
        std::string_view heading, caption, unknown;
        MemberText note;
        MemberText part;  ///< {0} days without traffic, {1} days, {2} of which stores of a district
    } hear;

    struct Table {
        std::string_view heading;  ///< {0} row
        std::string_view caption, remarks, of, share, limits95, limits998, traffic, per_1000;
        MemberText incomplete;
        std::array<MemberText, 3> verdict;  ///< in the order of Against
        MemberText member;
        std::array<std::string_view, 4> verdicts;  ///< in the order of FunnelVerdict
        std::string_view above_998, below_998;     ///< instead of the first and the third
        std::string_view nothing_to_compare_with;  ///< instead of the last, where enough was heard
        std::string_view limits_cell;              ///< {0} and {1} percent
        std::string_view sort;                     ///< {0} column; for those who hear it
        std::string_view download, download_themes, download_stories, download_weeks, json;
    } table;
};

[[nodiscard]] const DistrictWords& district_words_of(Language language) noexcept;

extern const DistrictWords district_english;
extern const DistrictWords district_spanish;

}  // namespace tillnote::render
