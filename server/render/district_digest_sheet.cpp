#include "server/render/district_digest_sheet.hpp"

#include "server/render/plain_text.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

// So that it all stays on one printed page.
constexpr std::size_t missing_max = 8;
constexpr std::size_t findings_max = 6;
constexpr std::size_t rows_max = 20;

constexpr DistrictMailWords english_words{
    .subject = "{0}, to {1}: {2}",
    .seven_days = "{0}, the seven days to {1}",
    .without_digest = "{0}: no digest of the last day",
    .without_subject = "{0} without a digest; ",
    .missing_more = "{0} more are on the page.",
    .nothing_to_compare_with = "nothing to compare with",
    .too_little = "too little to tell",
    .offer = "The page compares with the rest of the chain, or with the same weeks last year.",
    .first = "{0}, {1} more",
    .nothing = "nothing stands out",
    .doubt = "With fewer than ten stores it cannot be estimated how much they differ beyond chance.",
    .doubt_named =
        "With fewer than ten stores it cannot be estimated how much they differ beyond chance: what is named here may "
        "be no more than that.",
    .table = "The stores, by name",
    .complaints = "Complaints",
    .praise = "Praise",
    .higher = "{0}, higher",
    .lower = "{0}, lower",
    .table_more = {"{0} more store is on the page.", "{0} more stores are on the page."},
    .page = "Open the comparison",
    .as_sent = "This digest as it was sent",
    .why = "You get this mail because somebody put your address on the list of the district {0}.",
    .unsubscribe = "Stop these mails",
    .edition = "Edition {0}, made {1}. Notes that came later are in the comparison, not here.",
    .all_stores = "All stores"};

constexpr DistrictMailWords spanish_words{
    .subject = "{0}, al {1}: {2}",
    .seven_days = "{0}, los siete días hasta el {1}",
    .without_digest = "{0}: sin resumen del último día",
    .without_subject = "{0} sin resumen; ",
    .missing_more = "Hay {0} más en la página.",
    .nothing_to_compare_with = "nada con qué comparar",
    .too_little = "muy poco para decir algo",
    .offer = "La página compara con el resto de la cadena o con las mismas semanas del año pasado.",
    .first = "{0}, {1} más",
    .nothing = "nada destaca",
    .doubt = "Con menos de diez tiendas no se puede estimar cuánto difieren más allá del azar.",
    .doubt_named =
        "Con menos de diez tiendas no se puede estimar cuánto difieren más allá del azar: lo nombrado aquí puede no "
        "ser más que eso.",
    .table = "Las tiendas, por nombre",
    .complaints = "Quejas",
    .praise = "Elogios",
    .higher = "{0}, más alto",
    .lower = "{0}, más bajo",
    .table_more = {"Hay {0} tienda más en la página.", "Hay {0} tiendas más en la página."},
    .page = "Abrir la comparación",
    .as_sent = "Este resumen como se envió",
    .why = "Recibe este correo porque alguien puso su dirección en la lista del distrito {0}.",
    .unsubscribe = "Dejar de recibir estos correos",
    .edition = "Edición {0}, hecha el {1}. Las notas que llegaron después están en la comparación, no aquí.",
    .all_stores = "Todas las tiendas"};

std::string name_of(const domain::DistrictDigest& digest, const std::string& id) {
    const auto found = std::ranges::find(digest.comparison.members, id, &domain::MemberTotals::id);
    return one_line(found == digest.comparison.members.end() ? id : found->name);
}

/// Stores of which something is missing come first, those without a digest before all.
void add_missing(DistrictSheet& sheet, const domain::DistrictDigest& digest, const DistrictParts& parts,
                 const DistrictMailWords& own) {
    sheet.missing_heading = parts.own.missing.heading;
    for (const std::string& id : digest.without_digest) {
        sheet.missing.push_back(fill(own.without_digest, {name_of(digest, id)}));
    }
    std::ranges::move(missing_sentences(parts), std::back_inserter(sheet.missing));
    if (sheet.missing.size() > missing_max) {
        const std::size_t more = sheet.missing.size() - missing_max + 1;
        sheet.missing.resize(missing_max - 1);
        sheet.missing.push_back(fill(own.missing_more, {std::to_string(more)}));
    }
}

void add_findings(DistrictSheet& sheet, const domain::DistrictDigest& digest, const DistrictParts& parts,
                  const DistrictMailWords& own) {
    sheet.findings_heading = parts.own.findings.heading;
    for (const domain::Story& story : digest.stories) {
        sheet.findings.push_back(story_text(parts, story));
    }
    for (const domain::Standout& standout : digest.comparison.standouts) {
        sheet.findings.push_back(standout_text(parts, standout));
    }
    const domain::Silence silence = domain::find_silence(digest.comparison);
    sheet.nothing = silence_text(parts);
    if (silence == domain::Silence::nothing_to_compare_with) {
        sheet.nothing.append(" ").append(own.offer);
    }
    if (silence == domain::Silence::none && !domain::is_spread_known(digest.comparison)) {
        sheet.doubt = digest.comparison.standouts.empty() ? own.doubt : own.doubt_named;
    }
    const std::size_t all = sheet.findings.size();
    if (all > 0) {
        const std::string& first = sheet.findings.front().title;
        sheet.headline = all == 1 ? first : fill(own.first, {first, std::to_string(all - 1)});
    } else {
        sheet.headline = silence == domain::Silence::none         ? own.nothing
                         : silence == domain::Silence::too_little ? own.too_little
                                                                  : own.nothing_to_compare_with;
    }
    if (all > findings_max) {
        sheet.findings.resize(findings_max);
        sheet.findings_more =
            count_words(parts.words, parts.own.findings.paper_more, static_cast<std::int64_t>(all - findings_max));
    }
}

/// "18%", "31%, higher", or a dash below 30 remarks here.
std::string share_of(const domain::DistrictDigest& digest, Polarity polarity, std::size_t member, const DistrictParts& parts,
                     const DistrictMailWords& own) {
    const auto row = std::ranges::find(digest.polarities.rows, to_text(polarity), &domain::ComparisonRow::key);
    if (row == digest.polarities.rows.end()) {
        return "–";
    }
    const domain::ComparisonCell& cell = row->cells[member];
    std::string percent = cell.of == 0 ? "" : short_percent(parts.words, static_cast<double>(cell.remarks) / cell.of) + '%';
    switch (cell.reading.verdict) {
        case domain::FunnelVerdict::above:
            return fill(own.higher, {percent});
        case domain::FunnelVerdict::below:
            return fill(own.lower, {percent});
        case domain::FunnelVerdict::not_distinguishable:
            return percent;
        case domain::FunnelVerdict::too_little:
            return cell.of < domain::share_remarks_min ? "–" : percent;
    }
    return "–";
}

void add_table(DistrictSheet& sheet, const domain::DistrictDigest& digest, const DistrictParts& parts,
               const DistrictMailWords& own) {
    const auto& table = parts.own.table;
    sheet.table_heading = own.table;
    sheet.columns = {std::string{table.member.stores}, std::string{table.remarks}, std::string{own.complaints},
                     std::string{own.praise}};
    for (const std::size_t member : parts.by_name()) {
        const domain::MemberTotals& totals = digest.comparison.members[member];
        if (sheet.rows.size() == rows_max) {
            break;
        }
        sheet.rows.push_back({one_line(totals.name), number_words(parts.words, totals.remarks),
                              share_of(digest, Polarity::complaint, member, parts, own),
                              share_of(digest, Polarity::praise, member, parts, own)});
    }
    const std::size_t more = digest.comparison.members.size() - sheet.rows.size();
    sheet.table_note =
        (more > 0 ? count_words(parts.words, own.table_more, static_cast<std::int64_t>(more)) + ' ' : std::string{}) +
        std::string{parts.own.funnel.no_league.stores};
}

}  // namespace

const DistrictMailWords& district_mail_words_of(domain::Language language) noexcept {
    return language == domain::Language::spanish ? spanish_words : english_words;
}

DistrictSheet make_district_sheet(const domain::DistrictDigest& digest, domain::Language language) {
    DistrictPage page;
    page.name = digest.district.name;
    page.language = language;
    page.comparison = digest.comparison;
    page.stories = digest.stories;
    page.reasons = digest.reasons;
    const DistrictParts parts(page);
    const DistrictMailWords& own = district_mail_words_of(language);
    int remarks = 0;
    for (const domain::MemberTotals& member : digest.comparison.members) {
        remarks += member.remarks;
    }
    DistrictSheet sheet;
    sheet.district = one_line(digest.district.name);
    const bool named = digest.comparison.range.kind == domain::RangeKind::week;
    const std::string last_day = brief_date_words(parts.words, parts.words.date_short, digest.day);
    sheet.heading = named ? fill(parts.own.head.title, {sheet.district, range_words(parts)})
                          : fill(own.seven_days, {sheet.district, last_day});
    sheet.dates = begin_sentence(dates_words(parts));
    sheet.facts = count_words(parts.words, parts.own.head.stores, std::ssize(digest.comparison.members)) + " · " +
                  count_words(parts.words, parts.own.head.remarks, remarks);
    add_missing(sheet, digest, parts, own);
    add_findings(sheet, digest, parts, own);
    add_table(sheet, digest, parts, own);
    if (sheet.missing.empty()) {
        sheet.facts += " · " + std::string{parts.own.head.all_complete};
    }
    if (!digest.without_digest.empty()) {
        const std::string stores = count_words(parts.words, parts.own.head.stores, std::ssize(digest.without_digest));
        sheet.headline = fill(own.without_subject, {stores}) + sheet.headline;
    }
    return sheet;
}

}  // namespace tillnote::render
