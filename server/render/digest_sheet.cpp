#include "server/render/digest_sheet.hpp"

#include "server/render/digest_counts.hpp"
#include "server/render/digest_head.hpp"
#include "server/render/digest_loop.hpp"
#include "server/render/digest_rest.hpp"
#include "server/render/digest_shares.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/walk_lines.hpp"

namespace tillnote::render {
namespace {

void set_head(DigestSheet& sheet, const domain::Digest& digest, const domain::StoreCalendar& calendar, const Words& words) {
    sheet.store = one_line(digest.store.name);
    sheet.district = one_line(digest.district.name);
    sheet.heading = begin_sentence(date_words(words, words.date_heading, digest.day));
    sheet.title = fill(words.head.title, {sheet.store, date_words(words, words.date_title, digest.day)});
    sheet.headline = headline_of(digest, words);
    sheet.bounds = bounds_sentence(digest, calendar, words);
    sheet.state = state_sentence(digest, calendar, words);
    sheet.facts = facts_of(digest, words);
    for (Fact& fact : change_facts_of(digest, words)) {
        sheet.facts.push_back(std::move(fact));
    }
    sheet.parts = parts_of(digest, words);
}

std::vector<Choice> assignable_of(const domain::Digest& digest, const Words& words) {
    std::vector<Choice> choices;
    for (const domain::DepartmentSection& section : digest.departments) {
        if (section.department.walk) {
            choices.push_back({section.department.code,
                               one_line(label_in(words, section.department.label_en, section.department.label_es))});
        }
    }
    return choices;
}

}  // namespace

DigestSheet make_digest_sheet(const domain::Digest& digest, const Words& words) {
    const domain::StoreCalendar calendar = domain::StoreCalendar::make(digest.store).value();
    DigestSheet sheet;
    set_head(sheet, digest, calendar, words);
    sheet.walk = walk_of(digest, words);
    sheet.walk_more = walk_more_of(digest, words);
    sheet.heard = heard_of(digest, words);
    sheet.alerts = alerts_of(digest, calendar, words);
    sheet.likes = likes_of(digest, words);
    sheet.why_here = why_here_of(digest, words);
    sheet.together = together_of(digest, words);
    sheet.compared = compared_of(digest, words);
    sheet.asked_for = asked_for_of(digest, words);
    for (const domain::AskLine& ask : digest.asks) {
        sheet.asks.push_back(ask_of(ask, has_shares(sheet.why_here), words));
    }
    sheet.open = open_of(digest, words);
    sheet.rest = rest_of(digest, calendar, words);
    sheet.trend = trend_of(digest, words);
    sheet.departments = departments_of(digest, words);
    sheet.assignable = assignable_of(digest, words);
    return sheet;
}

}  // namespace tillnote::render
