#include "server/render/district_digest_page.hpp"

#include "schema/time_text.hpp"
#include "server/render/district_digest_sheet.hpp"
#include "server/render/district_nav.hpp"
#include "server/render/local_time.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {

std::string render_district_digest_page(const DistrictDigestPage& page) {
    const domain::DistrictDigest& digest = page.digest;
    const Words& words = words_of(page.language);
    const DistrictMailWords& own = district_mail_words_of(page.language);
    const DistrictSheet sheet = make_district_sheet(digest, page.language);
    const auto& range = digest.comparison.range;
    const std::string made = moment_words(digest.edition.frozen_at, page.calendar, words) + ' ' +
                             page.calendar.zone_abbreviation(digest.edition.frozen_at);
    kainjow::mustache::data data;
    set_head(data, words.language, sheet.heading + " · Tillnote");
    set_district_sheet(data, sheet);
    data.set("skip", text(district_words_of(page.language).head.skip));
    data.set("edition", text(fill(own.edition, {std::to_string(digest.edition.number), made})));
    data.set("page_path",
             text("/districts/" + digest.district.id + "?from=" + format_day(range.from) + "&to=" + format_day(range.to)));
    data.set("page", text(own.page));
    data.set("back", text(own.all_stores));
    data.set("privacy", text(words.foot.privacy));
    set_languages(data, page.path, words);
    set_account(data, page.signed_in_as, page.csrf_token, words);
    set_district_nav(data,
                     {.path = "/districts/" + digest.district.id, .reads = true, .leads = page.leads, .has_digest = true},
                     DistrictPlace::digest, page.language);
    return render_template(Template::district_digest, data);
}

}  // namespace tillnote::render
