#include "server/render/digest_sheet.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/plain_text.hpp"

namespace tillnote::render {
namespace {

constexpr std::size_t columns_max = 78;
constexpr std::string_view between = " · ";

void append_line(std::string& out, std::string_view text, std::size_t indent = 0) {
    append_wrapped(out, text, columns_max, indent);
}

void append_joined(std::string& list, std::string_view item, std::string_view separator) {
    if (!list.empty()) {
        list += separator;
    }
    list += item;
}

std::string count_text(const CountRow& row, const Words& words) {
    std::string text = row.label + ' ' + row.count;
    if (!row.usual.empty()) {
        text += ' ' + fill(words.departments.brackets, {row.usual});
    }
    return text;
}

std::string share_text(const ShareRow& row) {
    std::string text = row.label + ' ' + row.count;
    if (!row.interval.empty()) {
        text += ", " + row.interval;
    }
    return text;
}

/// Cut to so many columns, with a mark that it was.
std::string cut_to(std::string_view text, std::size_t columns) {
    if (columns_of(text) <= columns) {
        return std::string{text};
    }
    std::string cut;
    std::size_t taken = 0;
    for (const char byte : text) {
        const bool begins = (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
        if (begins && ++taken == columns) {
            break;
        }
        cut += byte;
    }
    return cut + "…";
}

/// The first line says whose day it is, the second how complete: no name is so long that it pushes a warning down.
void append_head(std::string& out, const DigestSheet& sheet) {
    const std::string day = between.data() + sheet.heading;
    const std::size_t columns_left = columns_max - columns_of(day);
    const std::string both = sheet.store + ", " + sheet.district;
    const bool district_fits = columns_of(both) <= columns_left;
    append_line(out, (district_fits ? both : cut_to(sheet.store, columns_left)) + day);
    std::string facts;
    for (const Fact& fact : sheet.facts) {
        append_joined(facts, fact.text, between);
    }
    append_line(out, facts);
    append_line(out, (district_fits ? std::string{} : sheet.district + ". ") + sheet.bounds + ' ' + sheet.state);
    std::string parts;
    for (const Part& part : sheet.parts) {
        append_joined(parts, part.text, between);
    }
    if (!parts.empty()) {
        append_line(out, parts);
    }
}

/// A section: its heading stands out by the mark, what is in it follows on the same line.
template <typename Row, typename Text>
void append_listing(std::string& out, const Listing<Row>& listing, const Text& text_of) {
    std::string rows;
    for (const Row& row : listing.rows) {
        append_joined(rows, text_of(row), between);
    }
    std::string line = "* " + listing.heading + (listing.heading.ends_with('?') ? " " : ": ");
    line += rows.empty() ? listing.none : rows;
    if (!rows.empty() && !listing.note.empty()) {
        line += ". " + listing.note;
    }
    append_line(out, line, 2);
}

void append_walk(std::string& out, const DigestSheet& sheet, const Words& words) {
    out += '\n';
    append_line(out, "* " + sheet.walk.heading);
    int number = 0;
    for (const WalkLine& line : sheet.walk.rows) {
        std::string text = std::to_string(++number) + ". " + line.title;
        text += line.place.empty() ? ". " : " (" + line.place + "). ";
        text += line.count + line.sentence;
        text += line.what.empty() ? "" : ' ' + line.what;
        text += line.done.empty() ? "" : ' ' + line.done + '.';
        append_line(out, text, 3);
    }
    if (sheet.walk.rows.empty()) {
        append_line(out, sheet.walk.note.empty() ? sheet.walk.none : sheet.walk.none + ' ' + sheet.walk.note);
    }
    if (!sheet.walk_more.empty()) {
        append_line(out, sheet.walk_more);
    }
    if (!sheet.heard.rows.empty()) {
        append_listing(out, sheet.heard, [&](const CountRow& row) { return count_text(row, words); });
    }
    out += '\n';
}

void append_sections(std::string& out, const DigestSheet& sheet, const Words& words) {
    const auto counted = [&](const CountRow& row) { return count_text(row, words); };
    append_listing(out, sheet.alerts, [](const AlertRow& row) { return row.moment + ' ' + row.label + ", " + row.outcome; });
    append_listing(out, sheet.likes, counted);
    append_listing(out, sheet.why_here, share_text);
    append_listing(out, sheet.together, counted);
    append_listing(out, sheet.compared, share_text);
    append_listing(out, sheet.asked_for, counted);
    for (const Listing<ShareRow>& ask : sheet.asks) {
        append_listing(out, ask, share_text);
    }
}

void append_rest(std::string& out, const DigestSheet& sheet) {
    out += '\n';
    for (const Quiet& quiet : sheet.rest) {
        std::string text = quiet.term + ':';
        for (const std::string& sentence : quiet.sentences) {
            text += ' ' + sentence;
        }
        append_line(out, text, 2);
    }
    std::string open;
    for (const OpenRow& row : sheet.open.rows) {
        append_joined(open, row.label + " (" + row.outcome + ')', between);
    }
    append_line(out,
                sheet.open.heading + ": " + (open.empty() ? sheet.open.none : open) +
                    (sheet.open.note.empty() ? std::string{} : ". " + sheet.open.note),
                2);
}

}  // namespace

std::string render_digest_text(const domain::Digest& digest, Language language, std::string_view page_url) {
    const Words& words = words_of(language);
    const DigestSheet sheet = make_digest_sheet(digest, words);
    std::string out;
    out.reserve(4096);
    append_head(out, sheet);
    append_walk(out, sheet, words);
    append_sections(out, sheet, words);
    append_rest(out, sheet);
    out += '\n';
    if (!page_url.empty()) {
        append_line(out, words.mail.read_text);
        // Never broken: a link that wraps is no link.
        out += one_line(page_url) + '\n';
    }
    append_line(out, fill("{0} {1}. {2}", {words.foot.recount, words.foot.command, words.foot.privacy}));
    return out;
}

}  // namespace tillnote::render
