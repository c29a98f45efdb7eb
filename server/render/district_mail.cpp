#include "server/render/district_mail.hpp"

#include "server/render/district_digest_sheet.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr std::size_t columns_max = 78;

void append_line(std::string& out, std::string_view line, std::size_t indent = 0) {
    append_wrapped(out, line, columns_max, indent);
}

void append_heading(std::string& out, std::string_view heading) {
    out += '\n';
    append_line(out, heading);
}

/// One line a store, in words: a table of columns breaks on a phone.
std::string row_text(const DistrictSheetRow& row, const DistrictSheetRow& columns) {
    return "- " + row.store + ": " + columns.remarks + ' ' + row.remarks + "; " + columns.complaints + ' ' + row.complaints +
           "; " + columns.praise + ' ' + row.praise;
}

std::string text_of(const DistrictSheet& sheet, const MailLinks& links, const DistrictMailWords& own) {
    std::string out;
    append_line(out, sheet.heading);
    append_line(out, sheet.dates + " · " + sheet.facts);
    if (!sheet.missing.empty()) {
        append_heading(out, sheet.missing_heading);
        for (const std::string& sentence : sheet.missing) {
            append_line(out, "! " + sentence, 2);
        }
    }
    append_heading(out, sheet.findings_heading);
    for (const FindingText& finding : sheet.findings) {
        append_line(out, "* " + finding.title + ". " + finding.sentence + ' ' + finding.more, 2);
    }
    for (const std::string* line : {&sheet.findings_more, &sheet.nothing, &sheet.doubt}) {
        if (!line->empty()) {
            append_line(out, *line);
        }
    }
    append_heading(out, sheet.table_heading);
    for (const DistrictSheetRow& row : sheet.rows) {
        append_line(out, row_text(row, sheet.columns), 2);
    }
    append_line(out, sheet.table_note);
    if (!links.page_url.empty()) {
        out += '\n' + std::string{own.page} + ":\n" + one_line(links.page_url) + '\n';
        out += std::string{own.as_sent} + ":\n" + one_line(links.edition_url) + '\n';
    }
    return out;
}

Data lines_data(const std::vector<std::string>& lines) {
    Data list{Data::type::list};
    for (const std::string& line : lines) {
        Data entry;
        entry.set("sentence", text(line));
        list.push_back(entry);
    }
    return list;
}

Data row_data(const DistrictSheetRow& row) {
    Data data;
    data.set("store", text(row.store));
    data.set("remarks", text(row.remarks));
    data.set("complaints", text(row.complaints));
    data.set("praise", text(row.praise));
    return data;
}

}  // namespace

void set_district_sheet(Data& data, const DistrictSheet& sheet) {
    Data findings{Data::type::list};
    for (const FindingText& finding : sheet.findings) {
        Data entry;
        entry.set("tone", finding.tone);
        entry.set("good", Data{finding.tone == "praise"});
        entry.set("neither", Data{finding.tone == "request"});
        entry.set("title", text(finding.title));
        entry.set("sentence", text(finding.sentence));
        entry.set("more", text(finding.more));
        findings.push_back(entry);
    }
    Data rows{Data::type::list};
    for (const DistrictSheetRow& row : sheet.rows) {
        rows.push_back(row_data(row));
    }
    data.set("heading", text(sheet.heading));
    data.set("dates", text(sheet.dates));
    data.set("facts", text(sheet.facts));
    data.set("has_missing", Data{!sheet.missing.empty()});
    data.set("missing_heading", text(sheet.missing_heading));
    data.set("missing", lines_data(sheet.missing));
    data.set("findings_heading", text(sheet.findings_heading));
    data.set("has_findings", Data{!sheet.findings.empty()});
    data.set("findings", findings);
    data.set("findings_more", optional_text(sheet.findings_more));
    data.set("nothing", optional_text(sheet.nothing));
    data.set("doubt", optional_text(sheet.doubt));
    data.set("table_heading", text(sheet.table_heading));
    data.set("columns", row_data(sheet.columns));
    data.set("rows", rows);
    data.set("table_note", text(sheet.table_note));
}

std::string render_district_text(const domain::DistrictDigest& digest, const MailLinks& links, Language language) {
    return text_of(make_district_sheet(digest, language), links, district_mail_words_of(language));
}

MailBody render_district_mail(const domain::DistrictDigest& digest, const MailLinks& links, Language language) {
    const Words& words = words_of(language);
    const DistrictMailWords& own = district_mail_words_of(language);
    const DistrictSheet sheet = make_district_sheet(digest, language);
    MailBody body;
    body.subject =
        fill(own.subject, {sheet.district, brief_date_words(words, words.date_short, digest.day), sheet.headline});
    body.text = text_of(sheet, links, own);
    if (!links.unsubscribe_url.empty()) {
        body.text += '\n' + std::string{own.unsubscribe} + ":\n" + one_line(links.unsubscribe_url) + '\n';
    }
    Data data;
    set_head(data, words.language, body.subject);
    set_district_sheet(data, sheet);
    data.set("preview", text(sheet.headline));
    data.set("page_url", optional_text(links.page_url));
    data.set("page", text(own.page));
    data.set("edition_url", optional_text(links.edition_url));
    data.set("as_sent", text(own.as_sent));
    data.set("privacy", text(words.foot.privacy));
    data.set("why", text(fill(own.why, {sheet.district})));
    data.set("unsubscribe_url", optional_text(links.unsubscribe_url));
    data.set("unsubscribe", text(own.unsubscribe));
    body.html = render_template(Template::district_mail, data);
    return body;
}

}  // namespace tillnote::render
