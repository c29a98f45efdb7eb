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

/// A heading stands out by the empty line before it and the mark.
void append_heading(std::string& out, std::string_view heading, std::string_view note) {
    out += '\n';
    const bool is_question = heading.ends_with('?');
    append_line(out, fill(note.empty() ? "* {0}" : is_question ? "* {0} {1}" : "* {0}. {1}", {heading, note}), 2);
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

void append_head(std::string& out, const DigestSheet& sheet) {
    const std::string edition = sheet.edition.empty() ? std::string{} : ". " + sheet.edition;
    append_line(out, sheet.store + ", " + sheet.district + edition);
    append_line(out, sheet.heading);
    append_line(out, sheet.bounds + ' ' + sheet.state);
    out += '\n';
    std::string facts;
    for (const Fact& fact : sheet.facts) {
        append_joined(facts, fact.text, between);
    }
    append_line(out, facts);
    std::string parts;
    for (const Part& part : sheet.parts) {
        append_joined(parts, part.text, between);
    }
    if (!parts.empty()) {
        append_line(out, parts);
    }
    if (sheet.trend) {
        append_line(out, sheet.trend->sentence);
    }
}

void append_departments(std::string& out, const DigestSheet& sheet, const Words& words) {
    if (!sheet.nothing.empty()) {
        out += '\n';
        append_line(out, sheet.nothing);
    }
    if (sheet.departments.rows.empty()) {
        return;
    }
    append_heading(out, sheet.departments.heading, sheet.departments.note);
    for (const DepartmentBlock& block : sheet.departments.rows) {
        std::string text = block.total.label + ' ' + block.total.count;
        if (!block.total.usual.empty()) {
            text += ", " + fill(words.departments.usually, {block.total.usual});
        }
        std::string reasons;
        for (const CountRow& row : block.rows) {
            append_joined(reasons, count_text(row, words), ", ");
        }
        text += (reasons.empty() ? "" : ": ") + reasons + '.';
        if (!block.not_heard.empty()) {
            text += ' ' + fill(words.departments.not_heard, {block.not_heard}) + '.';
        }
        append_line(out, text, 2);
    }
}

template <typename Row, typename Text>
void append_listing(std::string& out, const Listing<Row>& listing, const Text& text_of) {
    append_heading(out, listing.heading, listing.note);
    std::string rows;
    for (const Row& row : listing.rows) {
        append_joined(rows, text_of(row), between);
    }
    append_line(out, rows.empty() ? listing.none : rows);
}

void append_rest(std::string& out, const DigestSheet& sheet, const Words& words) {
    if (sheet.rest.empty()) {
        return;
    }
    append_heading(out, words.rest.heading, {});
    for (const Quiet& quiet : sheet.rest) {
        std::string text = quiet.term + ':';
        for (const std::string& sentence : quiet.sentences) {
            text += ' ' + sentence;
        }
        append_line(out, text, 2);
    }
}

}  // namespace

std::string render_digest_text(const domain::Digest& digest) {
    const Words& words = english;
    const DigestSheet sheet = make_digest_sheet(digest, words);
    std::string out;
    out.reserve(4096);
    append_head(out, sheet);
    append_departments(out, sheet, words);
    append_listing(out, sheet.likes, [&](const CountRow& row) { return count_text(row, words); });
    append_listing(out, sheet.why_here, share_text);
    append_listing(out, sheet.compared, share_text);
    for (const Listing<ShareRow>& ask : sheet.asks) {
        append_listing(out, ask, share_text);
    }
    append_rest(out, sheet, words);
    out += '\n';
    append_line(out, fill("{0} {1}. {2}", {words.foot.recount, words.foot.command, words.foot.privacy}));
    return out;
}

}  // namespace tillnote::render
