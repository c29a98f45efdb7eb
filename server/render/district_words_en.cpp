#include "server/render/district_words.hpp"

namespace tillnote::render {

constinit const DistrictWords district_english{
    .head = {.title = "{0}, {1}",
             .chain = {"", "The districts"},
             .week = "week of {0}",
             .fiscal_week = "week {0} of {1} (4-5-4)",
             .fiscal_period = "period {0} of {1} (4-5-4)",
             .month = "{0} {1}",
             .from_to = "{0} to {1}",
             .so_far = "{0} of {1} days so far",
             .stores = {"{0} store", "{0} stores"},
             .districts = {"{0} district", "{0} districts"},
             .remarks = {"{0} remark", "{0} remarks"},
             .skip = "Skip to the comparison",
             .back = "All stores",
             .all_complete = "All complete",
             .none = "Nothing has been heard of on these days, so there is nothing to compare.",
             .paper_more = {{"{0} more store: the CSV has all.", "{0} more stores: the CSV has all."},
                            {"{0} more district: the CSV has all.", "{0} more districts: the CSV has all."}},
             .incomplete = {"{0} store day under 90% complete", "{0} store days under 90% complete"},
             .without_traffic = {"{0} store day without traffic", "{0} store days without traffic"},
             .unpaired = {"{0} day that only one year has, counted in neither",
                          "{0} days that only one year has, counted in neither"},
             .moved = "{0} since last year: {1} joined, {2} left",
             .holidays_now = "Only in these days: {0}",
             .holidays_then = "Only in those of last year: {0}",
             .holidays = {"New Year's Day", "Easter Sunday", "Memorial Day", "Independence Day", "Labor Day",
                          "the day before Thanksgiving", "Thanksgiving", "Christmas Eve", "Christmas Day"}},
    .polarities = {"Praise", "Complaints", "Requests", "Compared with others", "Why they shop here", "Something else",
                   "Lane only"},
    .ranges = {.heading = "Days",
               .before = "Before",
               .after = "After",
               .day = "Day",
               .week = "Calendar week",
               .fiscal_week = "4-5-4 week",
               .fiscal_period = "4-5-4 period",
               .month = "Month",
               .from = "From",
               .to = "To",
               .by = "By",
               .against = "Against",
               .show = "Show",
               .by_names = {"reason", "theme", "department", "kind of remark"},
               .against_names = {{{"the other stores", "the other districts"},
                                  {"the rest of the chain", "the rest of the chain"},
                                  {"the same weeks last year", "the same weeks last year"}}}},
    .missing = {.heading = "Look here first: not everything was heard",
                .without_digest = "{0}: no digest of the last day",
                .more = "{0} more stores have no digest of the last day",
                .silent = {"{0}: no lane was heard on {1}", "{0}, no lane was heard on {1}: {2}"},
                .incomplete = {"{0}: less than 90% complete on {1}", "{0}, less than 90% complete on {1}: {2}"},
                .days = {{"{0} day", "{0} days"}, {"{0} store day", "{0} store days"}},
                .store_days = "{0} ({1})",
                .more_stores = {"{0} more store", "{0} more stores"}},
    .findings = {.heading = "What stands out",
                 .above = "Higher at {1}: {0}",
                 .below = "Lower at {1}: {0}",
                 .above_mirror = "Higher at {1} than at {2}: {0}",
                 .against_mirror = "{0}% of its remarks ({1} of {2}); at {4} {3}%.",
                 .against_others = {"{0}% of its remarks ({1} of {2}); the other stores {3}%.",
                                    "{0}% of its remarks ({1} of {2}); the other districts {3}%."},
                 .against_chain = "{0}% of its remarks ({1} of {2}); the rest of the chain {3}%.",
                 .against_last_year = "{0}% of its remarks ({1} of {2}); the same weeks last year {3}%.",
                 .outside_998 = "Outside the 99.8% limits: chance alone does this to 1 share in {0}.",
                 .outside_95 = "Outside the 95% limits: chance alone does this to 1 share in {0}.",
                 .none = {"No store can be told from the others with any certainty.",
                          "No district can be told from the others with any certainty."},
                 .none_last_year = {"No store can be told from its own last year with any certainty.",
                                    "No district can be told from its own last year with any certainty."},
                 .nothing_to_compare_with =
                     {{{"Nothing to compare with: the other stores of the district, if there are any, have fewer than 30 "
                        "remarks on these days.",
                        "Nothing to compare with: the other districts, if there are any, have fewer than 30 remarks on "
                        "these days."},
                       {"Nothing to compare with: the rest of the chain has fewer than 30 remarks on these days, or is "
                        "fewer than three stores, whose shares are not given away.",
                        "Nothing to compare with: the districts are the chain."},
                       {"Nothing to compare with: of the same weekdays last year fewer than 30 remarks are known.",
                        "Nothing to compare with: of the same weekdays last year fewer than 30 remarks are known."}}},
                 .too_little = {"Too little to tell: a store needs 30 remarks on these days.",
                                "Too little to tell: a district needs 30 remarks on these days."},
                 .offer = "Compare instead with",
                 .rest = "Of {1} shares, {0} lie outside their 95% limits; chance alone would put up to about {2} there.",
                 .rest_none = "None of them is sure enough to be named: look at next week first.",
                 .rest_named = "Only what is named above is hardly chance; of the others look at next week first.",
                 .rest_unsure =
                     "What is named above is hardly chance, but fewer than ten cannot show how much they differ in "
                     "everything: it may be no more than that. Of the others look at next week first.",
                 .rest_unsure_years = "What is named above is hardly chance, but how much years differ in everything is not "
                                      "known: it may be no more than that. Of the others look at next week first.",
                 .story = {"One story in {0} stores: {1}", "One story in {0} districts: {1}"},
                 .story_sentence = {"Up in the {0} days to {1} at {2}; in all stores of the district together {6}% of the "
                                    "remarks ({3} of {4}), usually {5}%.",
                                    "Up in the {0} days to {1} in {2}; in all districts together {6}% of the remarks ({3} "
                                    "of {4}), usually {5}%."},
                 .story_days = "Stories look only at the 3 and the 7 days to {0}.",
                 .upstream = "Look upstream: one supplier, one ad or one system may be behind it.",
                 .digest = "Digest of {0}",
                 .paper_more = {"{0} more stands out; the page has it.", "{0} more stand out; the page has them."}},
    .funnel =
        {.heading = "{0}, share of remarks",
         .label = "{0}: share of remarks by how many remarks there are. Expected {1}%. Outside the 95% limits: {2}, of "
                  "these outside "
                  "the 99.8% limits: {3}. The table below has every figure.",
         .expected = "expected {0}%",
         .axis = {"{0} remark", "{0} remarks"},
         .key = "Dotted: 95% limits, dashed: 99.8%. A dot between them cannot be told from the others.",
         .key_last_year = "A bar holds the 95% limits of its dot, each against its own last year.",
         .widened =
             {"The limits are widened by how much the stores differ beyond chance in everything else, and by how often "
              "what was said once is tapped again.",
              "The limits are widened by how much the districts differ beyond chance in everything else, and by how "
              "often what was said once is tapped again."},
         .not_widened =
             {"With fewer than ten stores it cannot be estimated how much they differ beyond chance: these are the "
              "limits of chance alone, widened only by how often what was said once is tapped again.",
              "With fewer than ten districts it cannot be estimated how much they differ beyond chance: these are "
              "the limits of chance alone, widened only by how often what was said once is tapped again."},
         .last_year =
             "How much years differ beyond chance cannot be estimated: these are the limits of chance alone, widened "
             "only by how often what was said once is tapped again.",
         .choose = "Look at another",
         .more = {"{0} more", "{0} more"},
         .above = {"{0} higher", "{0} higher"},
         .below = {"{0} lower", "{0} lower"},
         .no_league =
             {"There is no ranking: most differences between stores are luck, and ranks would make all of them look "
              "real.",
              "There is no ranking: most differences between districts are luck, and ranks would make all of them "
              "look real."},
         .nothing = {"Too few remarks to draw anything: a store needs 30.", "Too few remarks to draw anything."},
         .not_in_catalog = "Nothing to draw: it could not be tapped on the same weekdays last year, or not on all of these "
                           "days."},
    .heat = {.heading = "By theme, share of remarks in percent",
             .note =
                 "Coloured only outside the limits: ▲ and ▼ outside the 99.8% limits, △ and ▽ outside the 95% limits, where "
                 "chance alone puts about one in twenty. A dash: fewer than 30 remarks.",
             .caption = "Share of remarks by theme, in percent",
             .above = "higher",
             .below = "lower",
             .above_998 = "higher, outside the 99.8% limits",
             .below_998 = "lower, outside the 99.8% limits"},
    .trends = {.heading = "{0}, thirteen weeks",
               .note = "Share of a week's remarks, all in one scale; each ends with the last day above. No bar: fewer "
                       "than 30 remarks, or the reason was not in the catalog.",
               .caption = "Share of remarks by week",
               .label = "{0}: share of a week's remarks from {1} to {2}",
               .week_from = "Week from",
               .not_in_catalog = "not in the catalog",
               .share = "{0}% ({1} of {2})",
               .too_little = "{0} of {1}",
               .more = {"Shown are {0} of {1} stores, those outside the limits first; the CSV has all.",
                        "Shown are {0} of {1} districts, those outside the limits first; the CSV has all."}},
    .hear =
        {.heading = "How much we hear",
         .caption = "Remarks per 1,000 staffed sales",
         .unknown = "traffic not known",
         .note =
             {"Remarks per 1,000 staffed sales: how eagerly customers talk and cashiers tap. Neither good nor bad, so no "
              "store is marked.",
              "Remarks per 1,000 staffed sales: how eagerly customers talk and cashiers tap. Neither good nor bad, so no "
              "district is marked."},
         .part = {"without {0} of {1} days, whose traffic is not known",
                  "without {0} of {1} store days, whose traffic is not known: {2}"}},
    .table = {.heading = "{0}, every figure",
              .caption = "{0} by store",
              .remarks = "Remarks",
              .of = "Of",
              .share = "Share, %",
              .limits95 = "95% limits, %",
              .limits998 = "99.8% limits, %",
              .traffic = "Staffed sales",
              .per_1000 = "Per 1,000",
              .incomplete = {"Incomplete days", "Incomplete store days"},
              .verdict = {{{"Told from the others", "Told from the others"},
                           {"Told from the chain", "Told from the chain"},
                           {"Told from last year", "Told from last year"}}},
              .member = {"Store", "District"},
              .verdicts = {"higher", "not distinguishable", "lower", "too little"},
              .above_998 = "higher (99.8%)",
              .below_998 = "lower (99.8%)",
              .nothing_to_compare_with = "nothing to compare with",
              .limits_cell = "{0} to {1}",
              .sort = "Sort by: {0}",
              .download = "All shares as CSV",
              .download_themes = "By theme as CSV",
              .download_stories = "Stories as CSV",
              .download_weeks = "These thirteen weeks as CSV",
              .json = "Everything as JSON"},
};

const DistrictWords& district_words_of(Language language) noexcept {
    return language == Language::spanish ? district_spanish : district_english;
}

}  // namespace tillnote::render
